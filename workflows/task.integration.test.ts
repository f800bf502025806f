import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import { deliverable, newTask, OLGA, PAUL, PLAN, refusal, TaskProbe, VERA } from '../tests/task.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';
import { ended, recordHistory, startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';
import { commandUpdates, searchAttributes } from './messages.ts';

let worker: TestWorker;
beforeAll(async () => void (worker = await startTestWorker()), 60_000);
/** Replays every history that the tests below have made. */
afterAll(() => worker.stop(), 60_000);

describe('a life', () => {
  it('goes through every state to DONE, and the workflow ends with it', async () => {
    const task = new TaskProbe(worker, newTask({ checklist: [{ label: 'tested', checked: false }] }));
    const answers = [
      await task.create(),
      await task.assign(),
      await task.plan(),
      await task.move('IN_PROGRESS'),
      await task.send({ name: 'requestApproval', action: 'deploy', summary: 'x', risk: 'YELLOW', blocking: true }),
      await task.send(
        { name: 'decideApproval', approvalId: `${task.task.key}-A1`, decision: 'APPROVE' },
        { actor: PAUL },
      ),
      await task.move('BLOCKED', { reason: 'waiting for a key' }),
      await task.move('IN_PROGRESS'),
      await task.send({
        name: 'submit',
        deliverable: deliverable(),
        checklist: [{ label: 'tested', checked: true }],
      }),
      await task.move('IN_PROGRESS', { feedback: 'once more' }),
      await task.move('REVIEW'),
      await task.move('DONE'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      'INBOX',
      'ASSIGNED',
      'ASSIGNED',
      'IN_PROGRESS',
      'NEEDS_APPROVAL',
      'IN_PROGRESS',
      'BLOCKED',
      'IN_PROGRESS',
      'REVIEW',
      'IN_PROGRESS',
      'REVIEW',
      'DONE',
    ]);
    expect(answers.every(({ projected }) => projected)).toBe(true);
    expect(await ended(worker.client, task.workflowId)).toBe('COMPLETED');
    expect(await task.handle.result()).toEqual({ key: task.task.key, status: 'DONE' });
    expect(await task.store.tasks.byKey(task.task.key)).toEqual(await task.state());
    expect((await task.settledLog()).map(({ seq }) => seq)).toEqual(range((await task.state()).seq));
    await recordHistory(worker.client, 'task-life', task.workflowId);
  });

  it('ends the workflow of a canceled task', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    await task.move('CANCELED', { reason: 'not needed' });
    expect(await ended(worker.client, task.workflowId)).toBe('COMPLETED');
    await expect(task.comment('late')).rejects.toThrow(/workflow execution already completed|not found/i);
  });

  it('answers a command only when the history database has what it did', async () => {
    const task = new TaskProbe(worker);
    const { seq } = await task.create();
    expect(await task.log()).toHaveLength(seq);
    const { seq: next, messageId } = await task.comment('hello');
    expect((await task.log()).at(-1)).toMatchObject({ seq: next, type: 'task.commented', data: { messageId } });
  });
});

describe('creating', () => {
  it('starts the workflow and the task in one call, and once when the call is repeated', async () => {
    const task = new TaskProbe(worker);
    const envelope = { idempotencyKey: 'create', bodyHash: 'a' };
    const answers = await Promise.all([
      task.create({}, envelope),
      task.create({}, envelope),
      task.create({}, envelope),
    ]);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(await task.types()).toEqual(['task.created']);
  });

  it('refuses a second creation under another key', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    expect(await refusal(task.create())).toMatchObject({
      code: 'CONFLICT',
      message: `${task.task.key} exists already`,
    });
  });
});

describe('a refused command', () => {
  it('leaves nothing behind in the history of the workflow', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    const before = await settledHistoryLength(task);
    for (let attempt = 0; attempt < 3; attempt++) await refusal(task.move('DONE'));
    await refusal(task.comment('not me', { actor: VERA }));
    expect(await task.historyLength()).toBe(before);
    expect(await task.types()).toEqual(['task.created']);
  });

  it('is told its code, what is missing, and what would be allowed', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    const conflict = await refusal(task.move('REVIEW'));
    expect(conflict.code).toBe('CONFLICT');
    expect(conflict.allowed?.map(({ to }) => to).toSorted()).toEqual(['ASSIGNED', 'BLOCKED', 'CANCELED']);
    const gate = await refusal(task.move('ASSIGNED'));
    expect(gate).toMatchObject({ code: 'GATE_NOT_MET', errors: [{ path: 'assignees' }] });
    expect(await refusal(task.comment('x', { actor: VERA }))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(task.move('ASSIGNED', { from: 'REVIEW' }))).toMatchObject({
      code: 'CONFLICT',
      errors: [{ path: 'from', message: 'the task is INBOX' }],
    });
    expect(
      await refusal(task.send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' })),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is told so when it comes as the wrong update', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    const sent = task.handle.executeUpdate(commandUpdates.move, {
      args: [{ command: { name: 'comment', body: 'x' }, actor: OLGA, facts: NO_FACTS }],
    });
    expect(await refusal(sent)).toMatchObject({ code: 'INVALID' });
  });

  it('is decided on the facts that came with it', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    await task.assign();
    await task.plan();
    const paused = { projectMode: 'PAUSED', unfinishedDependencies: ['MC-9'] } as const;
    const refused = await refusal(task.send({ name: 'transition', to: 'IN_PROGRESS' }, { facts: paused }));
    expect(refused.errors.map(({ path }) => path)).toEqual(['dependsOn', 'project.mode']);
    expect((await task.move('IN_PROGRESS')).status).toBe('IN_PROGRESS');
  });
});

describe('an idempotency key', () => {
  it('gives the first answer again and has one effect, also when the requests race', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    const envelope = { idempotencyKey: 'k', bodyHash: 'a' };
    const answers = await Promise.all(range(5).map(() => task.comment('once', envelope)));
    await task.comment('in between');
    answers.push(await task.comment('once', envelope));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await task.types()).toEqual(['task.created', 'task.commented', 'task.commented']);
  });

  it('is refused for another body', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    await task.comment('one', { idempotencyKey: 'k', bodyHash: 'a' });
    expect(await refusal(task.comment('two', { idempotencyKey: 'k', bodyHash: 'b' }))).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await task.types()).toEqual(['task.created', 'task.commented']);
  });

  it('goes on to work after the task has continued as new', async () => {
    const task = new TaskProbe(worker);
    await task.create({ historyLimit: 10 });
    const first = await task.comment('one', { idempotencyKey: 'k', bodyHash: 'a' });
    await talkUntilContinued(task);
    expect(await task.comment('one', { idempotencyKey: 'k', bodyHash: 'a' })).toEqual(first);
    expect(await refusal(task.comment('two', { idempotencyKey: 'k', bodyHash: 'b' }))).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    const bodies = (await task.settledLog()).flatMap(({ type, data }) =>
      type === 'task.commented' ? [data.body] : [],
    );
    expect(bodies.filter((body) => body === 'one')).toHaveLength(1);
    expect(bodies).not.toContain('two');
  });
});

describe('continuing as new', () => {
  it('loses and doubles nothing of what arrives meanwhile', async () => {
    const task = new TaskProbe(worker);
    await task.create({ historyLimit: 12 });
    await task.send({ name: 'acknowledgeLoop', kind: 'COMMENT_STORM', reason: 'a test' });
    const said = range(24).map((number) => `comment ${number}`);
    // Each round ends with a moment of silence, in which the task continues as new, and the next follows at once.
    for (const round of range(3)) {
      await Promise.all(said.slice((round - 1) * 8, round * 8).map((body) => say(task, body)));
    }
    const heard = (await task.settledLog()).flatMap(({ type, data }) => (type === 'task.commented' ? [data.body] : []));
    expect(heard.toSorted()).toEqual(said.toSorted());
    expect((await task.info()).continuedAsNew).toBeGreaterThan(1);
    expect(await task.store.tasks.byKey(task.task.key)).toEqual(await task.state());
    await recordHistory(worker.client, 'task-continued-as-new', task.workflowId);
  });

  it('takes signals along that arrive meanwhile', async () => {
    const task = new TaskProbe(worker);
    await task.create({ historyLimit: 12 });
    await task.send({ name: 'acknowledgeLoop', kind: 'COMMENT_STORM', reason: 'a test' });
    for (const round of range(8)) {
      await Promise.all(range(5).map((number) => task.signal({ name: 'comment', body: `signal ${round}.${number}` })));
    }
    await eventually(async () => (await task.state()).messageCount === 40);
    const ids = (await task.settledLog()).flatMap(({ type, data }) =>
      type === 'task.commented' ? [data.messageId] : [],
    );
    expect(new Set(ids).size).toBe(40);
    await eventually(async () => (await task.info()).continuedAsNew > 0);
  });

  it('keeps what operators see of the task', async () => {
    const task = new TaskProbe(worker);
    await task.create({ historyLimit: 10 });
    await task.assign(PAUL);
    await talkUntilContinued(task);
    const description = await task.handle.describe();
    expect(description.memo).toMatchObject({ key: task.task.key, title: task.task.title });
    expect(description.typedSearchAttributes.get(searchAttributes.status)).toBe('ASSIGNED');
    expect(await currentDetails(task)).toContain(task.task.title);
  });

  it('goes on with open approvals and their timers', async () => {
    const task = new TaskProbe(worker);
    await task.start({ historyLimit: 10 });
    await task.send({ ...APPROVAL, blocking: false, expiresInMinutes: 0.05, escalateInMinutes: 1 });
    await talkUntilContinued(task);
    await eventually(async () => (await task.state()).closedApprovals[0]?.status === 'EXPIRED', 20_000);
  });
});

describe('an approval', () => {
  it('is escalated and expires by itself, and the task is blocked with the reason', async () => {
    const task = new TaskProbe(worker);
    await task.start();
    const { approvalId } = await task.send({ ...APPROVAL, escalateInMinutes: 0.01, expiresInMinutes: 0.1 });
    const state = await task.reaches('BLOCKED');
    expect(state.blockedReason).toBe(`approval ${approvalId} expired undecided`);
    expect((await task.types()).slice(-6)).toEqual([
      'task.transitioned',
      'approval.escalated',
      'approval.escalated',
      'approval.expired',
      'task.commented',
      'task.transitioned',
    ]);
    expect(await task.store.parts.approval(approvalId!)).toMatchObject({ status: 'EXPIRED', escalated: true });
    await recordHistory(worker.client, 'task-approval-expired', task.workflowId);
  });

  it('resumes the task where it was when it is given', async () => {
    const task = new TaskProbe(worker);
    await task.start();
    const { approvalId } = await task.send(APPROVAL);
    expect((await task.state()).status).toBe('NEEDS_APPROVAL');
    const answer = await task.send(
      { name: 'decideApproval', approvalId: approvalId!, decision: 'APPROVE' },
      { actor: PAUL },
    );
    expect(answer.status).toBe('IN_PROGRESS');
    expect(
      await refusal(
        task.send({ name: 'decideApproval', approvalId: approvalId!, decision: 'APPROVE' }, { actor: PAUL }),
      ),
    ).toMatchObject({
      code: 'CONFLICT',
    });
    expect((await task.info()).nextDeadline).toBeUndefined();
  });

  it('needs two people when it is RED, and not the one who asked', async () => {
    const task = new TaskProbe(worker);
    await task.start();
    const { approvalId } = await task.send({ ...APPROVAL, risk: 'RED' });
    const decide = { name: 'decideApproval', approvalId: approvalId!, decision: 'APPROVE' } as const;
    expect(await refusal(task.send(decide))).toMatchObject({ code: 'FORBIDDEN' });
    expect((await task.send(decide, { actor: PAUL })).status).toBe('NEEDS_APPROVAL');
    expect(await refusal(task.send(decide, { actor: PAUL }))).toMatchObject({ code: 'CONFLICT' });
    const quinn = { kind: 'HUMAN', id: 'quinn', name: 'Quinn', role: 'OPERATOR' } as const;
    expect((await task.send(decide, { actor: quinn })).status).toBe('IN_PROGRESS');
  });

  it('blocks the task when it is denied', async () => {
    const task = new TaskProbe(worker);
    await task.start();
    const { approvalId } = await task.send(APPROVAL);
    const answer = await task.send(
      { name: 'decideApproval', approvalId: approvalId!, decision: 'DENY', reason: 'not on a Friday' },
      { actor: PAUL },
    );
    expect(answer.status).toBe('BLOCKED');
    expect((await task.state()).blockedReason).toBe(`${approvalId} denied: not on a Friday`);
  });

  it('expires while no worker runs, and is dealt with as soon as one does', async () => {
    const task = new TaskProbe(worker);
    await task.start();
    await task.send({ ...APPROVAL, escalateInMinutes: 0.01, expiresInMinutes: 0.02 });
    await worker.pause();
    await worker.resume();
    await task.reaches('BLOCKED');
  });
});

describe('the command signal', () => {
  it('does what the update does', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    await task.signal({ name: 'plan', plan: PLAN });
    await task.signal({ name: 'comment', body: 'signalled' });
    await eventually(async () => (await task.state()).messageCount === 1);
    expect(await task.types()).toEqual(['task.created', 'task.planned', 'task.commented']);
  });

  it('notes in the log what was refused and to whom', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    await task.signal({ name: 'transition', to: 'DONE' }, { actor: PAUL });
    await eventually(async () => (await task.state()).seq === 2);
    expect((await task.settledLog()).at(-1)).toMatchObject({
      type: 'task.command_refused',
      actor: { id: 'paul' },
      data: { command: 'transition', message: `${task.task.key} cannot go from INBOX to DONE` },
    });
    expect((await task.state()).status).toBe('INBOX');
  });

  it('honours idempotency keys across signals and updates', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    const envelope = { idempotencyKey: 'k', bodyHash: 'a' };
    await task.signal({ name: 'comment', body: 'x' }, envelope);
    const answer = await task.comment('x', envelope);
    await task.signal({ name: 'comment', body: 'x' }, envelope);
    await task.comment('y');
    expect(answer).toMatchObject({ seq: 2, projected: true });
    expect(await task.types()).toEqual(['task.created', 'task.commented', 'task.commented']);
  });
});

describe('operators see', () => {
  it('the task by its search attributes, as it changes', async () => {
    const task = new TaskProbe(worker);
    await task.create();
    await task.assign(PAUL);
    await task.send({ name: 'edit', changes: { type: 'DOCS' } });
    const query = `McKey = '${task.task.key}' AND McStatus = 'ASSIGNED' AND McAssignee = 'Paul Peer' AND McType = 'DOCS'`;
    await eventually(async () => (await worker.client.workflow.count(query)).count === 1);
  });

  it('what the task is and waits for in its current details', async () => {
    const task = new TaskProbe(worker, newTask({ title: 'Ship it' }));
    await task.start();
    const { approvalId } = await task.send(APPROVAL);
    const details = await currentDetails(task);
    expect(details).toContain(`**${task.task.key}** Ship it`);
    expect(details).toContain(`Waits for approval ${approvalId}: deploy (YELLOW)`);
  });

  it('how the workflow does', async () => {
    const task = new TaskProbe(worker);
    await task.start();
    await task.send({ ...APPROVAL, escalateInMinutes: 30, expiresInMinutes: 60 });
    const { openApprovals, seq }: TaskState = await task.state();
    expect(await task.info()).toMatchObject({
      seq,
      status: 'NEEDS_APPROVAL',
      outboxLength: 0,
      pendingEffects: 0,
      historyAway: false,
      continuedAsNew: 0,
      nextDeadline: openApprovals[0]?.escalateAt,
      lastHash: (await task.settledLog()).at(-1)?.hash,
    });
  });
});

const APPROVAL = {
  name: 'requestApproval',
  action: 'deploy',
  summary: 'to production',
  risk: 'YELLOW',
  blocking: true,
} as const;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** As the operations do it: a command that met a change of runs is sent again under the same key. */
async function say(task: TaskProbe, body: string): Promise<void> {
  await task.comment(body, { idempotencyKey: body, bodyHash: body });
}

async function talkUntilContinued(task: TaskProbe): Promise<void> {
  for (let number = 1; (await task.info()).continuedAsNew === 0; number++) await task.comment(`talk ${number}`);
}

/** The length of the history once nothing is being done any more. */
const settledHistoryLength = (task: TaskProbe): Promise<number> =>
  eventually(async () => {
    const [first, second] = [await task.historyLength(), (await task.info(), await task.historyLength())];
    return first === second ? first : undefined;
  });

async function currentDetails(task: TaskProbe): Promise<string> {
  const { currentDetails: details } = await task.handle.query<{ currentDetails: string }>(
    '__temporal_workflow_metadata',
  );
  return details;
}
