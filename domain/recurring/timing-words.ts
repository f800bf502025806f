import { WEEKDAYS } from '../standup/settings.ts';
import type { Timing } from './timing.ts';

const WORKING_DAYS = '1,2,3,4,5';
const longDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** "every Monday at 09:00", for people. */
export function timingInWords(timing: Timing): string {
  switch (timing.kind) {
    case 'ONCE':
      return `once on ${dayInWords(timing.date)} at ${timing.time}`;
    case 'DAILY':
      return `every day at ${timing.time}`;
    case 'WEEKLY':
      return `every ${weekdaysInWords(timing.weekdays)} at ${timing.time}`;
    case 'MONTHLY':
      return `every month on the ${dayOfMonthInWords(timing.day)} at ${timing.time}`;
    case 'CRON':
      return `by cron ${timing.expression}`;
  }
}

/** "24 December 2026" */
const dayInWords = (day: string): string => longDay.format(new Date(`${day}T00:00:00.000Z`));

function weekdaysInWords(weekdays: readonly number[]): string {
  const days = weekdays.toSorted((one, other) => one - other);
  if (days.length === 7) return 'day';
  if (days.join(',') === WORKING_DAYS) return 'weekday';
  return listed(days.map(weekdayInWords));
}

/** "Monday" for 1. */
export function weekdayInWords(day: number): string {
  const name = WEEKDAYS[day - 1] ?? '';
  return `${name.slice(0, 1)}${name.slice(1).toLowerCase()}`;
}

const dayOfMonthInWords = (day: number): string =>
  day === 31 ? 'last day' : day > 28 ? `${day}th (or the last day)` : `${day}${endingOf(day)}`;

const endingOf = (day: number): string => {
  if (day >= 11 && day <= 13) return 'th';
  return { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th';
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
