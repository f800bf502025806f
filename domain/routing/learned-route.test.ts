import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Likeness } from '../learning/record.ts';
import { EXECUTOR_TYPES, type ExecutorType } from '../task/vocabulary.ts';
import { explainLearnedRoute } from './learned-route.ts';
import { explainRoute } from './route.ts';
import type { RoutingRule } from './rule.ts';

const task = { type: 'OPS', title: 'x', labels: [], priority: 3 } as const;
const rules: RoutingRule[] = [
  { types: ['DOCS'], executor: 'CODEMOD', score: 1, reason: 'not for this' },
  { types: ['OPS'], executor: 'CURSOR', score: 0.8, reason: 'ops', fallbacks: ['CLAUDE_CODE', 'MANUAL'] },
];
const like = (succeeded: number, finished: number, pattern?: string): Likeness => ({
  finished,
  succeeded,
  ...(pattern !== undefined && { pattern }),
});
const routeBy = (learned: Partial<Record<ExecutorType, Likeness>>, table = rules) =>
  explainLearnedRoute(task, table, [], (executor) => learned[executor]).route;

describe('a route with what was learned', () => {
  it('is that of the rules where nothing was', () => {
    expect(routeBy({})).toEqual(explainRoute(task, rules).route);
  });

  it('has an adjusted score, and says what was learned', () => {
    expect(routeBy({ CURSOR: like(8, 9, 'label api') })).toMatchObject({
      executor: 'CURSOR',
      score: 0.8036,
      reason: 'ops (learned: 8 of 9 like this (label api) succeeded with CURSOR)',
    });
    expect(routeBy({ CURSOR: like(0, 8) }).score).toBe(0.66);
  });

  it('goes to another executor that the rules name where more like it succeeded', () => {
    expect(routeBy({ CURSOR: like(1, 8), CLAUDE_CODE: like(8, 9) })).toMatchObject({
      executor: 'CLAUDE_CODE',
      fallbacks: ['CURSOR', 'MANUAL'],
      rule: 1,
      reason: 'learned: 8 of 9 like this succeeded with CLAUDE_CODE, 1 of 8 with CURSOR',
    });
  });

  it('stays where too little is known of either, where few say less than many, and never goes to a person', () => {
    expect(routeBy({ CLAUDE_CODE: like(9, 9) }).executor).toBe('CURSOR');
    expect(routeBy({ CURSOR: like(0, 9) }).executor).toBe('CURSOR');
    expect(routeBy({ CURSOR: like(48, 50), CLAUDE_CODE: like(3, 3) }).executor).toBe('CURSOR');
    expect(routeBy({ CURSOR: like(0, 9), MANUAL: like(9, 9) }).executor).toBe('CURSOR');
  });

  it('skips nobody who is there, and takes nobody who is away', () => {
    const away = [{ executor: 'CLAUDE_CODE', live: 0, openCircuits: [] }] as const;
    const learned = { CURSOR: like(0, 9), CLAUDE_CODE: like(9, 9) };
    const { route } = explainLearnedRoute(task, rules, away, (executor) => learned[executor as 'CURSOR']);
    expect(route.executor).toBe('CURSOR');
  });

  it('never creates a match', () => {
    const likeness = fc.tuple(fc.nat(9), fc.nat(9)).map(([good, bad]) => like(good, good + bad + 3));
    const learned = fc.dictionary(fc.constantFrom(...EXECUTOR_TYPES), likeness);
    fc.assert(
      fc.property(learned, (known) => {
        const { executor, fallbacks } = routeBy(known);
        expect(['CURSOR', 'CLAUDE_CODE']).toContain(executor);
        expect([executor, ...fallbacks].toSorted()).toEqual(['CLAUDE_CODE', 'CURSOR', 'MANUAL']);
      }),
    );
    expect(routeBy({ CODEMOD: like(9, 9) }, rules.slice(0, 1)).executor).toBe('MANUAL');
  });
});
