import { useSyncExternalStore } from 'react';

/** A short message at the edge of the screen. */
export interface Notice {
  readonly id: number;
  readonly tone: 'DONE' | 'REFUSED' | 'INFO';
  readonly title: string;
  readonly description?: string | undefined;
  readonly undo?: (() => void) | undefined;
}

const MOST = 3;
const SHOWN_MS = 5_000;
const SHOWN_WITH_MORE_MS = 10_000;

let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

const show = (notice: Omit<Notice, 'id'>): void => change([...notices, { ...notice, id: ++lastId }].slice(-MOST));

export const dismiss = (id: number): void => change(notices.filter((notice) => notice.id !== id));

/** How long a notice stays: longer when there is something to read or to press. */
export const lifetimeOf = ({ undo, description }: Notice): number =>
  undo || description !== undefined ? SHOWN_WITH_MORE_MS : SHOWN_MS;

export const notice = {
  done: (title: string, undo?: () => void): void => show({ tone: 'DONE', title, undo }),
  refused: (title: string, error: unknown): void =>
    show({ tone: 'REFUSED', title, description: error instanceof Error ? error.message : String(error) }),
  /** The command is durable, the history that is shown lags behind. */
  lagging: (): void => show({ tone: 'INFO', title: 'Accepted. The history catches up in a moment.' }),
};

export const useNotices = (): readonly Notice[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => notices,
  );
