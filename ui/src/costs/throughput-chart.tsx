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
import { CHART, type Swatch } from './swatch.tsx';

type Day = FlowView['throughput'][number];

const DONE: Swatch = { colour: CHART.first, form: 'FILLED' };
const CANCELED: Swatch = { colour: CHART.second, form: 'HOLLOW' };

interface ThroughputChartProps {
  readonly days: readonly Day[];
  /** Of the files that are saved. */
  readonly name: string;
}

/** Tasks that ended, by day. The given-up ones are hollow, so that no colour has to be told from another. */
export default function ThroughputChart({ days, name }: ThroughputChartProps) {
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
            <Bar dataKey="done" stackId="ended" fill={DONE.colour} maxBarSize={28} isAnimationActive={false} />
            <Bar
              dataKey="canceled"
              stackId="ended"
              fill="transparent"
              stroke={CANCELED.colour}
              strokeDasharray="3 2"
              maxBarSize={28}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      }
      legend={[
        { label: 'done', swatch: DONE },
        { label: 'canceled', swatch: CANCELED },
      ]}
      table={{
        caption: 'Finished tasks by day',
        columns: ['Day', 'Done', 'Canceled'],
        rows: days.map((day) => ({ key: day.day, cells: [day.day, day.done, day.canceled] })),
      }}
      file={`throughput-${name}`}
    />
  );
}

function DayTip({ payload }: TooltipContentProps) {
  const day = payload[0]?.payload as Day | undefined;
  if (!day) return null;
  return <Tip title={dayInWords(day.day)} lines={[`${day.done} done`, `${day.canceled} canceled`]} />;
}
