import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { BoardFilters } from '../../../domain/board/view.ts';
import type { BoardColumn } from './board-data.ts';
import { loadMore } from './board-query.ts';

/** Loading the rest of a column as it is scrolled. */
export function useColumnPages({ status, nextCursor }: BoardColumn, slug: string, filters: BoardFilters) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (cursor: string) => loadMore(client, slug, filters, status, cursor),
  });

  return useMemo(() => {
    const load = () => nextCursor !== undefined && mutate(nextCursor);
    return {
      error,
      loadNext: () => void (!isPending && !error && load()),
      retry: () => void load(),
    };
  }, [nextCursor, isPending, error, mutate]);
}
