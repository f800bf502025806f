import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RoutingRule } from '../routing/rule.ts';
import { judge, type Decision } from './backtest.ts';
import { histories, outcome } from './learning.test-support.ts';
import { replay } from './replay.ts';

const rules: RoutingRule[] = [
  { types: ['DOCS'], executor: 'CURSOR', score: 0.8, reason: 'docs', fallbacks: ['CLAUDE_CODE'] },
];
const agents = ['Anna', 'Bob'].map((name) => ({ id: name, name, role: 'SPECIALIST' as const, allowedTypes: [] }));

/** By turns: what the one does fails, what the other does succeeds. */
const byTurns = Array.from({ length: 40 }, (_, n) =>
  outcome({
    n: n * 10,
    succeeded: n % 2 === 0,
    carrier: n % 2 === 0 ? 'CLAUDE_CODE' : 'CURSOR',
    agents: [n % 2 === 0 ? 'Bob' : 'Anna'],
  }),
);

describe('a back-test', () => {
  it('finds what learning would have done better, and only from what had ended', () => {
    const { routing, assignment } = replay({ outcomes: byTurns, rules, agents });
    expect(routing).toMatchObject({
      decisions: 40,
      actual: { succeeded: 20, successRate: 0.5 },
      usual: { matched: 20, succeeded: 0, successRate: 0 },
      differing: 34,
      differingAs: { learned: 17, usual: 17, neither: 0 },
    });
    // The first six decisions were made before there were three of each.
    expect(routing.learned).toMatchObject({ matched: 20, succeeded: 17, successRate: 0.85 });
    expect(assignment.learned.successRate).toBeGreaterThan(assignment.usual.successRate ?? 1);
  });

  it('knows nothing of the future: the same tasks at the same time teach nothing', () => {
    const atOnce = byTurns.map((one) => ({ ...one, begunAt: byTurns[0]!.begunAt }));
    expect(replay({ outcomes: atOnce, rules, agents }).routing).toMatchObject({ differing: 0 });
  });

  it('gives the same in whatever order it is given', () => {
    const mixed = histories.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(mixed, ([list, other]) => {
        expect(replay({ outcomes: other, rules, agents })).toEqual(replay({ outcomes: list, rules, agents }));
      }),
      { numRuns: 50 },
    );
  });
});

describe('an estimate', () => {
  const decision = (actual: string, succeeded: boolean): Decision => ({
    context: 'DOCS',
    actual,
    usual: 'A',
    learned: 'B',
    succeeded,
    costMicros: 100,
  });

  it('is of decisions that were made just so; of the others nothing is known', () => {
    const { usual, learned, differingAs } = judge([decision('A', true), decision('B', false), decision('C', true)]);
    expect(usual).toEqual({ matched: 1, succeeded: 1 });
    expect(learned).toEqual({ matched: 1, succeeded: 0 });
    expect(differingAs).toEqual({ learned: 1, usual: 1, neither: 1 });
  });

  it('weighs rare choices more', () => {
    const often = Array.from({ length: 9 }, () => ({ ...decision('A', false), learned: 'A' }));
    const rare = { ...decision('B', true), learned: 'B' };
    const { learned } = judge([...often, rare]);
    expect(learned).toMatchObject({ matched: 10, successRate: 0.1 });
    expect(learned.weighted?.successRate).toBeCloseTo(0.5);
    expect(learned.weighted?.effectiveSamples).toBeCloseTo(3.6);
  });
});
