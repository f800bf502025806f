import { queryOptions } from '@tanstack/react-query';
import { NONE } from '../../../domain/board/view.ts';
import type { LanesView } from '../../../operations/schemas/board.ts';
import { get } from '../api/request.ts';

/** Every label that a task of the project has. */
export const labelsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['labels', slug],
    queryFn: async ({ signal }) => {
      const { items } = await get<LanesView>(`/projects/${slug}/lanes`, { by: 'LABEL' }, signal);
      return items.flatMap(({ value }) => (value === NONE ? [] : [value])).sort();
    },
    staleTime: 30_000,
  });
