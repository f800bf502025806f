import { queryOptions } from '@tanstack/react-query';
import type { Standup } from '../../../domain/standup/standup.ts';
import type { StandupSummary } from '../../../operations/schemas/standup.ts';
import { pages } from '../api/queries.ts';
import { get } from '../api/request.ts';

const REFRESH_MS = 60_000;

/** As it is now, or as it was kept on a day. */
export const standupQuery = (project: string, day: string | undefined) =>
  day === undefined
    ? queryOptions({
        queryKey: ['standup', project],
        queryFn: ({ signal }) => get<Standup>(`/projects/${project}/standup`, {}, signal),
        // Time passes without an event.
        refetchInterval: REFRESH_MS,
      })
    : queryOptions({
        queryKey: ['standups', project, day],
        queryFn: async ({ signal }) =>
          (await get<{ standup: Standup }>(`/standups/${encodeURIComponent(`${project}:${day}`)}`, {}, signal)).standup,
        staleTime: Infinity,
      });

/** Those that were kept, newest first. */
export const keptStandupsQuery = (project: string) =>
  pages<StandupSummary>(['standups', project], `/projects/${project}/standups`);
