import { describe, expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, OWNER, REVIEWING_AGENT, ROUTE, SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
import { OutcomeBuilder, type Outcome } from './outcome.ts';
import { sizeOf } from './patterns.ts';

function outcomeOf(task: TaskUnderTest): Outcome | undefined {
  const builder = new OutcomeBuilder();
  for (const event of task.events) builder.add(event);
  return builder.build();
}

const USAGE = { inputTokens: 5, outputTokens: 7, costMicros: 1_500, costSource: 'BILLED' } as const;
const COMPLETED = { outcome: 'COMPLETED', deliverable: { summary: 'done', artifacts: [] }, usage: USAGE } as const;

const report = (executionId: string, what: object) =>
  ({ name: 'executionReported', executionId, report: { ...what, leaseId: `${executionId}-L1-a` } }) as never;

describe('the outcome of a task', () => {
  it('that an agent has done is a success of the agent', () => {
    expect(outcomeOf(TaskUnderTest.in('DONE'))).toMatchObject({
      taskKey: 'MC-1',
      agents: ['a1'],
      task: { type: 'DOCS', title: 'Write the guide', size: 'SMALL' },
      whole: { carrier: 'DIRECT', attempts: 1, succeeded: true, milliseconds: 2_000, costMicros: 0 },
      shares: [],
    });
  });

  it('is none before it ends, and none where nobody had begun', () => {
    expect(outcomeOf(TaskUnderTest.in('REVIEW'))).toBeUndefined();
    expect(outcomeOf(TaskUnderTest.in('CANCELED'))).toBeUndefined();
    expect(outcomeOf(new TaskUnderTest().start().move('CANCELED', { reason: 'no' }))?.whole).toMatchObject({
      succeeded: false,
    });
  });

  it('with a heavy refutation is no success, whatever became of that', () => {
    const refute = (severity: 'MINOR' | 'MAJOR') =>
      ({ name: 'review', verdict: { kind: 'REFUTE', severity, comment: 'no' } }) as const;
    const reject = { name: 'respondToReview', reviewId: 'MC-1-V1', response: 'REJECT', comment: 'it is fine' } as const;
    const done = (severity: 'MINOR' | 'MAJOR') =>
      TaskUnderTest.in('REVIEW').send(refute(severity), REVIEWING_AGENT).send(reject, ASSIGNED_AGENT).move('DONE');
    expect(outcomeOf(done('MAJOR'))).toMatchObject({ refutes: 1, whole: { succeeded: false } });
    expect(outcomeOf(done('MINOR'))).toMatchObject({ refutes: 1, whole: { succeeded: true } });
    const praise = { name: 'review', verdict: { kind: 'PRAISE', score: 9, comment: '' } } as const;
    const praised = TaskUnderTest.in('REVIEW').send(praise, REVIEWING_AGENT).move('DONE');
    expect(outcomeOf(praised)).toMatchObject({ praises: 1, praiseScore: 9, refutes: 0 });
  });

  it('that two executors had is one of each, and for the agent one of the last', () => {
    const task = new TaskUnderTest()
      .assign()
      .plan()
      .dispatch({ ...ROUTE, executor: 'CURSOR', fallbacks: ['CLAUDE_CODE'], maxAttempts: 1 })
      .claim('MC-1-X1')
      .send(report('MC-1-X1', { outcome: 'FAILED', error: 'broken', final: true }), SYSTEM);
    const next = task.current.activeExecutions[0]?.id ?? 'MC-1-X1';
    task.claim(next).send(report(next, COMPLETED), SYSTEM).move('DONE');
    expect(outcomeOf(task)).toMatchObject({
      whole: { carrier: 'CLAUDE_CODE', attempts: 2, succeeded: true, costMicros: 1_500 },
      shares: [
        { carrier: 'CURSOR', attempts: 1, succeeded: false, costMicros: 0 },
        { carrier: 'CLAUDE_CODE', attempts: 1, succeeded: true, costMicros: 1_500 },
      ],
    });
    expect(outcomeOf(task)?.shares[0]).not.toHaveProperty('milliseconds');
  });

  it('blames a refutation on whoever had handed in by then', () => {
    const task = new TaskUnderTest().assign().plan().dispatch().claim('MC-1-X1');
    task
      .send(report('MC-1-X1', COMPLETED), SYSTEM)
      .send({ name: 'review', verdict: { kind: 'REFUTE', severity: 'CRITICAL', comment: 'no' } }, REVIEWING_AGENT)
      .move('IN_PROGRESS', { feedback: 'again' })
      .dispatch({ ...ROUTE, executor: 'CURSOR' })
      .claim('MC-1-X2')
      .send(report('MC-1-X2', COMPLETED), SYSTEM);
    const open = task.current.openReviews ?? [];
    for (const { id } of open) {
      task.send({ name: 'respondToReview', reviewId: id, response: 'ACCEPT', comment: 'done' }, OWNER);
    }
    if (task.current.status !== 'REVIEW') task.submit();
    task.move('DONE');
    expect(outcomeOf(task)?.shares).toMatchObject([
      { carrier: 'CLAUDE_CODE', succeeded: false },
      { carrier: 'CURSOR', succeeded: true },
    ]);
  });
});

it('the size of a task is by its estimate, or by how much there is to read', () => {
  const task = { description: '', checklist: [] };
  expect(sizeOf(task)).toBe('SMALL');
  expect(sizeOf({ ...task, description: 'x'.repeat(401) })).toBe('MEDIUM');
  expect(sizeOf({ ...task, description: 'x'.repeat(9_000) })).toBe('LARGE');
  expect(sizeOf({ ...task, description: 'x'.repeat(9_000), workPlan: { estimatedMinutes: 60 } })).toBe('SMALL');
  expect(sizeOf({ ...task, workPlan: { estimatedMinutes: 241 } })).toBe('LARGE');
});
