import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { ExecutionProgress, TaskChanged } from '../../../operations/schemas/stream.ts';
import { NEWS, liveUpdates } from './live.ts';
import { apiUrl } from './request.ts';

export type Connection = 'LIVE' | 'RECONNECTING' | 'OFFLINE';

const OFFLINE_AFTER_MS = 15_000;
const RETRY_MS = 2_000;

let connection: Connection = 'RECONNECTING';
const listeners = new Set<() => void>();

function announce(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => connection);

/** Keeps one stream open until the returned function is called. The browser resumes it with Last-Event-ID. */
export function openStream(client: QueryClient): () => void {
  const updates = liveUpdates(client);
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let giveUp: ReturnType<typeof setTimeout> | undefined;
  let wasLive = false;

  function open(): void {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(apiUrl('/stream'));
    source.addEventListener('open', opened);
    source.addEventListener('error', failed);
    source.addEventListener('task.changed', ({ data }) =>
      updates.taskChanged(JSON.parse(data as string) as TaskChanged),
    );
    source.addEventListener('execution.progress', ({ data }) =>
      updates.executionProgress(JSON.parse(data as string) as ExecutionProgress),
    );
    for (const news of NEWS) source.addEventListener(news, () => updates.heard(news));
  }

  function opened(): void {
    clearTimeout(giveUp);
    giveUp = undefined;
    if (wasLive) updates.reconnected();
    wasLive = true;
    announce('LIVE');
  }

  function failed(): void {
    if (connection !== 'OFFLINE') announce(navigator.onLine ? 'RECONNECTING' : 'OFFLINE');
    giveUp ??= setTimeout(() => announce('OFFLINE'), OFFLINE_AFTER_MS);
    // A closed source (the server answered with an error) does not try again by itself.
    if (source?.readyState === EventSource.CLOSED) {
      clearTimeout(retry);
      retry = setTimeout(open, RETRY_MS);
      void client.invalidateQueries({ queryKey: ['session'] });
    }
  }

  const wentOffline = () => announce('OFFLINE');
  addEventListener('offline', wentOffline);
  addEventListener('online', open);
  open();

  return () => {
    removeEventListener('offline', wentOffline);
    removeEventListener('online', open);
    clearTimeout(retry);
    clearTimeout(giveUp);
    source?.close();
  };
}
