import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../budget/day.ts';
import { dollars } from '../money.ts';
import { forecast, type DayCost } from './forecast.ts';

const cost = (day: string, amount: number): DayCost => ({ day, micros: dollars(amount) });
const everyDay = (first: string, count: number, amount: number): DayCost[] =>
  Array.from({ length: count }, (_, index) => cost(addDays(first, index), amount));
const JUNE = { daysInPeriod: 30 };

describe('the forecast', () => {
  it('goes on as the last seven complete days did', () => {
    // Ten days at 100, then seven at 2: only the seven count for the rate, all of them for the month.
    const days = [...everyDay('2026-06-01', 10, 100), ...everyDay('2026-06-11', 7, 2)];
    const { projection, basis } = forecast(days, '2026-06-18', JUNE);
    expect(projection).toEqual({ burnRateMicros: dollars(2), totalMicros: dollars(1000 + 14 + 13 * 2) });
    expect(basis).toBe(
      'Average of the last 7 complete days (2026-06-11 to 2026-06-17): $2.00 a day. ' +
        'The month is what its days cost so far, and the average for today and each day left.',
    );
  });

  it('takes as many days as there are, and days left out for days without costs', () => {
    const days = [cost('2026-06-01', 9), cost('2026-06-03', 3)];
    const { projection, basis } = forecast(days, '2026-06-04', JUNE);
    expect(projection).toEqual({ burnRateMicros: dollars(4), totalMicros: dollars(12 + 27 * 4) });
    expect(basis).toContain('the last 3 complete days (2026-06-01 to 2026-06-03)');
  });

  it('counts today for what it cost already when that is more than the average', () => {
    const days = [...everyDay('2026-06-26', 3, 1), cost('2026-06-29', 50)];
    expect(forecast(days, '2026-06-29', JUNE).projection).toEqual({
      burnRateMicros: dollars(1),
      totalMicros: dollars(3 + 50 + 1),
    });
  });

  it('averages over the end of a month, but sums up this one', () => {
    const days = everyDay('2026-05-20', 12, 5);
    expect(forecast(days, '2026-06-01', JUNE).projection).toEqual({
      burnRateMicros: dollars(5),
      totalMicros: dollars(150),
    });
  });

  it.each([
    [[], '0 complete days'],
    [[cost('2026-06-18', 5)], '0 complete days'],
    [[cost('2026-06-17', 5)], '1 complete day'],
    [everyDay('2026-06-16', 3, 5), '2 complete days'],
  ])('of %j has too little to go by', (days, count) => {
    expect(forecast(days, '2026-06-18', JUNE)).toEqual({ basis: `Too little to go by: ${count}, 3 are needed.` });
  });
});

describe('the budget', () => {
  const days = everyDay('2026-06-01', 10, 10);

  it.each([
    ['is used up on a day to come', 155, '2026-06-16'],
    ['is used up when the sum reaches it', 150, '2026-06-15'],
    ['is used up today', 110, '2026-06-11'],
    ['was used up on a day past', 35, '2026-06-04'],
    ['is used up on the last day', 300, '2026-06-30'],
    ['lasts', 300.01, undefined],
  ])('%s', (_case, budget, day) => {
    const { projection } = forecast(days, '2026-06-11', { ...JUNE, budgetMicros: dollars(budget) });
    expect(projection?.totalMicros).toBe(dollars(300));
    expect(projection?.usedUpOn).toBe(day);
  });
});

it('what is projected is never less than what the month cost already, whatever the order of days', () => {
  const day = fc.record({ day: fc.nat(40).map((ago) => addDays('2026-06-18', -ago)), micros: fc.nat(1e9) });
  const mixed = fc
    .array(day)
    .chain((days) => fc.tuple(fc.constant(days), fc.shuffledSubarray(days, { minLength: days.length })));
  fc.assert(
    fc.property(mixed, ([days, shuffled]) => {
      const found = forecast(days, '2026-06-18', JUNE);
      expect(forecast(shuffled, '2026-06-18', JUNE)).toEqual(found);
      const spent = days.filter((one) => one.day >= '2026-06-01').reduce((sum, { micros }) => sum + micros, 0);
      expect(found.projection?.totalMicros ?? Infinity).toBeGreaterThanOrEqual(spent);
      expect(Number.isSafeInteger(found.projection?.totalMicros ?? 0)).toBe(true);
    }),
  );
});
