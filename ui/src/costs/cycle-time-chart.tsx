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
import { durationInWords } from '../../../domain/duration.ts';
import type { FlowView } from '../../../operations/schemas/analytics.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { AXIS, GRID, MARGIN, Tip } from './chart-parts.tsx';
import { CHART, type Swatch } from './swatch.tsx';

type TypeTimes = FlowView['byType'][number];

const MEDIAN: Swatch = { colour: CHART.first, form: 'FILLED' };
const MOST: Swatch = { colour: CHART.second, form: 'HOLLOW' };

interface CycleTimeChartProps {
  readonly types: readonly TypeTimes[];
  /** Of the files that are saved. */
  readonly name: string;
}

/** How long tasks of each type take from the first start of work until they are done. */
export default function CycleTimeChart({ types, name }: CycleTimeChartProps) {
  const data = types.map((times) => ({ ...times, label: TYPE_LABELS[times.type] }));
  return (
    <ChartFrame
      title="Cycle time by type"
      summary={summaryOf(types)}
      chart={
        <ResponsiveContainer>
          <BarChart data={data} margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid {...GRID} />
            <XAxis {...AXIS} dataKey="label" interval={0} />
            <YAxis {...AXIS} width={58} tickFormatter={durationInWords} />
            <Tooltip cursor={{ fill: 'var(--sunken)' }} content={TimesTip} />
            <Bar dataKey="medianSeconds" fill={MEDIAN.colour} maxBarSize={28} isAnimationActive={false} />
            <Bar
              dataKey="p90Seconds"
              fill="transparent"
              stroke={MOST.colour}
              strokeDasharray="3 2"
              maxBarSize={28}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      }
      legend={[
        { label: 'median', swatch: MEDIAN },
        { label: 'nine of ten within', swatch: MOST },
      ]}
      table={{
        caption: 'Cycle time by type of task',
        columns: ['Type', 'Done', 'Median', 'Nine of ten within'],
        rows: data.map(({ type, label, count, medianSeconds, p90Seconds }) => ({
          key: type,
          cells: [label, count, durationInWords(medianSeconds), durationInWords(p90Seconds)],
        })),
      }}
      csv={[
        ['Type', 'Done', 'Median in seconds', 'Nine of ten within, in seconds'],
        ...data.map(({ label, count, medianSeconds, p90Seconds }) => [label, count, medianSeconds, p90Seconds]),
      ]}
      file={`cycle-time-${name}`}
    >
      {types.length === 0 && <p className="text-[13px] text-ink-faint">Finished tasks appear here by their type.</p>}
    </ChartFrame>
  );
}

function TimesTip({ payload }: TooltipContentProps) {
  const times = payload[0]?.payload as TypeTimes | undefined;
  if (!times) return null;
  const { type, count, medianSeconds, p90Seconds } = times;
  return (
    <Tip
      title={TYPE_LABELS[type]}
      lines={[
        `${count} done`,
        `median ${durationInWords(medianSeconds)}`,
        `nine of ten within ${durationInWords(p90Seconds)}`,
      ]}
    />
  );
}

function summaryOf(types: readonly TypeTimes[]): string {
  if (types.length === 0) return 'Bar chart of cycle times. Nothing is done yet.';
  const each = types.map(({ type, medianSeconds }) => `${TYPE_LABELS[type]} ${durationInWords(medianSeconds)}`);
  return `Bar chart of cycle times by type. Medians: ${each.join(', ')}.`;
}
