import { formatDollars } from '../../../domain/money.ts';
import type { Unit } from '../../../domain/budget/amounts.ts';

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "1.2M": enough to compare; the exact number belongs into a title or a table. */
export const tokensInWords = (tokens: number): string => short.format(tokens);

/** "45 s", "12 min", "1 h 20 min", "3 d 4 h": the two largest units. */
export function durationInWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.round(whole / MINUTE)} min`;
  if (whole < DAY) return joined(Math.floor(whole / HOUR), 'h', Math.floor((whole % HOUR) / MINUTE), 'min');
  return joined(Math.floor(whole / DAY), 'd', Math.floor((whole % DAY) / HOUR), 'h');
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

export const UNIT_LABELS: Readonly<Record<Unit, string>> = { micros: 'Money', tokens: 'Tokens', seconds: 'Time' };

/** An amount of one unit as people say it. */
export const amountInWords: Readonly<Record<Unit, (amount: number) => string>> = {
  micros: formatDollars,
  tokens: tokensInWords,
  seconds: durationInWords,
};
