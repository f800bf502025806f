import { queryOptions } from '@tanstack/react-query';
import type { ExecutorsView, RoutingView } from '../../../operations/schemas/routing.ts';
import { get } from '../api/request.ts';

/** Executors come and go without an event; a look is cheap. */
const LOOK_AGAIN_MS = 10_000;

export type Rule = RoutingView['rules'][number];

export const routingQuery = (project: string) =>
  queryOptions({
    queryKey: ['routing', project],
    queryFn: ({ signal }) => get<RoutingView>(`/projects/${project}/routing`, {}, signal),
  });

/** Who asks for work, with what there is to do in a project, or in all that one sees. */
export const executorsQuery = (project?: string) =>
  queryOptions({
    queryKey: ['executors', project ?? ''],
    queryFn: ({ signal }) => get<ExecutorsView>('/executors', { project }, signal),
    refetchInterval: LOOK_AGAIN_MS,
  });
