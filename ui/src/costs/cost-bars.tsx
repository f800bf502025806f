import { Bar } from '../controls/bar.tsx';
import { tokensInWords } from './amount-words.ts';
import { priceOf, shareOf, tokensOf, type CostRow, type CostTotal } from './cost-row.ts';

const SHOWN = 12;

interface CostBarsProps {
  readonly rows: readonly CostRow[];
  readonly total: CostTotal;
}

/** The largest ones as bars; the table has them all. */
export function CostBars({ rows, total }: CostBarsProps) {
  const shown = rows.slice(0, SHOWN);
  return (
    <>
      <ul className="flex flex-col gap-2.5">
        {shown.map((row) => {
          const share = shareOf(row, total);
          return (
            <li key={row.key} className="tabular-nums">
              <p className="flex items-baseline gap-3 text-[13px]">
                <span className="min-w-0 flex-1 truncate">{row.label}</span>
                <span className="text-xs whitespace-nowrap text-ink-faint">{tokensInWords(tokensOf(row))} tokens</span>
                <span className="w-16 text-right font-medium whitespace-nowrap">{priceOf(row)}</span>
                <span className="w-11 text-right text-xs text-ink-soft">{Math.round(share)} %</span>
              </p>
              <Bar label={`${row.label}: share`} percent={share} colour="bg-accent" className="mt-1 h-1.5" />
            </li>
          );
        })}
      </ul>
      {rows.length > shown.length && (
        <p className="mt-2.5 text-xs text-ink-faint">{rows.length - shown.length} more in the table</p>
      )}
    </>
  );
}
