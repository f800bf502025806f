import { formatDollars } from '../../../domain/money.ts';
import { axisTop } from './axis-top.ts';

const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** "2026-11-22" as "Nov 22". */
export const dayInWords = (isoDay: string): string => day.format(new Date(`${isoDay}T00:00:00Z`));

/** Axes without a line of their own, in the colours of the theme. */
export const AXIS = {
  tick: { fill: 'var(--ink-faint)', fontSize: 11 },
  tickLine: false,
  axisLine: false,
} as const;

export const GRID = { stroke: 'var(--line)', vertical: false } as const;
export const MARGIN = { top: 6, right: 6, bottom: 0, left: 0 } as const;

const MICROS_PER_DOLLAR = 1_000_000;

/** "$12" on an axis, cents only where dollars do not tell. */
const axisDollars = (micros: number): string =>
  micros === 0 || micros >= 10 * MICROS_PER_DOLLAR
    ? `$${Math.round(micros / MICROS_PER_DOLLAR)}`
    : formatDollars(micros);

/** Room for "$0.0042"; a chart of nothing goes up to a dollar. */
export const DOLLAR_AXIS = {
  ...AXIS,
  width: 58,
  tickFormatter: axisDollars,
  domain: [0, (most: number) => (most === 0 ? MICROS_PER_DOLLAR : axisTop(most))] as [number, (most: number) => number],
};

interface TipProps {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is under the pointer. */
export const Tip = ({ title, lines }: TipProps) => (
  <div className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-high tabular-nums">
    <p className="font-medium">{title}</p>
    {lines.map((line) => (
      <p key={line} className="text-ink-soft">
        {line}
      </p>
    ))}
  </div>
);
