import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../budget/day.ts';
import { burnDown, daysInMonthOf } from './burn-down.ts';
import { forecast, type DayCost } from './forecast.ts';

it.each([
  ['2026-01-15', 31],
  ['2026-02-01', 28],
  ['2028-02-29', 29],
  ['2100-02-01', 28],
  ['2026-04-30', 30],
  ['2026-12-31', 31],
])('the month of %s has %d days', (day, count) => {
  expect(daysInMonthOf(day)).toBe(count);
});

describe('the burn-down', () => {
  const days = [
    { day: '2026-02-01', micros: 10 },
    { day: '2026-02-03', micros: 5 },
    { day: '2026-01-31', micros: 1000 },
  ];

  it('adds up what was spent until today, and what is expected from today on', () => {
    const series = burnDown(days, '2026-02-04', 7);
    expect(series.slice(0, 6)).toEqual([
      { day: '2026-02-01', spentMicros: 10 },
      { day: '2026-02-02', spentMicros: 10 },
      { day: '2026-02-03', spentMicros: 15 },
      { day: '2026-02-04', spentMicros: 15, forecastMicros: 22 },
      { day: '2026-02-05', forecastMicros: 29 },
      { day: '2026-02-06', forecastMicros: 36 },
    ]);
    expect(series.at(-1)).toEqual({ day: '2026-02-28', forecastMicros: 22 + 24 * 7 });
  });

  it('expects nothing without a rate', () => {
    const series = burnDown(days, '2026-02-04', undefined);
    expect(series).toHaveLength(28);
    expect(series.at(3)).toEqual({ day: '2026-02-04', spentMicros: 15 });
    expect(series.at(4)).toEqual({ day: '2026-02-05' });
  });

  it('ends at what the forecast says of the month', () => {
    const day = fc.record({ day: fc.nat(50).map((ago) => addDays('2026-06-18', -ago)), micros: fc.nat(1e9) });
    fc.assert(
      fc.property(fc.array(day), (costs: DayCost[]) => {
        const { projection } = forecast(costs, '2026-06-18', { daysInPeriod: 30 });
        const last = burnDown(costs, '2026-06-18', projection?.burnRateMicros).at(-1);
        expect(last?.forecastMicros).toBe(projection?.totalMicros);
      }),
    );
  });
});
