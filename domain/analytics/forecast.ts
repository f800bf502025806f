import { addDays } from '../budget/day.ts';
import { formatDollars, type MicroDollars } from '../money.ts';

/** What one civil day cost. A day without costs may be left out. */
export interface DayCost {
  /** 'YYYY-MM-DD' */
  readonly day: string;
  readonly micros: MicroDollars;
}

interface ForecastPeriod {
  /** Undefined for no limit. */
  readonly budgetMicros?: MicroDollars;
  /** Days of the calendar month that `today` is in. */
  readonly daysInPeriod: number;
}

interface Projection {
  /** For each day. */
  readonly burnRateMicros: MicroDollars;
  /** Of the whole calendar month. */
  readonly totalMicros: MicroDollars;
  /** The day of this month on which the budget is used up; undefined when it lasts, or when there is none. */
  readonly usedUpOn?: string;
}

export interface Forecast {
  /** Undefined when there is too little to go by. */
  readonly projection?: Projection;
  /** In words: how it was computed, or why not. */
  readonly basis: string;
}

const DAYS_AVERAGED = 7;
const DAYS_NEEDED = 3;

/**
 * What the calendar month will cost if the days to come cost what the last complete ones did.
 * @param days in any order; they begin with the first day that anything is known of.
 * @param today the day under way: it is not complete, and counts for what it cost already or the average, whichever is more.
 */
export function forecast(days: readonly DayCost[], today: string, period: ForecastPeriod): Forecast {
  const costs = costByDay(days);
  const complete = completeDays(days, today);
  if (complete.length < DAYS_NEEDED) return { basis: tooFew(complete.length) };
  const sum = complete.reduce((total, day) => total + (costs.get(day) ?? 0), 0);
  const burnRateMicros = Math.round(sum / complete.length);
  const expected = expectedDays(costs, today, burnRateMicros, period.daysInPeriod);
  const totalMicros = expected.reduce((total, { micros }) => total + micros, 0);
  const usedUpOn = period.budgetMicros === undefined ? undefined : dayReaching(expected, period.budgetMicros);
  return {
    projection: { burnRateMicros, totalMicros, ...(usedUpOn !== undefined && { usedUpOn }) },
    basis: basisOf(complete, burnRateMicros),
  };
}

export function costByDay(days: readonly DayCost[]): ReadonlyMap<string, MicroDollars> {
  const costs = new Map<string, MicroDollars>();
  for (const { day, micros } of days) costs.set(day, (costs.get(day) ?? 0) + micros);
  return costs;
}

/** The last complete days, oldest first, back to the first one that is known at the most. */
function completeDays(days: readonly DayCost[], today: string): string[] {
  const first = days.reduce((earliest, { day }) => (day < earliest ? day : earliest), today);
  return Array.from({ length: DAYS_AVERAGED }, (_, index) => addDays(today, index - DAYS_AVERAGED)).filter(
    (day) => day >= first,
  );
}

/** Every day of the month with what it cost or is expected to. */
export function expectedDays(
  costs: ReadonlyMap<string, MicroDollars>,
  today: string,
  burnRate: MicroDollars,
  daysInPeriod: number,
): DayCost[] {
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  return Array.from({ length: daysInPeriod }, (_, index) => {
    const day = addDays(firstOfMonth, index);
    const known = costs.get(day) ?? 0;
    return { day, micros: day < today ? known : Math.max(known, burnRate) };
  });
}

function dayReaching(days: readonly DayCost[], budget: MicroDollars): string | undefined {
  let total = 0;
  return days.find(({ micros }) => (total += micros) >= budget)?.day;
}

const tooFew = (count: number): string =>
  `Too little to go by: ${count} complete ${count === 1 ? 'day' : 'days'}, ${DAYS_NEEDED} are needed.`;

const basisOf = (days: readonly string[], burnRate: MicroDollars): string =>
  `Average of the last ${days.length} complete days (${days[0]} to ${days.at(-1)}): ${formatDollars(burnRate)} a day. ` +
  'The month is what its days cost so far, and the average for today and each day left.';
