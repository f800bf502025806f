import { durationInWords } from '../../../domain/duration.ts';
import { formatDollars } from '../../../domain/money.ts';
import type { Unit } from '../../../domain/budget/amounts.ts';

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** "1.2M": enough to compare; the exact number belongs into a title or a table. */
export const tokensInWords = (tokens: number): string => short.format(tokens);

export const UNIT_LABELS: Readonly<Record<Unit, string>> = { micros: 'Money', tokens: 'Tokens', seconds: 'Time' };

/** An amount of one unit as people say it. */
export const amountInWords: Readonly<Record<Unit, (amount: number) => string>> = {
  micros: formatDollars,
  tokens: tokensInWords,
  seconds: durationInWords,
};
