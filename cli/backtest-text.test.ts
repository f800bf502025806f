import { expect, it } from '@jest/globals';
import { judge, type Decision } from '../domain/learning/backtest.ts';
import { backtestText } from './backtest-text.ts';

const decision = (actual: string, succeeded: boolean): Decision => ({
  context: 'DOCS',
  actual,
  usual: 'A',
  learned: 'B',
  succeeded,
  costMicros: 2_000_000,
});
const decisions = [...Array(4)].flatMap((_, n) => [decision('A', n === 0), decision('B', n > 0)]);

const textOf = (list: readonly Decision[]) =>
  backtestText({
    project: 'web',
    outcomes: list.length,
    since: '2026-01-01T00:00:00.000Z',
    routing: judge(list),
    assignment: judge([]),
  });

it('a back-test says how much better learning would have been, and of how much nothing is known', () => {
  expect(textOf([...decisions, decision('C', true)])).toBe(
    `web: 9 ended tasks since 2026-01-01, replayed in order; each choice knows only what had ended before it.

Which executor
                          decisions      succeeded           rate           cost  weighted rate  weighted cost
  as it was                       9              5           56 %          $2.00
  without learning                4              1           25 %          $2.00           25 %          $2.00
  with learning                   4              3           75 %          $2.00           75 %          $2.00
  With learning, an estimated 50 points more would have succeeded, at the same cost.
  9 of 9 choices would have been others: 4 were made as learning would have made
  them, 4 as without it, and 1 in neither way: of what was not done, nothing is known.
  Rates are of choices that were made just so; weighted ones (inverse propensity) stand for all of them, and say
  as much as 4.0 and 4.0 samples.

Which agent (as if all were there and free: the past does not say who was)
  no decisions to judge by`,
  );
});

it('a back-test of few decisions does not pretend to know', () => {
  expect(textOf(decisions.slice(0, 2))).toContain('Too little is known to say whether learning is better.');
});
