import { queryOptions } from '@tanstack/react-query';
import type { AgentView } from '../../../operations/schemas/agent.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';

/** The agents of every project that one sees. */
export const allAgentsQuery = queryOptions({
  queryKey: ['agents', 'everywhere'],
  queryFn: ({ signal }) => get<Page<AgentView>>('/agents', {}, signal),
  staleTime: 60_000,
});
