import { useSyncExternalStore } from 'react';
import { between } from '../controls/between.ts';

/** Which cards are chosen to be worked on together. Each card listens for itself, so that choosing one draws one. */
let selected: ReadonlySet<string> = new Set();
let anchor: string | undefined;
const listeners = new Set<() => void>();

function change(next: ReadonlySet<string>): void {
  selected = next;
  for (const listener of listeners) listener();
}

export const selection = {
  get isEmpty(): boolean {
    return selected.size === 0;
  },
  toggle(key: string): void {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    anchor = key;
    change(next);
  },
  /** From the card that was chosen last up to this one, in the order that is on screen. */
  extendTo(key: string, shown: readonly string[]): void {
    change(new Set([...selected, ...between(shown, anchor ?? key, key)]));
    anchor = key;
  },
  set: (keys: readonly string[]): void => change(new Set(keys)),
  clear: (): void => change(new Set()),
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useSelection = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => selected);
export const useIsSelected = (key: string): boolean => useSyncExternalStore(subscribe, () => selected.has(key));
export const useIsSelecting = (): boolean => useSyncExternalStore(subscribe, () => selected.size > 0);
