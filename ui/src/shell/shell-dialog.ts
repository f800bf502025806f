import { useSyncExternalStore } from 'react';
import type { ProjectMode } from '../../../domain/task/vocabulary.ts';

/** What the shell can put before any page, one at a time. */
export type ShellDialog =
  | { readonly name: 'PALETTE'; readonly only?: 'PROJECTS' }
  | { readonly name: 'MODE'; readonly mode?: ProjectMode }
  | { readonly name: 'NEW_TASK' | 'IMPORT' | 'NEW_PROJECT' | 'SHORTCUTS' | 'STOP' | 'RESUME' | 'SAMPLE' };

let shown: ShellDialog | undefined;
const listeners = new Set<() => void>();

function show(next: ShellDialog | undefined): void {
  shown = next;
  for (const listener of listeners) listener();
}

export const openDialog = (dialog: ShellDialog): void => show(dialog);

/** Closes a dialog, unless another one has taken its place. */
export const closeDialog = (dialog: ShellDialog): void => {
  if (dialog === shown) show(undefined);
};

export const closeAnyDialog = (): void => show(undefined);

export const useShellDialog = (): ShellDialog | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => shown,
  );
