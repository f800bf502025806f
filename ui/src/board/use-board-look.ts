import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { BoardFilters, BoardLook } from '../../../domain/board/view.ts';
import type { ViewView } from '../../../operations/schemas/board.ts';
import { saysLook, searchFor, shownBy, type BoardSearch } from './board-look.ts';
import { boardQuery } from './board-query.ts';
import { viewsQuery } from './view-queries.ts';

/** What the board of a project shows now. */
export function useBoardLook(slug: string) {
  const search = useSearch({ strict: false }) as BoardSearch;
  const query = useQuery(viewsQuery(slug));
  const text = JSON.stringify(search);
  // oxlint-disable-next-line react/exhaustive-deps
  const shown = useMemo(() => shownBy(search, query.data), [text, query.data]);
  // A view has to be known before its tasks can be asked for; without views there is still the board.
  const isKnown = saysLook(search) || !query.isPending;
  return { ...shown, views: query.data, isKnown };
}

/** Shows the board differently: what the view says, and everybody who has it open, stays as it is. */
export function useChangeLook(slug: string) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { look, view, views } = useBoardLook(slug);

  function show(next: BoardLook, from: ViewView | undefined): void {
    const address = searchFor(next, from, views);
    // It need not wait until the page has been drawn for its new address.
    if (next.grouping === undefined) void client.prefetchQuery(boardQuery(client, slug, next.filters));
    void navigate({ to: '.', replace: true, search: (search: Record<string, unknown>) => ({ ...search, ...address }) });
  }

  return {
    change: (change: Partial<BoardLook>) => show({ ...look, ...change }, view),
    filter: (change: BoardFilters) => show({ ...look, filters: { ...look.filters, ...change } }, view),
    show,
  };
}
