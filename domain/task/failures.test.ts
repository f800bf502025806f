import { expect, it } from '@jest/globals';
import type { Route } from './state.ts';
import { ROUTE, SYSTEM, TaskUnderTest } from './task.test-support.ts';

const explained: Route = { ...ROUTE, rule: 0, fallbacks: ['CURSOR', 'MANUAL'] };

/** Attempts that fail one after the other: the last of each executor for good. */
function failing(task: TaskUnderTest, errors: readonly (readonly string[])[]): TaskUnderTest {
  for (const [place, attempts] of errors.entries()) {
    const executionId = `MC-1-X${place + 1}`;
    for (const [index, error] of attempts.entries()) {
      const leaseId = `${executionId}-L${index + 1}-a`;
      task.claim(executionId, leaseId);
      const outcome = index === attempts.length - 1 ? 'FAILED' : 'RETRYING';
      task.send({ name: 'executionReported', executionId, report: { outcome, leaseId, error } }, SYSTEM);
    }
  }
  return task;
}

it('a task that nobody could do is blocked with the error of every attempt', () => {
  const task = failing(new TaskUnderTest().assign().plan().dispatch(explained), [['a', 'b'], ['c'], ['d']]);
  expect(task.current).toMatchObject({
    status: 'BLOCKED',
    blockedReason:
      'every attempt failed: CLAUDE_CODE attempt 1: a; CLAUDE_CODE attempt 2: b; CURSOR attempt 1: c; MANUAL attempt 1: d',
  });
});

it('whoever tries next sees what went wrong before', () => {
  const task = failing(new TaskUnderTest().assign().plan().dispatch(explained), [['a', 'b']]);
  expect(task.current.activeExecutions).toMatchObject([
    { executor: 'CURSOR', failures: ['CLAUDE_CODE attempt 1: a', 'CLAUDE_CODE attempt 2: b'] },
  ]);
  expect(task.events.filter(({ type }) => type === 'execution.retried')).toMatchObject([
    { data: { error: 'a', failures: ['CLAUDE_CODE attempt 1: a'] } },
  ]);
});

it('many long errors are cut', () => {
  const long = 'x'.repeat(5000);
  const task = failing(
    new TaskUnderTest()
      .assign()
      .plan()
      .dispatch({ ...explained, fallbacks: [] }),
    [Array.from({ length: 15 }, () => long)],
  );
  const reason = task.current.blockedReason ?? '';
  expect(reason.length).toBeLessThan(4000);
  expect(reason).toContain('CLAUDE_CODE attempt 15: xxx');
  expect(reason).not.toContain('attempt 5:');
});

it('what an older version began keeps no list, so that a replay comes to the same state', () => {
  const task = failing(new TaskUnderTest().assign().plan().dispatch(ROUTE), [['a', 'b']]);
  expect(task.current.blockedReason).toBe('CLAUDE_CODE failed: b');
  expect(JSON.stringify(task.events)).not.toContain('failures');
});
