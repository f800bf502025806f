import type { QueryClient } from '@tanstack/react-query';
import { defaultParseSearch } from '@tanstack/react-router';
import type { ViewsView } from '../../../operations/schemas/board.ts';
import { projectsQuery } from '../api/queries.ts';
import { boardSearch, saysLook, shownBy } from './board-look.ts';
import { boardQuery } from './board-query.ts';
import { viewsQuery } from './view-queries.ts';

/** Asks for the board at the address while it is being found out who is there. */
export function askForBoardEarly(client: QueryClient): void {
  const slug = /^\/p\/([\w-]+)/.exec(location.pathname)?.[1];
  if (slug === undefined) return;
  const search = boardSearch(defaultParseSearch(location.search));
  const askFor = (views: ViewsView | undefined) => {
    const { look } = shownBy(search, views);
    if (look.grouping === undefined) void client.prefetchQuery(boardQuery(client, slug, look.filters));
  };
  void client.prefetchQuery(projectsQuery);
  const views = client.fetchQuery(viewsQuery(slug));
  if (saysLook(search)) askFor(undefined);
  views.then(askFor).catch(() => undefined);
}
