import { useSyncExternalStore } from 'react';
import type { Decision } from './approval-commands.ts';

type Expected = ReadonlyMap<string, Decision>;

/** What is decided on screen while the server has not answered yet. Taking an entry out is the whole rollback. */
let expected: Expected = new Map();
const listeners = new Set<() => void>();

function change(next: Expected): void {
  expected = next;
  for (const listener of listeners) listener();
}

export const expectDecisions = (ids: readonly string[], decision: Decision): void =>
  change(new Map([...expected, ...ids.map((id) => [id, decision] as const)]));

export const settleDecisions = (ids: readonly string[]): void =>
  change(new Map([...expected].filter(([id]) => !ids.includes(id))));

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useExpectedDecisions = (): Expected => useSyncExternalStore(subscribe, () => expected);
