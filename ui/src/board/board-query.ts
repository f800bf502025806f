import { queryOptions, replaceEqualDeep, type QueryClient, type QueryKey } from '@tanstack/react-query';
import type { BoardFilters } from '../../../domain/board/view.ts';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { BoardView } from '../../../operations/schemas/project.ts';
import type { TaskCard, TaskView } from '../../../operations/schemas/task.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';
import { boardOf, cardOf, findCard, withCard, withPage, type Board, type Reach } from './board-data.ts';
import { foreseen } from './foreseen.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

const boardKey = (slug: string, filters: BoardFilters) => ['board', slug, filters] as const;

export const boardQuery = (client: QueryClient, slug: string, filters: BoardFilters) =>
  queryOptions({
    queryKey: boardKey(slug, filters),
    queryFn: async ({ signal }): Promise<Board> => {
      const view = await get<BoardView>(`/projects/${slug}/board`, { ...filters, limit: PAGE }, signal);
      const fresh = boardOf(view);
      const shown = client.getQueryData<Board>(boardKey(slug, filters));
      if (shown) return notOlder(shown, await asLongAs(shown, fresh, slug, filters), filters);
      // Cards that were foreseen need not be drawn again.
      return replaceEqualDeep(foreseenBoard(client, slug, filters), fresh) as Board;
    },
    staleTime: 30_000,
  });

/** What the boards that are loaded tell of another one. */
export const foreseenBoard = (client: QueryClient, slug: string, filters: BoardFilters): Board | undefined =>
  foreseen(
    loadedBoards(client, slug).map(([queryKey, board]) => ({ filters: filtersIn(queryKey), board })),
    filters,
  );

const loadedBoards = (client: QueryClient, slug: string) =>
  client
    .getQueriesData<Board>({ queryKey: ['board', slug] })
    .filter((entry): entry is [QueryKey, Board] => entry[1] !== undefined);

const filtersIn = (queryKey: QueryKey) => queryKey[2] as BoardFilters;

/** A refetch keeps the pages that were already loaded, so that no column jumps. */
async function asLongAs(shown: Board, fresh: Board, slug: string, filters: BoardFilters): Promise<Board> {
  let board = fresh;
  for (const { status, cards } of shown.columns) {
    for (;;) {
      const column = board.columns.find((candidate) => candidate.status === status);
      if (column?.nextCursor === undefined || column.cards.length >= cards.length) break;
      const page = await columnPage(slug, status, filters, { limit: LARGEST_PAGE, cursor: column.nextCursor });
      board = withPage(board, status, page.items, page.nextCursor);
    }
  }
  return board;
}

/** The stream may have been faster than the answer. */
const notOlder = (shown: Board, fresh: Board, filters: BoardFilters): Board =>
  shown.columns
    .flatMap(({ cards }) => cards)
    .filter((card) => (findCard(fresh, card.key)?.seq ?? Infinity) < card.seq)
    .reduce((board, card) => withCard(board, card, filters, 'PLACE') ?? board, fresh);

interface PageOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

const columnPage = (slug: string, status: TaskStatus, filters: BoardFilters, { limit, cursor, signal }: PageOptions) =>
  get<Page<TaskCard>>('/tasks', { project: slug, status, ...filters, limit, cursor }, signal);

export async function loadMore(
  client: QueryClient,
  slug: string,
  filters: BoardFilters,
  status: TaskStatus,
  cursor: string,
): Promise<void> {
  const page = await columnPage(slug, status, filters, { limit: PAGE, cursor });
  client.setQueryData<Board>(boardKey(slug, filters), (board) =>
    board?.columns.find((column) => column.status === status)?.nextCursor === cursor
      ? withPage(board, status, page.items, page.nextCursor)
      : board,
  );
}

export interface CardNews {
  readonly card: TaskCard;
  readonly reach: Reach;
}

/** Puts newer cards on every board that shows them, and answers with the boards that must be fetched to count right. */
export function patchBoards(client: QueryClient, slug: string, news: readonly CardNews[]): readonly QueryKey[] {
  const uncertain: QueryKey[] = [];
  for (const [queryKey, shown] of loadedBoards(client, slug)) {
    let board = shown;
    let isCertain = true;
    for (const { card, reach } of news) {
      const patched = withCard(board, card, filtersIn(queryKey), reach);
      if (patched) board = patched;
      else isCertain = false;
    }
    if (board !== shown) client.setQueryData(queryKey, board);
    if (!isCertain) uncertain.push(queryKey);
  }
  return uncertain;
}

/** What a command answered with is newer than anything on screen. */
export function showTask(client: QueryClient, task: TaskView): void {
  const shown = client.getQueryData<TaskView>(['task', task.key]);
  if (!shown || shown.seq <= task.seq) client.setQueryData(['task', task.key], task);
  const reach = task.seq === 1 ? 'NEW' : 'PLACE';
  for (const queryKey of patchBoards(client, task.projectId, [{ card: cardOf(task), reach }])) {
    void client.invalidateQueries({ queryKey, exact: true });
  }
}
