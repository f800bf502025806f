import { amountInWords, UNIT_LABELS } from '../costs/amount-words.ts';
import { Bar } from '../controls/bar.tsx';
import { tightestOf, type UnitUse } from './day-account.ts';

const NEARLY = 80;

const barColour = (percent: number): string => (percent >= 100 ? 'bg-bad' : percent >= NEARLY ? 'bg-warn' : 'bg-good');

const inWords = ({ unit, spent, limit }: UnitUse): string => {
  const words = amountInWords[unit];
  return limit === undefined ? words(spent) : `${words(spent)} of ${words(limit)}`;
};

/** One line of a table: the bar of what runs out first, and all three units in words. */
export function DayUse({ name, uses }: { readonly name: string; readonly uses: readonly UnitUse[] }) {
  const tightest = tightestOf(uses);
  if (!tightest) return null;
  return (
    <div className="min-w-0 tabular-nums">
      <Bar
        label={`Budget of ${name} used today`}
        percent={tightest.percent}
        colour={barColour(tightest.percent)}
        className="h-1.5"
      />
      <p className="mt-1 flex flex-wrap gap-x-2.5 text-xs text-ink-soft">
        {uses.map((use) => (
          <span key={use.unit} className="whitespace-nowrap">
            {inWords(use)}
            {use.unit === 'tokens' && ' tokens'}
          </span>
        ))}
      </p>
    </div>
  );
}

/** Every unit with a bar of its own, and what running work has set aside. */
export const DayUseBars = ({ uses }: { readonly uses: readonly UnitUse[] }) => (
  <ul className="flex flex-col gap-2.5 tabular-nums">
    {uses.map((use) => (
      <li key={use.unit}>
        <p className="flex items-baseline justify-between gap-3 text-[13px]">
          <span className="text-ink-soft">{UNIT_LABELS[use.unit]}</span>
          <span>
            {inWords(use)}
            {use.limit === undefined && <span className="text-ink-faint"> without a limit</span>}
          </span>
        </p>
        {use.limit !== undefined && (
          <Bar
            label={`${UNIT_LABELS[use.unit]} used`}
            percent={use.percent}
            colour={barColour(use.percent)}
            className="mt-1 h-1.5"
          />
        )}
        {use.reserved > 0 && (
          <p className="mt-0.5 text-xs text-ink-faint">
            {amountInWords[use.unit](use.reserved)} set aside for running work
          </p>
        )}
      </li>
    ))}
  </ul>
);
