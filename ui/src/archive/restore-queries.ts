import { queryOptions } from '@tanstack/react-query';
import type { RestorationView } from '../../../operations/schemas/archive.ts';
import { get } from '../api/request.ts';

const EVERY_MS = 700;

/** How far the restoring of a project is, followed until it has ended. */
export const restorationQuery = (slug: string) =>
  queryOptions({
    queryKey: ['restorations', slug],
    queryFn: ({ signal }) => get<RestorationView>(`/restorations/${slug}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'RUNNING' ? false : EVERY_MS),
  });
