import { WEEKDAYS } from '../standup/settings.ts';

export const TIMING_KINDS = ['ONCE', 'DAILY', 'WEEKLY', 'MONTHLY', 'CRON'] as const;

/** When a task is made, by the clock of the project's time zone. Times are 'HH:MM', from 00:00 to 23:59. */
export type Timing =
  /** On one day, 'YYYY-MM-DD'. */
  | { readonly kind: 'ONCE'; readonly date: string; readonly time: string }
  | { readonly kind: 'DAILY'; readonly time: string }
  /** 1 is Monday, 7 is Sunday. */
  | { readonly kind: 'WEEKLY'; readonly weekdays: readonly number[]; readonly time: string }
  /** 1 to 31; a month that has no such day has its last one instead. */
  | { readonly kind: 'MONTHLY'; readonly day: number; readonly time: string }
  /** As Temporal understands it: five to seven fields, or a word like @hourly. */
  | { readonly kind: 'CRON'; readonly expression: string };

const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** A calendar of a Temporal Schedule; what is not named is any. */
interface Calendar {
  readonly hour: number;
  readonly minute: number;
  readonly dayOfWeek?: (typeof WEEKDAYS)[number][];
  readonly dayOfMonth?: number;
  readonly month?: (typeof MONTHS)[number][];
  readonly year?: number | Span[];
}

/** The times of a Temporal Schedule, but for the time zone. */
export type ScheduledTimes = { readonly calendars: Calendar[] } | { readonly cronExpressions: string[] };

const SHORT_MONTHS = [MONTHS[3], MONTHS[5], MONTHS[8], MONTHS[10]];
/** Calendars of Temporal name years from 2000; this says "not a leap year" until the year 2100, which is none. */
const COMMON_YEARS: Span[] = [1, 2, 3].map((year) => ({ start: 2024 + year, end: 2099, step: 4 }));

/** What Temporal is told. @throws RangeError for a time or day that is none */
export function scheduledTimes(timing: Timing): ScheduledTimes {
  if (timing.kind === 'CRON') return { cronExpressions: [timing.expression] };
  const clock = clockOf(timing.time);
  switch (timing.kind) {
    case 'ONCE': {
      const [year = 0, month = 0, dayOfMonth = 0] = timing.date.split('-').map(Number);
      const name = MONTHS[month - 1];
      if (name === undefined) throw new RangeError(`${timing.date} is no day`);
      return { calendars: [{ ...clock, year, month: [name], dayOfMonth }] };
    }
    case 'DAILY':
      return { calendars: [clock] };
    case 'WEEKLY':
      return {
        calendars: [{ ...clock, dayOfWeek: WEEKDAYS.filter((_day, index) => timing.weekdays.includes(index + 1)) }],
      };
    case 'MONTHLY':
      return { calendars: daysOfMonth(timing.day).map((day) => ({ ...clock, ...day })) };
  }
}

/** The day in the months that have it, and the last one of all others. */
function daysOfMonth(day: number): Omit<Calendar, 'hour' | 'minute'>[] {
  return [
    { dayOfMonth: day },
    ...(day > 30 ? [{ month: SHORT_MONTHS, dayOfMonth: 30 }] : []),
    // There is a 29th in leap years alone.
    ...(day > 29 ? [{ month: [MONTHS[1]], dayOfMonth: 29 }] : []),
    ...(day > 28 ? [{ month: [MONTHS[1]], dayOfMonth: 28, year: COMMON_YEARS }] : []),
  ];
}

function clockOf(time: string): { hour: number; minute: number } {
  const [hour = NaN, minute = NaN] = time.split(':').map(Number);
  if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60)) throw new RangeError(`${time} is no time of day`);
  return { hour, minute };
}
