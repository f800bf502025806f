import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeCostGroups, NO_COST, sumOfCosts, type CostGroup } from './costs.ts';

const group = (key: string, micros: number, label = key): CostGroup => ({
  key,
  label,
  micros,
  inputTokens: 2 * micros,
  outputTokens: 3 * micros,
  runs: 1,
});

it('adds up what has the same key, the most expensive first, under its newest name', () => {
  expect(mergeCostGroups([group('a', 1, 'Old'), group('b', 5), group('c', 5), group('a', 3, 'New')])).toEqual([
    group('b', 5),
    group('c', 5),
    { ...group('a', 4, 'New'), runs: 2 },
  ]);
});

it('of nothing is nothing', () => {
  expect(mergeCostGroups([])).toEqual([]);
  expect(sumOfCosts([])).toEqual(NO_COST);
});

it('loses nothing, and gives each key once', () => {
  const groups = fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c', ''), fc.nat(1e9)).map(([key, micros]) => group(key, micros)),
  );
  fc.assert(
    fc.property(groups, (given) => {
      const merged = mergeCostGroups(given);
      expect(sumOfCosts(merged)).toEqual(sumOfCosts(given));
      expect(new Set(merged.map(({ key }) => key)).size).toBe(merged.length);
    }),
  );
});
