import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { taskWorkflowId } from '../domain/ids.ts';
import type { Actor } from '../domain/actor.ts';
import type { TaskState } from '../domain/task/state.ts';
import { eventually, uniqueName } from '../tests/stack.test-support.ts';
import { newTask, TaskProbe } from '../tests/task.test-support.ts';
import { recordHistory, startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';
import { commandUpdates, searchAttributes, stateQuery } from './messages.ts';

const SCOUT: Actor = { kind: 'AGENT', id: 'scout', name: 'Scout', role: 'SPECIALIST' };

let worker: TestWorker;
const projectId = uniqueName('project');
const keyPrefix = `S${uniqueName('').slice(1, 8).toUpperCase()}`;

beforeAll(async () => {
  worker = await startTestWorker();
  await worker.store.projects.create({
    _id: projectId,
    name: 'Tests',
    keyPrefix,
    timeZone: 'UTC',
    mode: 'NORMAL',
    modeHistory: [],
    routingRules: [],
    taskBudgets: { RESEARCH: 777_000 },
    lastTaskNumber: 0,
    createdAt: new Date().toISOString(),
  });
}, 60_000);
/** Replays every history that the tests below have made. */
afterAll(() => worker.stop(), 60_000);

/** A task whose agent asks whether it may create another one below it. */
async function asking(): Promise<{ parent: TaskProbe; approvalId: string }> {
  const parent = new TaskProbe(worker, newTask({ projectId }));
  await parent.start();
  const { id: _id, key: _key, projectId: _project, budgetMicros: _budget, ...fields } = newTask();
  const task = {
    ...fields,
    title: 'Look into it',
    type: 'RESEARCH',
    parent: parent.task.key,
    source: 'AGENT',
  } as const;
  const { approvalId } = await parent.send(
    {
      name: 'requestApproval',
      kind: 'SPAWN',
      action: 'create a sub-task',
      summary: 'look into it first',
      risk: 'YELLOW',
      blocking: false,
      held: { name: 'spawn', task },
    },
    { actor: SCOUT },
  );
  return { parent, approvalId: approvalId ?? '' };
}

const approve = (parent: TaskProbe, approvalId: string) =>
  parent.send({ name: 'decideApproval', approvalId, decision: 'APPROVE' });

const children = async ({ task }: TaskProbe) =>
  (await worker.store.family.below(projectId, [task.key], 10)).map(({ key }) => key);

/** The only child of a task, once it exists. */
const childOf = (parent: TaskProbe): Promise<TaskState> =>
  eventually(async () => {
    const [key] = await children(parent);
    return key !== undefined && worker.store.tasks.byKey(key);
  }, 20_000);

it('a sub-task that people approve is created below its parent, by the agent that asked for it', async () => {
  const { parent, approvalId } = await asking();
  await approve(parent, approvalId);
  const child = await childOf(parent);
  expect(child).toMatchObject({
    parent: parent.task.key,
    title: 'Look into it',
    source: 'AGENT',
    status: 'INBOX',
    budgetMicros: 777_000,
    createdBy: { kind: 'AGENT', id: 'scout', name: 'Scout' },
  });
  expect(child.key.startsWith(`${keyPrefix}-`)).toBe(true);
  const messages = await eventually(async () => {
    const found = await worker.store.parts.messages(parent.task.id, 10, 0);
    return found.length > 0 && found.map(({ body }) => body);
  });
  expect(messages).toEqual([`${child.key} was created, as approved in ${approvalId}: Look into it`]);
  await recordHistory(worker.client, 'task-with-subtask', parent.workflowId);
  await recordHistory(worker.client, 'task-created-by-parent', taskWorkflowId(child.id));
});

it('looks like any other task to operators, takes commands, and outlives its parent', async () => {
  const { parent, approvalId } = await asking();
  await approve(parent, approvalId);
  const child = await childOf(parent);
  await parent.move('CANCELED', { reason: 'not needed' });
  await parent.handle.result();
  const handle = worker.client.workflow.getHandle(taskWorkflowId(child.id));
  await handle.executeUpdate(commandUpdates.change, {
    args: [
      {
        command: { name: 'comment', body: 'still here' },
        actor: SCOUT,
        facts: { projectMode: 'NORMAL', unfinishedDependencies: [] },
      },
    ],
  });
  expect(await handle.query(stateQuery)).toMatchObject({ messageCount: 1, status: 'INBOX' });
  const { memo, typedSearchAttributes } = await handle.describe();
  expect(memo).toMatchObject({ key: child.key, title: 'Look into it', project: projectId });
  expect(typedSearchAttributes.get(searchAttributes.key)).toBe(child.key);
});

it('is created once, also where its worker is lost while it is', async () => {
  const { parent, approvalId } = await asking();
  const decided = approve(parent, approvalId);
  await worker.pause();
  await worker.resume();
  expect((await decided).status).toBe('IN_PROGRESS');
  await childOf(parent);
  const { creations, projects } = worker.store;
  const reserved = await creations.byId(`approval/${approvalId}`);
  // An attempt that is repeated finds what an earlier one has taken.
  const again = await creations.reserve(
    { id: `approval/${approvalId}`, bodyHash: approvalId },
    { projectId, keyPrefix },
  );
  expect([again.taskId, again.taskKey]).toEqual([reserved?.taskId, reserved?.taskKey]);
  expect(await children(parent)).toEqual([reserved?.taskKey]);
  expect((await projects.bySlug(projectId))?.lastTaskNumber).toBe(Number(reserved?.taskKey.split('-')[1]));
}, 60_000);

it('is not created where people deny it', async () => {
  const { parent, approvalId } = await asking();
  await parent.send({ name: 'decideApproval', approvalId, decision: 'DENY', reason: 'do it yourself' });
  expect(await parent.types()).not.toContain('subtask.approved');
  expect((await parent.info()).pendingEffects).toBe(0);
  expect(await children(parent)).toEqual([]);
});
