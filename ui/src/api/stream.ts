import type { QueryClient } from '@tanstack/react-query';
import { announceConnection } from './connection.ts';
import { openEventStream, type EventStream, type StreamListener } from './event-stream.ts';
import { EVENTS, liveUpdates } from './live.ts';
import { apiUrl } from './request.ts';
import { sessionQuery } from './session.ts';
import { shareStream } from './shared-stream.ts';

/**
 * Follows what changes until the returned function is called: by one stream for all tabs of the browser, or by one of
 * its own where the browser has no locks (plain http from another machine).
 */
export function openStream(client: QueryClient, personId: string): () => void {
  const updates = liveUpdates(client);
  const listener: StreamListener = {
    heard: updates.heard,
    missed: updates.missed,
    became: announceConnection,
    refused: () => void client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  };
  const stream = sharedOrOwn(`mission-control:${personId}`, listener);
  const check = () => isVisible() && stream.check();
  document.addEventListener('visibilitychange', check);
  addEventListener('focus', check);
  addEventListener('pageshow', check);
  return () => {
    document.removeEventListener('visibilitychange', check);
    removeEventListener('focus', check);
    removeEventListener('pageshow', check);
    stream.close();
  };
}

function sharedOrOwn(name: string, listener: StreamListener): EventStream {
  const open = (lastEventId: string | undefined, hearing: StreamListener) =>
    openEventStream({ address, events: EVENTS, lastEventId, listener: hearing });
  // Missing outside of secure contexts, whatever the types say.
  const { locks } = navigator as Partial<Navigator>;
  if (!locks || typeof BroadcastChannel === 'undefined') return open(undefined, listener);
  return shareStream({ name, locks, channel: new BroadcastChannel(name), isVisible, listener, open });
}

const isVisible = (): boolean => document.visibilityState === 'visible';

const address = (lastEventId: string | undefined): string => apiUrl('/stream', { lastEventId });
