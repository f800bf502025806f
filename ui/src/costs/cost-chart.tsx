import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDollars } from '../../../domain/money.ts';
import type { CostsView } from '../../../operations/schemas/analytics.ts';
import { tokensInWords } from './amount-words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { AXIS, DOLLAR_AXIS, GRID, MARGIN, Tip, dayInWords } from './chart-parts.tsx';
import { cellsOf, priceOf, tokensOf } from './cost-row.ts';
import { CHART } from './swatch.tsx';

type Day = CostsView['byDay'][number];

interface CostChartProps {
  readonly days: readonly Day[];
  readonly period: string;
  /** Of the files that are saved. */
  readonly name: string;
}

/** Money by day. */
export default function CostChart({ days, period, name }: CostChartProps) {
  return (
    <ChartFrame
      title={`Cost by day, ${period.toLowerCase()}`}
      summary={summaryOf(days)}
      chart={
        <ResponsiveContainer>
          <BarChart data={[...days]} margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid {...GRID} />
            <XAxis {...AXIS} dataKey="day" tickFormatter={dayInWords} minTickGap={16} />
            <YAxis {...DOLLAR_AXIS} />
            <Tooltip cursor={{ fill: 'var(--sunken)' }} content={DayTip} />
            <Bar dataKey="micros" fill={CHART.first} radius={[3, 3, 0, 0]} maxBarSize={36} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      }
      table={{
        caption: 'Cost by day',
        columns: ['Day', 'Cost', 'Tokens', 'Runs'],
        rows: days.map((day) => ({
          key: day.day,
          cells: [day.day, priceOf(day), tokensOf(day).toLocaleString('en'), day.runs],
        })),
      }}
      csv={cellsOf(
        days.map(({ day, ...total }) => ({ key: day, label: day, ...total })),
        'day',
      )}
      file={`cost-by-day-${name}`}
    />
  );
}

function DayTip({ payload }: TooltipContentProps) {
  const day = payload[0]?.payload as Day | undefined;
  if (!day) return null;
  return (
    <Tip
      title={dayInWords(day.day)}
      lines={[priceOf(day), `${tokensInWords(tokensOf(day))} tokens, ${day.runs} runs`]}
    />
  );
}

function summaryOf(days: readonly Day[]): string {
  const most = days.toSorted((one, other) => other.micros - one.micros)[0];
  const total = days.reduce((sum, { micros }) => sum + micros, 0);
  if (!most || total === 0) return `Bar chart of ${days.length} days. Nothing was charged.`;
  return `Bar chart of the cost of ${days.length} days, ${formatDollars(total)} together. The most expensive day was ${dayInWords(most.day)} with ${formatDollars(most.micros)}.`;
}
