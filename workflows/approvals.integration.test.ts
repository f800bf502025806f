import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../domain/actor.ts';
import type { CommandOf } from '../domain/task/commands.ts';
import type { HeldCommand } from '../domain/task/state.ts';
import { deliverable, OLGA, PAUL, refusal, TaskProbe } from '../tests/task.test-support.ts';
import { ended, recordHistory, startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

const AGENT: Actor = { kind: 'AGENT', id: 'scribe', name: 'Scribe', role: 'INTERN' };
const QUINN: Actor = { kind: 'HUMAN', id: 'quinn', name: 'Quinn', role: 'OPERATOR' };
const SECOND_MS = 1 / 60_000;

let worker: TestWorker;

beforeAll(async () => void (worker = await startTestWorker()), 60_000);
afterAll(() => worker.stop(), 60_000);

type Asked = Partial<CommandOf<'requestApproval'>>;

async function waiting(more: Asked = {}, historyLimit?: number): Promise<{ task: TaskProbe; approvalId: string }> {
  const task = new TaskProbe(worker);
  await task.start(historyLimit === undefined ? {} : { historyLimit });
  return { task, approvalId: await ask(task, more) };
}

async function ask(task: TaskProbe, more: Asked = {}): Promise<string> {
  const asked = { action: 'deploy', summary: 'to production', risk: 'YELLOW', blocking: true, ...more } as const;
  const { approvalId } = await task.send({ name: 'requestApproval', ...asked }, { actor: AGENT });
  if (approvalId === undefined) throw new Error('nothing was asked');
  return approvalId;
}

const decide = (approvalId: string, decision: 'APPROVE' | 'DENY' = 'APPROVE') =>
  ({ name: 'decideApproval', approvalId, decision, reason: 'a test' }) as const;

/** How each approval ended, by the log: every end once. */
async function endings(task: TaskProbe): Promise<string[]> {
  return (await task.settledLog()).flatMap(({ type, data }) => {
    if (type === 'approval.decided') return data.status === 'PENDING' ? [] : [`${data.approvalId} ${data.status}`];
    if (type === 'approval.expired') return [`${data.approvalId} EXPIRED`];
    return type === 'approval.canceled' ? [`${data.approvalId} CANCELED`] : [];
  });
}

it('an approval is escalated once per level, each at its time, and expires after both', async () => {
  const { task, approvalId } = await waiting({ escalateInMinutes: 0.005, expiresInMinutes: 0.05 });
  await task.reaches('BLOCKED');
  const log = await task.settledLog();
  const escalations = log.flatMap(({ type, data, at }) => (type === 'approval.escalated' ? [{ ...data, at }] : []));
  expect(escalations.map(({ level }) => level)).toEqual([1, 2]);
  const [first, second] = escalations;
  expect((second?.at ?? '') >= (first?.nextEscalationAt ?? 'never')).toBe(true);
  expect(await endings(task)).toEqual([`${approvalId} EXPIRED`]);
  const document = await eventually(async () => {
    const found = await task.store.parts.approval(approvalId);
    return found?.status === 'PENDING' ? undefined : found;
  });
  expect(document).toMatchObject({ status: 'EXPIRED', escalated: true, level: 2, closedBy: { id: 'mission-control' } });
  expect(document).not.toHaveProperty('nextEscalationAt');
  await recordHistory(worker.client, 'task-escalated-twice', task.workflowId);
});

it('the second escalation comes also after the task has continued as new and the worker has gone', async () => {
  const { task } = await waiting({ blocking: false, escalateInMinutes: 0.005, expiresInMinutes: 10 }, 12);
  await eventually(async () => (await task.state()).openApprovals[0]?.level === 1);
  // Half-way to an expiry of ten minutes is too far for a test: what the clock would ask for is asked for.
  await worker.pause();
  await worker.resume();
  for (let number = 1; (await task.info()).continuedAsNew === 0; number++) await task.comment(`talk ${number}`);
  const { nextDeadline } = await task.info();
  expect(nextDeadline).toBe((await task.state()).openApprovals[0]?.nextEscalationAt);
  const command = { name: 'escalateApproval', approvalId: `${task.task.key}-A1` } as const;
  await task.send(command, { actor: { kind: 'SYSTEM', id: 'mission-control', name: 'Mission Control' } });
  const { openApprovals } = await task.state();
  expect(openApprovals).toMatchObject([{ level: 2 }]);
  expect((await task.info()).nextDeadline).toBe(openApprovals[0]?.expiresAt);
});

describe('a decision at the instant of expiry', () => {
  it.each([-60, -30, -15, -5, 0, 5, 15, 40])('%d ms after it has one outcome, and is told which', async (delay) => {
    const { task, approvalId } = await waiting({ escalateInMinutes: 1, expiresInMinutes: 400 * SECOND_MS });
    const [approval] = (await task.state()).openApprovals;
    await sleep(Date.parse(approval?.expiresAt ?? '') + delay - Date.now());
    const refused = await refusal(task.send(decide(approvalId), { actor: PAUL })).catch(() => undefined);
    const { status } = await eventually(async () => {
      const state = await task.state();
      return state.status === 'NEEDS_APPROVAL' ? undefined : state;
    });
    const [ending, ...others] = await endings(task);
    expect(others).toEqual([]);
    expect([status, ending]).toEqual(
      refused ? ['BLOCKED', `${approvalId} EXPIRED`] : ['IN_PROGRESS', `${approvalId} APPROVED`],
    );
    if (refused) expect(refused).toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(/expired|EXPIRED/) });
  });
});

it('decisions that meet continuing as new are each taken once', async () => {
  const { task, approvalId } = await waiting({ blocking: false, risk: 'RED' }, 14);
  const ids = [approvalId];
  while (ids.length < 16) ids.push(await ask(task, { blocking: false, risk: 'RED' }));
  const before = (await task.info()).continuedAsNew;
  const decisions = ids.flatMap((id) => [PAUL, QUINN].map((actor) => ({ id, actor })));
  for (let index = 0; index < decisions.length; index += 8) {
    await Promise.all(
      decisions.slice(index, index + 8).map(({ id, actor }) => {
        const key = `${actor.id}/${id}`;
        return task.send(decide(id), { actor, idempotencyKey: key, bodyHash: key });
      }),
    );
  }
  expect((await task.info()).continuedAsNew).toBeGreaterThan(before);
  expect((await endings(task)).toSorted()).toEqual(ids.map((id) => `${id} APPROVED`).toSorted());
  const state = await task.state();
  const stored = await eventually(async () => {
    const found = await task.store.tasks.byKey(task.task.key);
    return found?.seq === state.seq ? found : undefined;
  });
  expect(stored).toEqual(state);
}, 60_000);

describe('what was asked for is carried out by its approval', () => {
  const held = (command: HeldCommand) => waiting({ kind: 'STATE_TRANSITION', held: command });

  it('a submission, and after it the end of the task', async () => {
    const { task, approvalId } = await held({ name: 'submit', deliverable: deliverable('as approved') });
    expect((await task.send(decide(approvalId), { actor: PAUL })).status).toBe('REVIEW');
    expect((await task.state()).deliverable).toMatchObject({ summary: 'as approved' });
    const done = await ask(task, { held: { name: 'transition', to: 'DONE' } });
    const envelope = { actor: PAUL, idempotencyKey: 'k', bodyHash: 'a' };
    const answer = await task.send(decide(done), envelope);
    expect(answer.status).toBe('DONE');
    expect(await ended(worker.client, task.workflowId)).toBe('COMPLETED');
    await recordHistory(worker.client, 'task-held', task.workflowId);
  });

  it('once the others are settled, also after the task has continued as new', async () => {
    const { task, approvalId } = await waiting({ held: { name: 'submit', deliverable: deliverable() } }, 14);
    const other = await ask(task);
    expect((await task.send(decide(approvalId), { actor: PAUL })).status).toBe('NEEDS_APPROVAL');
    for (let number = 1; (await task.info()).continuedAsNew === 0; number++) await task.comment(`talk ${number}`);
    expect((await task.send(decide(other), { actor: OLGA })).status).toBe('REVIEW');
    expect((await task.state()).approvedHeld).toBeUndefined();
  });

  it('or not, which the log and the thread say', async () => {
    const { task, approvalId } = await held({ name: 'transition', to: 'DONE' });
    expect((await task.send(decide(approvalId), { actor: PAUL })).status).toBe('IN_PROGRESS');
    expect((await task.types()).slice(-4)).toEqual([
      'approval.decided',
      'task.transitioned',
      'task.command_refused',
      'task.commented',
    ]);
    const message = await eventually(async () => (await task.store.parts.messages(task.task.id, 10, 0))[0]);
    expect(message).toMatchObject({
      author: { kind: 'SYSTEM' },
      body: `${approvalId} was approved, but it cannot be done now: no transition leads from IN_PROGRESS to DONE`,
    });
  });
});
