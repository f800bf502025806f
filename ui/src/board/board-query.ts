import { queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { BoardView } from '../../../operations/schemas/project.ts';
import type { TaskCard, TaskView } from '../../../operations/schemas/task.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';
import {
  boardOf,
  cardOf,
  exactness,
  findCard,
  hasFilters,
  withCard,
  withPage,
  type Board,
  type BoardFilters,
} from './board-data.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

export const boardKey = (slug: string, filters: BoardFilters) => ['board', slug, filters] as const;

export const boardQuery = (client: QueryClient, slug: string, filters: BoardFilters) =>
  queryOptions({
    queryKey: boardKey(slug, filters),
    queryFn: async ({ signal }): Promise<Board> => {
      const fresh = await (hasFilters(filters) ? filteredBoard(slug, filters, signal) : wholeBoard(slug, signal));
      const shown = client.getQueryData<Board>(boardKey(slug, filters));
      return shown ? notOlder(shown, await asLongAs(shown, fresh, slug, filters), filters) : fresh;
    },
    staleTime: 30_000,
  });

async function wholeBoard(slug: string, signal: AbortSignal): Promise<Board> {
  return boardOf(await get<BoardView>(`/projects/${slug}/board`, { limit: PAGE }, signal));
}

async function filteredBoard(slug: string, filters: BoardFilters, signal: AbortSignal): Promise<Board> {
  const columns = TASK_STATUSES.map(async (status) => {
    const { items, nextCursor } = await columnPage(slug, status, filters, { limit: PAGE, signal });
    return { status, cards: items, nextCursor, ...exactness(items.length, nextCursor) };
  });
  return { columns: await Promise.all(columns) };
}

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
    .reduce((board, card) => withCard(board, card, filters, false) ?? board, fresh);

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

/** Puts a newer card on every board that shows it, and answers with the boards that must be fetched to count right. */
export function patchBoards(client: QueryClient, card: TaskCard, slug: string, isNew: boolean): readonly QueryKey[] {
  const uncertain: QueryKey[] = [];
  for (const [queryKey, board] of client.getQueriesData<Board>({ queryKey: ['board', slug] })) {
    if (!board) continue;
    const patched = withCard(board, card, queryKey[2] as BoardFilters, isNew);
    if (patched) client.setQueryData(queryKey, patched);
    else uncertain.push(queryKey);
  }
  return uncertain;
}

/** What a command answered with is newer than anything on screen. */
export function showTask(client: QueryClient, task: TaskView): void {
  const shown = client.getQueryData<TaskView>(['task', task.key]);
  if (!shown || shown.seq <= task.seq) client.setQueryData(['task', task.key], task);
  for (const queryKey of patchBoards(client, cardOf(task), task.projectId, task.seq === 1)) {
    void client.invalidateQueries({ queryKey, exact: true });
  }
}
