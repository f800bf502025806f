import { useSyncExternalStore } from 'react';

/** The card that is being edited in place. */
let editedKey: string | undefined;
const listeners = new Set<() => void>();

function change(key: string | undefined): void {
  editedKey = key;
  for (const listener of listeners) listener();
}

export const openQuickEdit = (key: string): void => change(key);
export const closeQuickEdit = (): void => change(undefined);

export const useQuickEdit = (): string | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => editedKey,
  );
