import { useSyncExternalStore } from 'react';

/** Whether what is on screen is what is: LIVE it is, RECONNECTING it may be, OFFLINE it is the last that was known. */
export type Connection = 'LIVE' | 'RECONNECTING' | 'OFFLINE';

let connection: Connection = 'RECONNECTING';
const listeners = new Set<() => void>();

export function announceConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

export const useConnection = (): Connection =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => connection,
  );
