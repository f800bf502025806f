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
import { formatDollars } from '../../../domain/money.ts';
import type { PerformanceView } from '../../../operations/schemas/analytics.ts';
import { EXECUTOR_LABELS, TYPE_LABELS } from '../board/words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { AXIS, MARGIN, Tip } from './chart-parts.tsx';
import { CHART, type Swatch } from './swatch.tsx';

type Item = PerformanceView['items'][number];

interface AgentSum {
  readonly name: string;
  readonly succeeded: number;
  readonly others: number;
}

const SUCCEEDED: Swatch = { colour: CHART.first, form: 'FILLED' };
const OTHERS: Swatch = { colour: CHART.second, form: 'HOLLOW' };
const COLUMNS = [
  'Agent',
  'Type',
  'Executor',
  'Finished',
  'Succeeded',
  'Success',
  'Time on average',
  'Cost on average',
  'Review score',
  'Refuted',
];
const ROW_HEIGHT = 26;

interface PerformanceChartProps {
  readonly items: readonly Item[];
  /** Of the files that are saved. */
  readonly name: string;
}

/** How many of their tasks agents finished well; the numbers are by type and executor. */
export default function PerformanceChart({ items, name }: PerformanceChartProps) {
  const sums = sumsOf(items);
  return (
    <ChartFrame
      title="How agents do"
      summary={`Bar chart of ${sums.length} agents: ${sums.map(inWords).join(', ')}.`}
      height={sums.length * ROW_HEIGHT + 40}
      chart={
        <ResponsiveContainer>
          <BarChart data={sums} layout="vertical" margin={MARGIN} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" horizontal={false} />
            <XAxis {...AXIS} type="number" allowDecimals={false} />
            <YAxis {...AXIS} type="category" dataKey="name" width={120} interval={0} />
            <Tooltip cursor={{ fill: 'var(--sunken)' }} content={AgentTip} />
            <Bar dataKey="succeeded" stackId="one" fill={SUCCEEDED.colour} maxBarSize={16} isAnimationActive={false} />
            <Bar
              dataKey="others"
              stackId="one"
              fill="transparent"
              stroke={OTHERS.colour}
              strokeDasharray="3 2"
              maxBarSize={16}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      }
      legend={[
        { label: 'succeeded: done, and not refuted heavily', swatch: SUCCEEDED },
        { label: 'finished otherwise', swatch: OTHERS },
      ]}
      table={{
        caption: 'Performance of agents by type of task and executor',
        columns: COLUMNS,
        rows: items.map(rowOf),
      }}
      csv={[
        [...COLUMNS.slice(0, 6), 'Seconds on average', 'Dollars on average', ...COLUMNS.slice(8)],
        ...items.map((item) => [
          item.agent.name,
          item.type,
          item.executor,
          item.finished,
          item.succeeded,
          item.successRate ?? '',
          item.averageSeconds ?? '',
          item.averageCostMicros === undefined ? '' : item.averageCostMicros / 1_000_000,
          item.averageScore ?? '',
          item.refutes,
        ]),
      ]}
      file={`performance-${name}`}
    >
      <p className="mt-1 text-xs text-ink-faint">
        A rate needs three tasks. Assignment and routing go by it, and say so; each agent&apos;s page has the patterns.
      </p>
    </ChartFrame>
  );
}

function sumsOf(items: readonly Item[]): AgentSum[] {
  const sums = new Map<string, AgentSum>();
  for (const { agent, finished, succeeded } of items) {
    const before = sums.get(agent.id) ?? { name: agent.name, succeeded: 0, others: 0 };
    sums.set(agent.id, {
      ...before,
      succeeded: before.succeeded + succeeded,
      others: before.others + finished - succeeded,
    });
  }
  return [...sums.values()];
}

const inWords = ({ name, succeeded, others }: AgentSum): string => `${name} ${succeeded} of ${succeeded + others}`;

const rowOf = (item: Item) => ({
  key: `${item.agent.id} ${item.type} ${item.executor}`,
  cells: [
    item.agent.name,
    TYPE_LABELS[item.type],
    item.executor === 'DIRECT' ? '–' : EXECUTOR_LABELS[item.executor],
    item.finished,
    item.succeeded,
    item.successRate === undefined ? 'not enough data' : `${Math.round(item.successRate * 100)} %`,
    item.averageSeconds === undefined ? '–' : durationInWords(item.averageSeconds),
    item.averageCostMicros === undefined ? '–' : formatDollars(item.averageCostMicros),
    item.averageScore === undefined ? '–' : item.averageScore.toFixed(1),
    item.refutes,
  ],
});

function AgentTip({ payload }: TooltipContentProps) {
  const sum = payload[0]?.payload as AgentSum | undefined;
  if (!sum) return null;
  return <Tip title={sum.name} lines={[`${sum.succeeded} succeeded`, `${sum.others} finished otherwise`]} />;
}
