import type { ActorRef } from '../actor.ts';
import { dayBounds } from '../budget/day.ts';
import type { Problem } from '../rejection.ts';
import type { Timestamp } from '../task/state.ts';
import { scheduledTimes, type ScheduledTimes, type Timing } from './timing.ts';

export const RECURRING_STATES = ['ACTIVE', 'PAUSED', 'ENDED'] as const;
export type RecurringState = (typeof RECURRING_STATES)[number];

/** What happens when the last task that was made is still open: no other one is made, or one all the same. */
export const OVERLAP_RULES = ['SKIP', 'ALLOW'] as const;
export type OverlapRule = (typeof OVERLAP_RULES)[number];

/** How far apart two times are at least, in minutes. */
const LEAST_INTERVAL_MINUTES = 5;

/** When tasks are made, and until when. */
export interface Recurrence {
  readonly when: Timing;
  /** The last day, 'YYYY-MM-DD' where the project is. */
  readonly until?: string;
  /** Ends after so many tasks. */
  readonly count?: number;
}

interface Standing extends Recurrence {
  readonly paused?: { readonly reason: string; readonly by: ActorRef; readonly at: Timestamp };
  /** Nothing is left to be made. */
  readonly ended?: { readonly because: string; readonly at: Timestamp };
}

/** What a Temporal Schedule is told about times. */
export type RecurrenceSpec = ScheduledTimes & { readonly timezone: string; readonly endAt?: Date };

export const recurrenceSpec = ({ when, until }: Recurrence, timezone: string): RecurrenceSpec => ({
  ...scheduledTimes(when),
  timezone,
  ...(until !== undefined && { endAt: endOf(until, timezone) }),
});

/** The last instant of a day. */
const endOf = (day: string, timeZone: string): Date => new Date(Date.parse(dayBounds(timeZone, day).until) - 1);

export function stateOf({ until, paused, ended }: Standing, timeZone: string, now: Date): RecurringState {
  if (ended || (until !== undefined && endOf(until, timeZone) < now)) return 'ENDED';
  return paused ? 'PAUSED' : 'ACTIVE';
}

/** Why nothing is left to be made after a time that was due, if so. @param made how many tasks were made on schedule. */
export function endAfter({ when, count }: Recurrence, made: number): string | undefined {
  if (when.kind === 'ONCE') return 'it was due once';
  return count !== undefined && made >= count
    ? `it has made its ${count} ${count === 1 ? 'task' : 'tasks'}`
    : undefined;
}

/** What is wrong with a recurrence as a whole. */
export function recurrenceProblems({ when, until, count }: Recurrence): Problem[] {
  if (when.kind !== 'ONCE') return [];
  const message = 'a task that is made once ends by itself';
  return [
    ...(until === undefined ? [] : [{ path: 'until', message }]),
    ...(count === undefined ? [] : [{ path: 'count', message }]),
  ];
}

/** What is wrong with the next times, as Temporal has worked them out. */
export function timesProblem(times: readonly Date[]): string | undefined {
  if (times.length === 0) return 'has no time that is still to come';
  const gaps = times.slice(1).map((time, index) => time.getTime() - (times[index]?.getTime() ?? 0));
  return gaps.some((gap) => gap < LEAST_INTERVAL_MINUTES * 60_000)
    ? `may come every ${LEAST_INTERVAL_MINUTES} minutes at most`
    : undefined;
}
