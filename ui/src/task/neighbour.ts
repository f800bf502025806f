import type { QueryClient } from '@tanstack/react-query';
import type { Board, BoardFilters } from '../board/board-data.ts';
import { boardKey } from '../board/board-query.ts';

/** The key of the card after (or before) this one, down each column and on to the next. */
export function neighbourOf(
  client: QueryClient,
  slug: string,
  { text, type, priority, assignee, label }: BoardFilters,
  key: string,
  step: number,
): string | undefined {
  const board = client.getQueryData<Board>(boardKey(slug, { text, type, priority, assignee, label }));
  const keys = board?.columns.flatMap(({ cards }) => cards.map((card) => card.key)) ?? [];
  const at = keys.indexOf(key);
  return at < 0 ? keys[0] : keys[at + step];
}
