import type { BoardFilters } from '../../../domain/board/view.ts';
import { searchWords } from '../../../domain/task/search-text.ts';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import { matches, type Board, type BoardColumn } from './board-data.ts';

export interface LoadedBoard {
  readonly filters: BoardFilters;
  readonly board: Board;
}

/**
 * What a filter is known to leave before the server has answered: of each column the cards that are loaded already.
 * From a board with fewer filters they are the first ones of the answer, as both have the same order.
 */
export function foreseen(loaded: readonly LoadedBoard[], filters: BoardFilters): Board | undefined {
  if (loaded.length === 0) return undefined;
  return { columns: TASK_STATUSES.map((status) => fullest(loaded.map((one) => narrowed(one, status, filters)))) };
}

function narrowed({ filters: known, board }: LoadedBoard, status: TaskStatus, filters: BoardFilters): BoardColumn {
  const column = board.columns.find((candidate) => candidate.status === status);
  const cards = column?.cards.filter((card) => matches(card, filters)) ?? [];
  const isAll = column !== undefined && isWider(known, filters) && isBehind(column, filters);
  return { status, count: cards.length, cards, ...(!isAll && { isForeseen: true }) };
}

/** Whether a board has every task of one with these filters. */
const isWider = (known: BoardFilters, { text, ...filters }: BoardFilters): boolean =>
  (['type', 'priority', 'assignee', 'label'] as const).every(
    (name) => known[name] === undefined || known[name] === filters[name],
  ) && searchWords(known.text ?? '').every((word) => searchWords(text ?? '').some((wanted) => wanted.includes(word)));

/** Whether all that the filters can leave of a column is loaded; the most urgent comes first. */
const isBehind = ({ nextCursor, isForeseen, cards }: BoardColumn, { priority }: BoardFilters): boolean =>
  isForeseen !== true &&
  (nextCursor === undefined || (priority !== undefined && (cards.at(-1)?.priority ?? 0) > priority));

const fullest = (columns: readonly BoardColumn[]): BoardColumn =>
  columns.reduce((best, column) => (rank(column) > rank(best) ? column : best));

const rank = ({ isForeseen, cards }: BoardColumn): number => (isForeseen === true ? cards.length : Infinity);
