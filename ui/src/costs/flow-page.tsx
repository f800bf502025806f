import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { durationInWords } from '../../../domain/duration.ts';
import type { FlowView } from '../../../operations/schemas/analytics.ts';
import { PageFrame } from '../controls/page-frame.tsx';
import { Failure, Skeleton, SkeletonLines } from '../controls/states.tsx';
import { flowQuery } from './analytics-queries.ts';
import { Bottlenecks } from './bottlenecks.tsx';
import { FigurePages } from './figure-pages.tsx';
import { PerformanceSection } from './performance-section.tsx';

const ThroughputChart = lazy(() => import('./throughput-chart.tsx'));
const CycleTimeChart = lazy(() => import('./cycle-time-chart.tsx'));

/** How work flows through a project, or through all that one sees: how long it takes, where it waits, who finishes it. */
export default function FlowPage() {
  const { project: slug } = useParams({ strict: false });
  const flow = useQuery(flowQuery(slug));
  return (
    <PageFrame title="Flow" isWide note="Of what ended in the last 30 days" actions={<FigurePages project={slug} />}>
      {flow.isPending && <SkeletonLines count={8} />}
      {flow.error && !flow.data && <Failure error={flow.error} onRetry={() => void flow.refetch()} />}
      {flow.data && (
        <div className="flex flex-col gap-4">
          <dl className="grid grid-cols-3 gap-3 max-md:grid-cols-1 max-md:gap-2">
            <Duration name="Cycle time" meaning="from the first start of work to done" duration={flow.data.cycleTime} />
            <Duration name="Lead time" meaning="from creation to done" duration={flow.data.leadTime} />
            <Throughput days={flow.data.throughput} />
          </dl>
          <Suspense fallback={<Skeleton className="h-64" />}>
            <ThroughputChart days={flow.data.throughput} name={slug ?? 'all'} />
          </Suspense>
          <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
            <Bottlenecks bottlenecks={flow.data.bottlenecks} />
            <Suspense fallback={<Skeleton className="h-64" />}>
              <CycleTimeChart types={flow.data.byType} name={slug ?? 'all'} />
            </Suspense>
          </div>
          <PerformanceSection slug={slug} />
        </div>
      )}
    </PageFrame>
  );
}

const CARD = 'rounded-lg border border-line bg-surface px-3.5 py-2.5 shadow-card';

interface DurationProps {
  readonly name: string;
  readonly meaning: string;
  readonly duration: FlowView['cycleTime'];
}

const Duration = ({ name, meaning, duration: { count, medianSeconds, p90Seconds } }: DurationProps) => (
  <div className={CARD}>
    <dt className="text-xs text-ink-faint">{name}</dt>
    <dd className="tabular-nums">
      <span className="block text-xl font-semibold">{count === 0 ? '–' : durationInWords(medianSeconds)}</span>
      <span className="block text-xs text-ink-soft">
        {count === 0 ? 'nothing is done yet' : `median; nine of ten within ${durationInWords(p90Seconds)}`}
      </span>
      <span className="block text-xs text-ink-faint">{meaning}</span>
    </dd>
  </div>
);

const Throughput = ({ days }: { readonly days: FlowView['throughput'] }) => {
  const sumOf = (kind: 'done' | 'canceled') => days.reduce((sum, day) => sum + day[kind], 0);
  return (
    <div className={CARD}>
      <dt className="text-xs text-ink-faint">Throughput</dt>
      <dd className="tabular-nums">
        <span className="block text-xl font-semibold">{sumOf('done')}</span>
        <span className="block text-xs text-ink-soft">tasks done, {sumOf('canceled')} canceled</span>
        <span className="block text-xs text-ink-faint">in the last {days.length} days</span>
      </dd>
    </div>
  );
};
