import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories, outcome } from './learning.test-support.ts';
import { lessonsOf, topicKey } from './memory.ts';
import type { Outcome } from './outcome.ts';
import { expectedSuccess, likenessOf, recordOf } from './record.ts';
import { merge, NOTHING_LEARNED, type Tally } from './tally.ts';

/** Topic by topic, one task after the other. */
function learn(outcomes: readonly Outcome[]): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { topic, tally } of outcomes.flatMap(lessonsOf)) {
    tallies.set(topicKey(topic), merge(tallies.get(topicKey(topic)) ?? NOTHING_LEARNED, tally));
  }
  return tallies;
}

const all = (outcomes: readonly Outcome[]): Tally => {
  const parts = [...learn(outcomes)].filter(([key]) => key.startsWith('AGENT:a1:DOCS'));
  return parts.map(([, tally]) => tally).reduce(merge, NOTHING_LEARNED);
};

describe('learning', () => {
  const shuffled = histories.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length)),
  );

  it('of the same history in any order gives the same', () => {
    fc.assert(
      fc.property(shuffled, ([list, mixed]) => {
        expect(learn(mixed)).toEqual(learn(list));
      }),
      { numRuns: 40 },
    );
  });

  it('in pieces that are put together gives the same as at once', () => {
    fc.assert(
      fc.property(shuffled, ([list, mixed, at]) => {
        const [one, other] = [learn(mixed.slice(0, at)), learn(mixed.slice(at))];
        const keys = new Set([...one.keys(), ...other.keys()]);
        const together = [...keys].map((key) => [
          key,
          merge(other.get(key) ?? NOTHING_LEARNED, one.get(key) ?? NOTHING_LEARNED),
        ]);
        expect(new Map(together as [string, Tally][])).toEqual(learn(list));
      }),
      { numRuns: 40 },
    );
  });

  it('of nothing changes nothing', () => {
    const learned = all([outcome({ n: 1, labels: ['api'] })]);
    expect(merge(learned, NOTHING_LEARNED)).toEqual(learned);
  });

  it('counts whole numbers alone, so that sums have no rounding', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const numbers = [...learn(list).values()].flatMap((tally) =>
          Object.values(tally).filter((value) => typeof value === 'number'),
        );
        expect(numbers.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('a record', () => {
  const good = [1, 2, 3, 4].map((n) => outcome({ n, labels: ['api'], title: 'Refactor the parser' }));
  const bad = outcome({ n: 5, succeeded: false, labels: ['api', 'old'], title: 'Refactor it all' });

  it('has rates and averages from three tasks on', () => {
    expect(recordOf(all(good.slice(0, 2)))).not.toHaveProperty('successRate');
    expect(recordOf(all([...good, bad]))).toMatchObject({
      attempts: 5,
      finished: 5,
      succeeded: 4,
      successRate: 0.8,
      averageSeconds: 60,
      averageCostMicros: 1_000,
      refutes: 1,
    });
  });

  it('has patterns with how often they are and how they went, and the newest tasks that show it', () => {
    const { patterns } = recordOf(all([...good, bad]));
    const found = patterns.map(({ kind, value, finished, succeeded }) => [kind, value, finished, succeeded]);
    expect(found).toEqual([
      ['LABEL', 'api', 5, 4],
      ['SIZE', 'SMALL', 5, 4],
      ['WORD', 'refactor', 5, 4],
      ['WORD', 'parser', 4, 4],
    ]);
    expect(patterns[0]).toMatchObject({ frequency: 1, successRate: 0.8 });
    expect(patterns[0]?.evidence.map(({ taskKey }) => taskKey)).toEqual(['MC-5', 'MC-4', 'MC-3', 'MC-2', 'MC-1']);
    expect(recordOf(all([])).patterns).toEqual([]);
  });

  it('knows tasks like another one by its label, or else by its type, or not at all', () => {
    const other = outcome({ n: 6, succeeded: false });
    const tally = all([...good, bad, other]);
    const like = (labels: readonly string[]) => likenessOf({ title: '', labels, size: 'LARGE' }, tally);
    expect(like(['api'])).toEqual({ finished: 5, succeeded: 4, pattern: 'label api' });
    expect(like(['old'])).toEqual({ finished: 6, succeeded: 4 });
    expect(likenessOf({ title: '', labels: ['api'], size: 'LARGE' }, all(good.slice(2)))).toBeUndefined();
  });

  it('expects more of many successes than of few', () => {
    expect(expectedSuccess({ finished: 30, succeeded: 30 })).toBeGreaterThan(
      expectedSuccess({ finished: 3, succeeded: 3 }),
    );
  });
});
