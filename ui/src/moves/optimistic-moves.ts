import { useSyncExternalStore } from 'react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { compareCards, type Board } from '../board/board-data.ts';

export type Moves = ReadonlyMap<string, TaskStatus>;

/** Where cards are shown while the server has not answered yet. Taking an entry out is the whole rollback. */
let moves: Moves = new Map();
const listeners = new Set<() => void>();

function change(next: Moves): void {
  moves = next;
  for (const listener of listeners) listener();
}

export const expectMove = (key: string, to: TaskStatus): void => change(new Map(moves).set(key, to));

export function settleMove(key: string): void {
  const next = new Map(moves);
  if (next.delete(key)) change(next);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useOptimisticMoves = (): Moves => useSyncExternalStore(subscribe, () => moves);

/** The board as it will be when every expected move has happened. */
export function withMoves(board: Board, expected: Moves): Board {
  if (expected.size === 0) return board;
  const moving = board.columns
    .flatMap(({ cards }) => cards)
    .filter((card) => expected.has(card.key) && expected.get(card.key) !== card.status);
  if (moving.length === 0) return board;
  const keys = new Set(moving.map(({ key }) => key));
  return {
    columns: board.columns.map((column) => {
      const left = column.cards.filter(({ key }) => !keys.has(key));
      const arriving = moving.filter(({ key }) => expected.get(key) === column.status);
      return {
        ...column,
        count: column.count - (column.cards.length - left.length) + arriving.length,
        cards: arriving.length === 0 ? left : [...left, ...arriving].sort(compareCards),
      };
    }),
  };
}
