import { queryOptions } from '@tanstack/react-query';
import type { Health, HealthWork, RequestTrouble } from '../../../operations/health.ts';
import { get } from '../api/request.ts';

/** What fails makes no event: somebody has to look. */
const LOOK_AGAIN_MS = 5_000;

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => get<Health>('/health', {}, signal),
  refetchInterval: LOOK_AGAIN_MS,
  retry: false,
});

export const healthWorkQuery = queryOptions({
  queryKey: ['health', 'work'],
  queryFn: ({ signal }) => get<HealthWork>('/health/work', {}, signal),
  refetchInterval: 2 * LOOK_AGAIN_MS,
  retry: false,
});

export const requestTroubleQuery = queryOptions({
  queryKey: ['health', 'requests'],
  queryFn: ({ signal }) => get<RequestTrouble>('/health/requests', {}, signal),
  refetchInterval: 2 * LOOK_AGAIN_MS,
  retry: false,
});
