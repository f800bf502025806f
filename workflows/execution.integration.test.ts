import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActivityCancelledError, ActivityNotFoundError } from '@temporalio/client';
import { executionWorkflowId } from '../domain/ids.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { eventually } from '../tests/stack.test-support.ts';
import { MANUAL_ROUTE, refusal, ROUTE, TaskProbe } from '../tests/task.test-support.ts';
import { ended, recordHistory, startTestWorker, type TestWorker } from '../tests/worker.test-support.ts';
import { HANDED_BACK } from './contract.ts';

/** Long enough that no lease is lost by a slow machine. */
const PATIENT = { ...ROUTE, heartbeatTimeoutSeconds: 60 };

let worker: TestWorker;
beforeAll(async () => void (worker = await startTestWorker()), 60_000);
/** Replays every history that the tests below have made. */
afterAll(() => worker.stop(), 60_000);

describe('a lease', () => {
  it('is held from the claim to the completion, which hands the work in', async () => {
    const task = await started();
    const execution = await task.dispatch(PATIENT);
    expect(await stored(execution, 'PENDING')).toMatchObject({ attempt: 1, executor: 'CODEMOD' });
    const lease = await task.claim(execution, `${execution}-L1-a`);
    await task.report(execution, { outcome: 'IN_PROGRESS', leaseId: `${execution}-L1-a` });
    expect(await stored(execution, 'IN_PROGRESS')).toMatchObject({
      leaseId: `${execution}-L1-a`,
      worker: { name: 'Worker' },
    });
    await lease.complete('all renamed');
    const state = await task.reaches('REVIEW');
    expect(state.deliverable).toEqual({ summary: 'all renamed', artifacts: [] });
    expect(await ended(worker.client, executionWorkflowId(execution))).toBe('COMPLETED');
    expect(await task.types()).toEqual([
      ...STARTED,
      'execution.requested',
      'execution.assigned',
      'execution.started',
      'execution.completed',
      'task.transitioned',
    ]);
    await recordHistory(worker.client, 'task-executed', task.workflowId);
    await recordHistory(worker.client, 'execution-completed', executionWorkflowId(execution));
  });

  it('is lost by silence: the work is on offer again as attempt 2, and the old lease is refused', async () => {
    const task = await started();
    const execution = await task.dispatch({ ...ROUTE, heartbeatTimeoutSeconds: 1 });
    const silent = await task.claim(execution, `${execution}-L1-silent`);
    const offered = await stored(execution, 'PENDING');
    expect(offered).toMatchObject({ attempt: 2, error: 'the executor was silent for 1 s' });
    expect(offered).not.toHaveProperty('leaseId');
    await expect(silent.heartbeat()).rejects.toBeInstanceOf(ActivityNotFoundError);
    await expect(silent.complete('late')).rejects.toBeInstanceOf(ActivityNotFoundError);
    await task.report(execution, { outcome: 'ASSIGNED', leaseId: `${execution}-L2-b`, worker: WORKER });
    expect(
      await refusal(task.report(execution, { outcome: 'IN_PROGRESS', leaseId: `${execution}-L1-silent` })),
    ).toMatchObject({ code: 'CONFLICT' });
    const lively = await task.claim(execution, `${execution}-L2-b`);
    await lively.complete('by the second');
    expect((await task.reaches('REVIEW')).deliverable?.summary).toBe('by the second');
    expect(await countOf(task, 'execution.completed')).toBe(1);
    await recordHistory(worker.client, 'execution-silent', executionWorkflowId(execution));
  });

  it('is given to one of those who claim at once', async () => {
    const task = await started();
    const execution = await task.dispatch(PATIENT);
    const claims = await Promise.allSettled(
      ['a', 'b', 'c'].map((nonce) =>
        task.report(execution, { outcome: 'ASSIGNED', leaseId: `${execution}-L1-${nonce}`, worker: WORKER }),
      ),
    );
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await countOf(task, 'execution.assigned')).toBe(1);
  });

  it('without heartbeats stays with the person who took it', async () => {
    const task = await started();
    const execution = await task.dispatch(MANUAL_ROUTE);
    const lease = await task.claim(execution, `${execution}-L1-p`);
    const { events } = await worker.client.workflow.getHandle(executionWorkflowId(execution)).fetchHistory();
    const scheduled = events?.find(({ activityTaskScheduledEventAttributes }) => activityTaskScheduledEventAttributes);
    const { heartbeatTimeout, activityId } = scheduled?.activityTaskScheduledEventAttributes ?? {};
    expect(activityId).toBe(`${execution}-L1-p`);
    expect(Number(heartbeatTimeout?.seconds ?? 0)).toBe(0);
    await lease.complete();
    await task.reaches('REVIEW');
  });
});

describe('a failed attempt', () => {
  it('is repeated after a pause, then goes to the fallback, and blocks the task after that', async () => {
    const task = await started();
    const first = await task.dispatch({ ...PATIENT, fallbacks: ['MANUAL'] });
    await (await task.claim(first, `${first}-L1-a`)).fail('no such symbol');
    expect(await stored(first, 'PENDING')).toMatchObject({ attempt: 2, error: 'no such symbol' });
    await (await task.claim(first, `${first}-L2-b`)).fail('still no such symbol');
    expect(await stored(first, 'FAILED')).toMatchObject({ error: 'still no such symbol' });
    const fallback = `${task.task.key}-X2`;
    expect(await stored(fallback, 'PENDING')).toMatchObject({
      executor: 'MANUAL',
      route: { reason: 'CODEMOD failed; MANUAL is the fallback', fallbacks: [] },
    });
    await (await task.claim(fallback, `${fallback}-L1-c`)).fail('cannot be done', { retryable: false });
    const state = await task.reaches('BLOCKED');
    expect(state.blockedReason).toBe('MANUAL failed: cannot be done');
    expect(await stored(fallback, 'FAILED')).toMatchObject({ attempt: 1 });
    expect(state.activeExecutions).toEqual([]);
    expect(await timersOf(first)).toBe(1);
    await recordHistory(worker.client, 'execution-failed', executionWorkflowId(first));
  });

  it('does not count when the work was handed back', async () => {
    const task = await started();
    const execution = await task.dispatch({ ...PATIENT, maxAttempts: 1 });
    for (const attempt of [1, 2, 3]) {
      const lease = await task.claim(execution, `${execution}-L${attempt}-a`);
      await lease.fail('shutting down', { type: HANDED_BACK });
      expect(await stored(execution, 'PENDING', attempt + 1)).toMatchObject({
        error: 'the executor handed the work back',
      });
    }
    expect(await timersOf(execution)).toBe(0);
    await (await task.claim(execution, `${execution}-L4-a`)).fail('now it counts');
    expect(await stored(execution, 'FAILED')).toMatchObject({ error: 'now it counts' });
  });

  it('keeps what it cost', async () => {
    const task = await started();
    const usage = { inputTokens: 10, outputTokens: 5, costMicros: 700, costSource: 'ESTIMATED' } as const;
    const execution = await task.dispatch({ ...PATIENT, maxAttempts: 1 });
    const leaseId = `${execution}-L1-a`;
    await task.claim(execution, leaseId);
    await task.report(execution, { outcome: 'FAILED', leaseId, error: 'x', usage });
    expect((await task.reaches('BLOCKED')).spending).toEqual({
      costMicros: 700,
      inputTokens: 10,
      outputTokens: 5,
      runs: 1,
    });
  });
});

describe('the end of a task', () => {
  it('asks the executor at work to stop, and waits for it to say that it has', async () => {
    const task = await started();
    const execution = await task.dispatch(PATIENT);
    const lease = await task.claim(execution, `${execution}-L1-a`);
    await task.move('CANCELED', { reason: 'not needed any more' });
    await eventually(() =>
      lease.heartbeat().then(
        () => false,
        (error: unknown) => error instanceof ActivityCancelledError,
      ),
    );
    expect(await stored(execution, 'CANCELED')).toMatchObject({ error: 'not needed any more' });
    await lease.confirmCancellation();
    expect(await ended(worker.client, executionWorkflowId(execution))).toBe('CANCELLED');
    expect(await ended(worker.client, task.workflowId)).toBe('COMPLETED');
    await recordHistory(worker.client, 'execution-canceled', executionWorkflowId(execution));
    await recordHistory(worker.client, 'task-canceled', task.workflowId);
  });

  it('withdraws work that nobody has taken yet', async () => {
    const task = await started();
    const execution = await task.dispatch(PATIENT);
    await task.move('BLOCKED', { reason: 'wait' });
    expect(await stored(execution, 'CANCELED')).toMatchObject({ error: 'wait' });
    expect(await ended(worker.client, executionWorkflowId(execution))).toBe('CANCELLED');
    expect(await refusal(task.report(execution, { outcome: 'ASSIGNED', leaseId: 'x', worker: WORKER }))).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('does not hang on an executor that died before it could confirm', async () => {
    const task = await started();
    const execution = await task.dispatch({ ...ROUTE, heartbeatTimeoutSeconds: 1 });
    await task.claim(execution, `${execution}-L1-a`);
    await task.send({ name: 'cancelExecution', executionId: execution, reason: 'stop' });
    expect(await ended(worker.client, executionWorkflowId(execution))).toMatch(/CANCELLED|FAILED/);
    expect((await task.state()).status).toBe('IN_PROGRESS');
    const again = await task.dispatch(PATIENT);
    expect(await stored(again, 'PENDING')).toMatchObject({ attempt: 1 });
  });
});

it('completing twice changes nothing the second time', async () => {
  const task = await started();
  const execution = await task.dispatch(PATIENT);
  const leaseId = `${execution}-L1-a`;
  const lease = await task.claim(execution, leaseId);
  await lease.complete('first');
  const { seq } = await task.reaches('REVIEW');
  await expect(lease.complete('second')).rejects.toBeInstanceOf(ActivityNotFoundError);
  await task.report(execution, { outcome: 'COMPLETED', leaseId, deliverable: { summary: 'second', artifacts: [] } });
  expect(await task.state()).toMatchObject({ seq, deliverable: { summary: 'first' } });
});

it('an execution whose report meets a task that continues as new is not lost', async () => {
  const task = new TaskProbe(worker);
  await task.start({ historyLimit: 10 });
  const execution = await task.dispatch(PATIENT);
  const lease = await task.claim(execution, `${execution}-L1-a`);
  await Promise.all([lease.complete(), task.comment('one'), task.comment('two'), task.comment('three')]);
  await task.reaches('REVIEW');
  expect(await countOf(task, 'execution.completed')).toBe(1);
  expect((await task.info()).continuedAsNew).toBeGreaterThan(0);
});

const WORKER = { kind: 'AGENT', id: 'w', name: 'Worker' } as const;

/** The events of a task that has come to IN_PROGRESS. */
const STARTED = ['task.created', 'task.assigned', 'task.transitioned', 'task.planned', 'task.transitioned'];

async function started(): Promise<TaskProbe> {
  const task = new TaskProbe(worker);
  await task.start();
  return task;
}

const stored = (execution: string, status: ExecutionDocument['status'], attempt?: number): Promise<ExecutionDocument> =>
  eventually(async () => {
    const found = await worker.store.parts.execution(execution);
    return found?.status === status && (attempt === undefined || found.attempt === attempt) ? found : undefined;
  }, 15_000);

async function countOf(task: TaskProbe, type: string): Promise<number> {
  return (await task.settledLog()).filter((event) => event.type === type).length;
}

/** How often an execution has waited before it offered the work again. */
async function timersOf(execution: string): Promise<number> {
  const { events } = await worker.client.workflow.getHandle(executionWorkflowId(execution)).fetchHistory();
  return (events ?? []).filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes).length;
}
