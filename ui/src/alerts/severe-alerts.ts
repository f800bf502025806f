import { queryOptions, useQuery } from '@tanstack/react-query';
import type { AlertView } from '../../../operations/schemas/attention.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

const openAlertsQuery = queryOptions({
  queryKey: ['alerts', 'severe'],
  queryFn: ({ signal }) => get<Page<AlertView>>('/alerts', { status: 'OPEN', limit: 200 }, signal),
});

/** How many alerts of severity ERROR and CRITICAL nobody has looked at. */
export function useSevereAlerts(): number {
  const alerts = useQuery(openAlertsQuery).data?.items ?? [];
  return alerts.filter(({ severity }) => severity === 'ERROR' || severity === 'CRITICAL').length;
}
