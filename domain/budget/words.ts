import { formatDollars } from '../money.ts';
import type { Amounts, Unit } from './amounts.ts';

/** "$0.75", "750000 tokens", "60 min" */
export function amountInWords(amount: number, unit: Unit): string {
  if (unit === 'micros') return formatDollars(amount);
  return unit === 'tokens' ? `${amount} tokens` : `${Math.ceil(amount / 60)} min`;
}

/** "$0.40 of $5.00 are left, and it asks for $0.75": for each unit that lacks. */
export const shortageInWords = (
  over: readonly Unit[],
  { limit, charged, asked }: { limit: Partial<Amounts>; charged: Amounts; asked: Amounts },
): string =>
  over
    .map((unit) => {
      const most = limit[unit] ?? 0;
      const left = amountInWords(Math.max(0, most - charged[unit]), unit);
      return `${left} of ${amountInWords(most, unit)} are left, and it asks for ${amountInWords(asked[unit], unit)}`;
    })
    .join('; ');

/** "$0.90 of $0.75": for each unit in which a run has used more than it set aside. */
export const excessInWords = (over: readonly Unit[], used: Amounts, reserved: Amounts): string =>
  over.map((unit) => `${amountInWords(used[unit], unit)} of ${amountInWords(reserved[unit], unit)}`).join(', ');

/** What a grant adds, without the units that it leaves alone. */
export const grantInWords = ({ micros, tokens, seconds }: Amounts): string =>
  [
    micros > 0 && amountInWords(micros, 'micros'),
    tokens > 0 && amountInWords(tokens, 'tokens'),
    seconds > 0 && amountInWords(seconds, 'seconds'),
  ]
    .filter((part) => part !== false)
    .join(', ');
