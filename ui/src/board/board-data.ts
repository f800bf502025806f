import { NONE, type BoardFilters } from '../../../domain/board/view.ts';
import { cardOf as cardOfTask } from '../../../domain/task/card.ts';
import { isFoundBy } from '../../../domain/task/search-text.ts';
import { TASK_STATUSES, type TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { BoardView } from '../../../operations/schemas/project.ts';
import type { TaskCard, TaskView } from '../../../operations/schemas/task.ts';

export interface BoardColumn {
  readonly status: TaskStatus;
  /** Of all cards of the column, loaded or not. */
  readonly count: number;
  /** Only the server can tell whether there are more; the count is that of the cards. */
  readonly isForeseen?: boolean;
  readonly cards: readonly TaskCard[];
  readonly nextCursor?: string | undefined;
}

export interface Board {
  readonly columns: readonly BoardColumn[];
}

/** What a change can mean for a board that does not have the card: it is new, it may have another place, or neither. */
export type Reach = 'NEW' | 'PLACE' | 'FACE';

export const hasFilters = (filters: BoardFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined && value !== '');

export const boardOf = (view: BoardView): Board => ({
  columns: TASK_STATUSES.map((status) => {
    const column = view.columns.find((candidate) => candidate.status === status);
    return { status, count: 0, cards: [], ...column };
  }),
});

export const findCard = (board: Board, key: string): TaskCard | undefined => {
  for (const { cards } of board.columns) {
    const card = cards.find((candidate) => candidate.key === key);
    if (card) return card;
  }
  return undefined;
};

/** Order of a column: most urgent first, then oldest first. */
export function compareCards(one: TaskCard, other: TaskCard): number {
  if (one.priority !== other.priority) return one.priority - other.priority;
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? -1 : 1;
  return numberOf(one.key) - numberOf(other.key);
}

const numberOf = (key: string): number => Number(key.slice(key.lastIndexOf('-') + 1));

const isComplete = ({ columns }: Board): boolean => columns.every(({ nextCursor }) => nextCursor === undefined);

/**
 * The board with a newer version of one card. `undefined` means that only the server can tell: the card was not
 * loaded and may have moved, so that one count is too high and nobody here knows which.
 */
export function withCard(board: Board, card: TaskCard, filters: BoardFilters, reach: Reach): Board | undefined {
  const known = findCard(board, card.key);
  if (known && known.seq >= card.seq) return board;
  const isShown = matches(card, filters);
  if (!known) {
    // A board that has loaded all of its cards knows that this one comes from outside.
    const isFromOutside = reach === 'NEW' || isComplete(board);
    if (!isFromOutside) return reach === 'FACE' ? board : undefined;
    if (!isShown) return board;
  }
  return {
    columns: board.columns.map((column) => {
      const left = known?.status === column.status ? removed(column, card.key) : column;
      return isShown && card.status === column.status ? inserted(left, card) : left;
    }),
  };
}

const removed = (column: BoardColumn, key: string): BoardColumn => ({
  ...column,
  count: column.count - 1,
  cards: column.cards.filter((card) => card.key !== key),
});

function inserted(column: BoardColumn, card: TaskCard): BoardColumn {
  const at = column.cards.findIndex((other) => compareCards(card, other) < 0);
  const count = column.count + 1;
  if (at >= 0) return { ...column, count, cards: column.cards.toSpliced(at, 0, card) };
  // Behind the last loaded card of a longer column it will come with its page.
  return column.nextCursor === undefined ? { ...column, count, cards: [...column.cards, card] } : { ...column, count };
}

/** The next page of a column. */
export function withPage(
  board: Board,
  status: TaskStatus,
  items: readonly TaskCard[],
  nextCursor: string | undefined,
): Board {
  const columns = board.columns.map((column) => {
    if (column.status !== status) return column;
    const present = new Set(column.cards.map(({ key }) => key));
    const cards = [...column.cards, ...items.filter(({ key }) => !present.has(key))].sort(compareCards);
    return { ...column, cards, nextCursor };
  });
  return { columns };
}

/** Whether filters leave a card. */
export function matches(card: TaskCard, { text, type, priority, assignee, label }: BoardFilters): boolean {
  return (
    (type === undefined || card.type === type) &&
    (priority === undefined || card.priority === priority) &&
    (assignee === undefined || hasOrNone(card.assignees, assignee, ({ id }) => id)) &&
    (label === undefined || hasOrNone(card.labels, label, (one) => one)) &&
    isFoundBy(card, text ?? '')
  );
}

const hasOrNone = <Item>(items: readonly Item[], wanted: string, valueOf: (item: Item) => string): boolean =>
  wanted === NONE ? items.length === 0 : items.some((item) => valueOf(item) === wanted);

/** The card of a task that a command has answered with. */
export const cardOf = (task: TaskView): TaskCard => cardOfTask(task) as TaskCard;
