import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Failure, Skeleton } from '../controls/states.tsx';
import { forecastQuery } from './analytics-queries.ts';

const BurnDownChart = lazy(() => import('./burn-down-chart.tsx'));

/** Where the month is going: of a project, or of all that one sees. */
export function ForecastSection({ slug }: { readonly slug: string | undefined }) {
  const forecast = useQuery(forecastQuery(slug));
  if (forecast.error && !forecast.data) {
    return <Failure error={forecast.error} onRetry={() => void forecast.refetch()} />;
  }
  if (!forecast.data) return <Skeleton className="h-72" />;
  return (
    <Suspense fallback={<Skeleton className="h-72" />}>
      <BurnDownChart forecast={forecast.data} name={slug ?? 'all'} ofAll={slug === undefined} />
    </Suspense>
  );
}
