import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AlertStatus } from '../domain/alert/vocabulary.ts';
import type { TaskFields } from '../domain/task/state.ts';
import { eventually, uniqueName } from '../tests/stack.test-support.ts';
import { MANUAL_ROUTE, newTask, PLAN, refusal, RULE, TaskProbe } from '../tests/task.test-support.ts';
import { recordHistory, startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';
import type { TaskWorkflowInput } from './contract.ts';

let worker: TestWorker;
const projectId = uniqueName('project');

beforeAll(async () => {
  worker = await startTestWorker();
  await worker.store.projects.create({
    _id: projectId,
    name: 'Tests',
    keyPrefix: `D${uniqueName('').slice(1, 8).toUpperCase()}`,
    timeZone: 'UTC',
    mode: 'NORMAL',
    modeHistory: [],
    routingRules: [],
    taskBudgets: {},
    lastTaskNumber: 0,
    createdAt: new Date().toISOString(),
  });
}, 60_000);
/** Replays every history that the tests below have made. */
afterAll(() => worker.stop(), 60_000);

async function created(fields: Partial<TaskFields> = {}, input: TaskWorkflowInput = {}): Promise<TaskProbe> {
  const task = new TaskProbe(worker, newTask({ ...fields, projectId }));
  await task.create(input);
  return task;
}

/** A task that starts by itself once these are DONE. */
async function queued(dependencies: readonly TaskProbe[], input: TaskWorkflowInput = {}): Promise<TaskProbe> {
  const dependsOn = dependencies.map(({ task }) => task.key);
  const task = await created({ dependsOn }, input);
  await task.assign();
  await task.send({ name: 'plan', plan: PLAN });
  await dispatch(task, dependsOn);
  return task;
}

const dispatch = (task: TaskProbe, unfinishedDependencies: readonly string[]) =>
  task.send(
    { name: 'dispatch', route: MANUAL_ROUTE, whenReady: true },
    { facts: { projectMode: 'NORMAL', unfinishedDependencies } },
  );

async function finish(task: TaskProbe): Promise<void> {
  const { status } = await task.state();
  if (status === 'INBOX') await task.assign();
  if (status !== 'IN_PROGRESS') {
    await task.plan();
    await task.move('IN_PROGRESS');
  }
  await task.send({ name: 'submit', deliverable: { summary: 'done', artifacts: [] } });
  await task.move('DONE');
}

/** How often each of these is in the log. */
async function counts(task: TaskProbe, ...types: string[]): Promise<number[]> {
  const log = await task.types();
  return types.map((type) => log.filter((one) => one === type).length);
}

/** The kind of the only alert about a task, once it is in this status. */
const alert = ({ task, store }: TaskProbe, status: AlertStatus): Promise<string> =>
  eventually(async () => {
    const found = await store.alerts.page({ projects: [projectId], installation: false }, { task: task.key }, 10);
    return found.length === 1 && found[0]?.status === status && found[0].kind;
  });

describe('work that waits for other work', () => {
  it('of a diamond starts by itself, in the order of its dependencies, and each part once', async () => {
    const top = await created();
    const [left, right] = [await queued([top]), await queued([top])];
    const bottom = await queued([left, right]);
    await finish(top);
    await Promise.all([left.reaches('IN_PROGRESS'), right.reaches('IN_PROGRESS')]);
    expect((await bottom.state()).status).toBe('ASSIGNED');
    await Promise.all([finish(left), finish(right)]);
    const { activeExecutions, queuedStart } = await bottom.reaches('IN_PROGRESS');
    expect([activeExecutions.map(({ executor }) => executor), queuedStart]).toEqual([['MANUAL'], undefined]);
    for (const task of [left, right, bottom]) {
      expect(await counts(task, 'task.released', 'execution.requested')).toEqual([1, 1]);
    }
    expect(await worker.store.tasks.byKey(bottom.task.key)).toEqual(await bottom.state());
    await recordHistory(worker.client, 'task-with-dependents', top.workflowId);
    await recordHistory(worker.client, 'task-queued', bottom.workflowId);
  }, 60_000);

  it('is not started before, also by somebody who asks for it', async () => {
    const task = await queued([await created()]);
    const facts = { projectMode: 'NORMAL', unfinishedDependencies: task.task.dependsOn } as const;
    const refused = await refusal(task.send({ name: 'dispatch', route: MANUAL_ROUTE }, { facts }));
    expect(refused).toMatchObject({ code: 'GATE_NOT_MET', errors: [{ path: 'dependsOn' }] });
    expect((await task.state()).queuedStart).toMatchObject({ by: { id: 'olga' } });
  });

  it('waits over continuing as new and without a worker', async () => {
    const dependency = await created();
    const task = await queued([dependency], { historyLimit: 10 });
    for (let number = 1; (await task.info()).continuedAsNew === 0; number++) await task.comment(`talk ${number}`);
    await dependency.assign();
    await dependency.plan();
    await dependency.move('IN_PROGRESS');
    await dependency.send({ name: 'submit', deliverable: { summary: 'done', artifacts: [] } });
    const done = dependency.move('DONE');
    await worker.pause();
    await worker.resume();
    await done;
    await task.reaches('IN_PROGRESS');
    expect(await counts(task, 'task.released', 'execution.requested')).toEqual([1, 1]);
  }, 60_000);

  it('starts at once where all was DONE already when it was asked to wait', async () => {
    const dependency = await created();
    await finish(dependency);
    const task = await queued([dependency]);
    await task.reaches('IN_PROGRESS');
    expect(await counts(task, 'task.queued', 'execution.requested')).toEqual([1, 1]);
  });

  it('starts when the last that it waits for is taken off its dependencies, and not when another is put on', async () => {
    const [one, other] = [await created(), await created()];
    const task = await queued([one]);
    await task.send({ name: 'edit', changes: { dependsOn: [one.task.key, other.task.key] } });
    await finish(one);
    await eventually(async () => (await one.handle.describe()).status.name === 'COMPLETED');
    expect((await task.state()).status).toBe('ASSIGNED');
    await task.send({ name: 'edit', changes: { dependsOn: [one.task.key] } });
    await task.reaches('IN_PROGRESS');
  });

  it('is told once of each task that ends, however often it is told', async () => {
    const dependency = await created();
    const task = await queued([dependency]);
    await finish(dependency);
    await task.reaches('IN_PROGRESS');
    const { key } = dependency.task;
    const command = { name: 'dependencyFinished', key, status: 'DONE', dependsOn: [key] } as const;
    const { seq } = await task.state();
    await task.signal(command, { actor: RULE, idempotencyKey: `dependency/${key}` });
    await task.signal(command, { actor: RULE });
    await task.comment('after that');
    expect((await task.state()).seq).toBe(seq + 1);
  });

  it('is told of a dependency that is canceled, and goes on waiting', async () => {
    const dependency = await created();
    const task = await queued([dependency]);
    await dependency.move('CANCELED', { reason: 'not needed' });
    await eventually(async () => (await task.state()).messageCount === 1);
    expect(await counts(task, 'dependency.canceled', 'execution.requested')).toEqual([1, 0]);
    expect((await task.state()).queuedStart).toBeDefined();
    expect(await alert(task, 'OPEN')).toBe('DEPENDENCY_CANCELED');
    await task.send({ name: 'edit', changes: { dependsOn: [] } });
    await task.reaches('IN_PROGRESS');
    expect(await alert(task, 'RESOLVED')).toBe('DEPENDENCY_CANCELED');
  });

  it('is told in pages where there is much of it', async () => {
    const dependency = await created();
    const dependsOn = [dependency.task.key];
    const waiting = await Promise.all(Array.from({ length: 60 }, () => created({ dependsOn })));
    await finish(dependency);
    for (const task of waiting) {
      await eventually(async () => (await counts(task, 'task.released'))[0] === 1, 20_000);
    }
  }, 120_000);
});
