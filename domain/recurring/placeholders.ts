import { addDays, dayIn } from '../budget/day.ts';
import { weekdayInWords } from './timing-words.ts';

/** What the title and the description of a recurring task may have filled in. */
export const PLACEHOLDERS = ['date', 'weekday', 'week', 'month', 'year', 'number'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

interface Due {
  /** ISO timestamp of the time that it was due at. */
  readonly at: string;
  readonly timeZone: string;
  /** Of the task among those that were made, counting from 1. */
  readonly number: number;
}

/** Fills in what a text leaves open: "{{date}}" is the day where the project is. Other braces stay as they are. */
export function fillIn(text: string, due: Due): string {
  const values = valuesAt(due);
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as Placeholder] : whole,
  );
}

function valuesAt({ at, timeZone, number }: Due): Readonly<Record<Placeholder, string>> {
  const date = dayIn(timeZone, at);
  return {
    date,
    weekday: weekdayInWords(weekdayOf(date)),
    week: isoWeek(date),
    month: date.slice(0, 7),
    year: date.slice(0, 4),
    number: String(number),
  };
}

/** 1 is Monday, 7 is Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00.000Z`).getUTCDay() || 7;

/** "2026-W01", by ISO 8601: a week belongs to the year that has its Thursday. */
function isoWeek(day: string): string {
  const thursday = addDays(day, 4 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const days = (Date.parse(`${thursday}T00:00:00.000Z`) - Date.parse(`${year}-01-01T00:00:00.000Z`)) / 86_400_000;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}
