import { useQuery } from '@tanstack/react-query';
import { formatDollars } from '../../../domain/money.ts';
import type { PerformanceView } from '../../../operations/schemas/analytics.ts';
import { TYPE_LABELS } from '../board/words.ts';
import { Failure, Skeleton } from '../controls/states.tsx';
import { durationInWords } from './amount-words.ts';
import { performanceQuery } from './analytics-queries.ts';
import { FigureTable } from './figure-table.tsx';

const COLUMNS = [
  'Agent',
  'Type',
  'Finished',
  'Succeeded',
  'Success',
  'Median time',
  'Cost on average',
  'Failed executions',
];

/** How agents do, by type of task. */
export function PerformanceSection({ slug }: { readonly slug: string }) {
  const performance = useQuery(performanceQuery(slug));
  const items = performance.data?.items ?? [];
  return (
    <section aria-label="Performance" className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <h2 className="text-[13px] font-semibold">How agents do</h2>
      <p className="mb-1 text-xs text-ink-faint">
        Tasks of the last 90 days. A rate needs three of them; assignments go by it.
      </p>
      {performance.isPending && <Skeleton className="h-24" />}
      {performance.error && !performance.data && (
        <Failure error={performance.error} onRetry={() => void performance.refetch()} />
      )}
      {performance.isSuccess && items.length === 0 && (
        <p className="text-[13px] text-ink-faint">No agent has finished a task yet.</p>
      )}
      {items.length > 0 && (
        <section tabIndex={0} aria-label="Performance of agents" className="overflow-x-auto">
          <FigureTable caption="Performance of agents by type of task" columns={COLUMNS} rows={items.map(rowOf)} />
        </section>
      )}
    </section>
  );
}

const rowOf = (item: PerformanceView['items'][number]) => ({
  key: `${item.agent.id} ${item.type}`,
  cells: [
    item.agent.name,
    TYPE_LABELS[item.type],
    item.finished,
    item.succeeded,
    item.successRate === undefined ? '–' : `${Math.round(item.successRate * 100)} %`,
    item.medianSeconds === undefined ? '–' : durationInWords(item.medianSeconds),
    item.averageCostMicros === undefined ? '–' : formatDollars(item.averageCostMicros),
    item.executionsFailed,
  ],
});
