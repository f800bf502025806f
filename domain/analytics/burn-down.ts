import type { MicroDollars } from '../money.ts';
import { costByDay, expectedDays, type DayCost } from './forecast.ts';

/** One day of a month: what the month has come to by its end. */
export interface BurnDownDay {
  readonly day: string;
  /** Of the days so far, today included. */
  readonly spentMicros?: MicroDollars;
  /** Of today and the days to come; undefined without a burn rate. */
  readonly forecastMicros?: MicroDollars;
}

/** Days of the calendar month that `day` is in. */
export const daysInMonthOf = (day: string): number =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

/**
 * The month of `today` day by day: what is spent, and what is expected when every day to come costs the burn rate.
 * @param days in any order; other months' days do not count.
 * @param burnRateMicros a day, as `forecast` says; undefined when there is too little to go by.
 */
export function burnDown(
  days: readonly DayCost[],
  today: string,
  burnRateMicros: MicroDollars | undefined,
): BurnDownDay[] {
  const costs = costByDay(days);
  const expected = expectedDays(costs, today, burnRateMicros ?? 0, daysInMonthOf(today));
  let spent = 0;
  let forecast = 0;
  return expected.map(({ day, micros }) => {
    spent += costs.get(day) ?? 0;
    forecast += micros;
    return {
      day,
      ...(day <= today && { spentMicros: spent }),
      ...(day >= today && burnRateMicros !== undefined && { forecastMicros: forecast }),
    };
  });
}
