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
import type { FlowView } from '../../../operations/schemas/analytics.ts';
import { ChartFrame } from './chart-frame.tsx';
import { AXIS, dayInWords, GRID, MARGIN, Tip } from './chart-parts.tsx';
import { FigureTable } from './figure-table.tsx';

type Day = FlowView['throughput'][number];

/** Tasks that ended, by day. The given-up ones are hollow, so that no colour has to be told from another. */
export default function ThroughputChart({ days }: { readonly days: readonly Day[] }) {
  const done = days.reduce((sum, day) => sum + day.done, 0);
  const canceled = days.reduce((sum, day) => sum + day.canceled, 0);
  return (
    <ChartFrame
      title="Finished tasks by day"
      summary={`Bar chart of ${days.length} days: ${done} tasks done, ${canceled} canceled.`}
      chart={
        <ResponsiveContainer>
          <BarChart data={[...days]} margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid {...GRID} />
            <XAxis {...AXIS} dataKey="day" tickFormatter={dayInWords} minTickGap={16} />
            <YAxis {...AXIS} width={32} allowDecimals={false} />
            <Tooltip cursor={{ fill: 'var(--sunken)' }} content={DayTip} />
            <Bar dataKey="done" stackId="ended" fill="var(--good)" maxBarSize={28} isAnimationActive={false} />
            <Bar
              dataKey="canceled"
              stackId="ended"
              fill="transparent"
              stroke="var(--line-strong)"
              strokeDasharray="3 2"
              maxBarSize={28}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      }
      table={
        <FigureTable
          caption="Finished tasks by day"
          columns={['Day', 'Done', 'Canceled']}
          rows={days.map((day) => ({ key: day.day, cells: [day.day, day.done, day.canceled] }))}
        />
      }
    >
      <p className="mt-1 flex gap-4 text-xs text-ink-soft">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-good" /> done
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm border border-dashed border-line-strong" /> canceled
        </span>
      </p>
    </ChartFrame>
  );
}

function DayTip({ payload }: TooltipContentProps) {
  const day = payload[0]?.payload as Day | undefined;
  if (!day) return null;
  return <Tip title={dayInWords(day.day)} lines={[`${day.done} done`, `${day.canceled} canceled`]} />;
}
