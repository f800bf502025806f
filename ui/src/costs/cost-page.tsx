import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { PageFrame } from '../controls/page-frame.tsx';
import { Failure, Skeleton, SkeletonLines } from '../controls/states.tsx';
import { BudgetSection } from './budget-section.tsx';
import { BreakdownSection } from './breakdown-section.tsx';
import { costsQuery } from './analytics-queries.ts';
import type { CostFilters } from './cost-search.ts';
import { FigurePages } from './figure-pages.tsx';
import { ForecastSection } from './forecast-section.tsx';
import { ProjectReportMenu } from './project-report-menu.tsx';
import { PeriodSwitch, PERIOD_LABELS } from './period-switch.tsx';
import { SummaryFigures } from './summary-figures.tsx';

const CostChart = lazy(() => import('./cost-chart.tsx'));

/** What work has cost: of one project, or of all that one sees. */
export default function CostPage() {
  const { project } = useParams({ strict: false });
  const filters: CostFilters = useSearch({ strict: false });
  const { period = '7d', by = 'agent', view } = filters;
  const navigate = useNavigate();
  const costs = useQuery({ ...costsQuery(project, period), placeholderData: (shown) => shown });
  const show = (change: CostFilters) =>
    void navigate({ to: '.', replace: true, search: { ...filters, ...change } as never });

  return (
    <PageFrame
      title="Costs"
      isWide
      note={project === undefined ? 'Of all projects that you see, each counted by its own days' : undefined}
      actions={
        <>
          {project !== undefined && <ProjectReportMenu project={project} />}
          <FigurePages project={project} />
        </>
      }
    >
      {costs.isPending && <SkeletonLines count={8} />}
      {costs.error && !costs.data && <Failure error={costs.error} onRetry={() => void costs.refetch()} />}
      {costs.data && (
        <div className="flex flex-col gap-4">
          <SummaryFigures summary={costs.data.summary} />
          <PeriodSwitch period={period} onChoose={(next) => show({ period: next })} />
          {costs.data.byDay.length > 1 && (
            <Suspense fallback={<Skeleton className="h-64" />}>
              <CostChart days={costs.data.byDay} period={PERIOD_LABELS[period]} name={project ?? 'all'} />
            </Suspense>
          )}
          <BreakdownSection costs={costs.data} by={by} view={view} onChange={show} name={project ?? 'all'} />
          <ForecastSection slug={project} />
          {project !== undefined && <BudgetSection slug={project} />}
        </div>
      )}
    </PageFrame>
  );
}
