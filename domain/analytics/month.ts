import type { MicroDollars } from '../money.ts';
import { burnDown, daysInMonthOf, type BurnDownDay } from './burn-down.ts';
import { forecast, type DayCost } from './forecast.ts';

/** What a calendar month has come to, and what it will. */
export interface MonthOutlook {
  readonly spentThisMonthMicros: MicroDollars;
  /** Absent with too little history, as is what follows from it; `basis` then says what is missing. */
  readonly burnPerDayMicros?: MicroDollars;
  readonly projectedMonthMicros?: MicroDollars;
  /** The day the budget is used up, where that is within the month. */
  readonly usedUpOn?: string;
  /** How it was computed, in words. */
  readonly basis: string;
  readonly burnDown: readonly BurnDownDay[];
}

/** The month of `today`. @param days in any order; they begin with the first day that anything is known of. */
export function monthOutlook(days: readonly DayCost[], today: string, budgetMicros?: MicroDollars): MonthOutlook {
  const budget = budgetMicros === undefined ? {} : { budgetMicros };
  const { projection, basis } = forecast(days, today, { ...budget, daysInPeriod: daysInMonthOf(today) });
  const series = burnDown(days, today, projection?.burnRateMicros);
  return {
    spentThisMonthMicros: series.findLast(({ day }) => day <= today)?.spentMicros ?? 0,
    ...(projection && {
      burnPerDayMicros: projection.burnRateMicros,
      projectedMonthMicros: projection.totalMicros,
      ...(projection.usedUpOn !== undefined && { usedUpOn: projection.usedUpOn }),
    }),
    basis,
    burnDown: series,
  };
}
