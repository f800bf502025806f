import { queryOptions } from '@tanstack/react-query';
import type { CostsView, FlowView, ForecastView, PerformanceView } from '../../../operations/schemas/analytics.ts';
import { get } from '../api/request.ts';
import type { Period } from './cost-search.ts';

const REFRESH_MS = 60_000;

/** Without a project: of all that one sees. */
export const costsQuery = (project: string | undefined, period: Period) =>
  queryOptions({
    queryKey: ['costs', project ?? '', period],
    queryFn: ({ signal }) => get<CostsView>('/analytics/costs', { project, period }, signal),
    // Runs that agents start by themselves are not on the stream.
    refetchInterval: REFRESH_MS,
  });

export const forecastQuery = (project: string | undefined) => ofProject<ForecastView>('forecast', project);
export const flowQuery = (project: string | undefined) => ofProject<FlowView>('flow', project);
export const performanceQuery = (project: string | undefined) => ofProject<PerformanceView>('performance', project);

const ofProject = <View>(name: string, project: string | undefined) =>
  queryOptions({
    queryKey: [name, project ?? ''],
    queryFn: ({ signal }) => get<View>(`/analytics/${name}`, { project }, signal),
  });
