import { UNITS, type Amounts } from '../../../domain/budget/amounts.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { amountInWords, UNIT_LABELS } from '../costs/amount-words.ts';

/** What the payload tells, in the order in which one decides. */
const ROWS = [
  ['asked', 'Asked for'],
  ['left', 'Left'],
  ['cap', 'Cap of the run'],
  ['used', 'Used by the run'],
  ['grant', 'Approving adds'],
] as const;

/** What is asked, what is left, and what a yes adds, unit by unit. */
export function BudgetOverride({ payload = {} }: Pick<ApprovalView, 'payload'>) {
  const told = { left: { micros: payload['leftMicros'] }, ...payload } as Readonly<Record<string, unknown>>;
  const rows = ROWS.flatMap(([field, label]) => {
    const amounts = amountsIn(told[field]);
    return amounts && Object.keys(amounts).length > 0 ? [{ label, amounts }] : [];
  });
  const units = UNITS.filter((unit) => rows.some(({ amounts }) => (amounts[unit] ?? 0) !== 0));
  if (rows.length === 0 || units.length === 0) return null;
  return (
    <table className="w-full max-w-md text-[13px] tabular-nums">
      <caption className="sr-only">What is asked for and what is left</caption>
      <thead>
        <tr className="text-xs text-ink-faint">
          <th scope="col" className="text-left font-medium">
            {textIn(payload['day']) ?? 'Amount'}
          </th>
          {units.map((unit) => (
            <th key={unit} scope="col" className="pl-4 text-right font-medium">
              {UNIT_LABELS[unit]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, amounts }) => (
          <tr key={label} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal text-ink-soft">
              {label}
            </th>
            {units.map((unit) => (
              <td key={unit} className="py-1 pl-4 text-right">
                {amounts[unit] === undefined ? '–' : amountInWords[unit](amounts[unit])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The payload is data of the server that no type vouches for. */
function amountsIn(value: unknown): Partial<Amounts> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = value as Record<string, unknown>;
  return Object.fromEntries(UNITS.filter((unit) => typeof found[unit] === 'number').map((unit) => [unit, found[unit]]));
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
