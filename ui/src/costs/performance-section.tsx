import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Failure, Skeleton } from '../controls/states.tsx';
import { performanceQuery } from './analytics-queries.ts';

const PerformanceChart = lazy(() => import('./performance-chart.tsx'));

/** How agents do, by type of task and executor: of one project, or of all that one sees. */
export function PerformanceSection({ slug }: { readonly slug: string | undefined }) {
  const performance = useQuery(performanceQuery(slug));
  const items = performance.data?.items ?? [];
  if (performance.error && !performance.data) {
    return <Failure error={performance.error} onRetry={() => void performance.refetch()} />;
  }
  if (performance.isPending) return <Skeleton className="h-40" />;
  if (items.length > 0) {
    return (
      <Suspense fallback={<Skeleton className="h-40" />}>
        <PerformanceChart items={items} name={slug ?? 'all'} />
      </Suspense>
    );
  }
  return (
    <section aria-label="How agents do" className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      <h2 className="text-[13px] font-semibold">How agents do</h2>
      <p className="text-[13px] text-ink-faint">No agent has finished a task yet.</p>
    </section>
  );
}
