import type { Connection } from './connection.ts';

/** What the stream tells, as it came. */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
  /** Where a stream picks up that is opened after this message. */
  readonly id: string;
}

export interface StreamListener {
  readonly heard: (message: StreamMessage) => void;
  /** Something was missed that is not told again: nothing on screen can be trusted. */
  readonly missed: () => void;
  readonly became: (connection: Connection) => void;
  /** The server answered with an error instead of a stream; the session may be over. */
  readonly refused: () => void;
}

/** One stream that is kept open. */
export interface EventStream {
  /** Looks whether it is still alive, after a pause of unknown length. */
  check(): void;
  close(): void;
}

interface EventStreamOptions {
  /** The address of a stream that picks up after a message. */
  readonly address: (lastEventId: string | undefined) => string;
  readonly events: readonly string[];
  readonly lastEventId: string | undefined;
  readonly listener: StreamListener;
}

/** The server says every 15 seconds that it is there. */
const SILENT_MS = 40_000;
const CHECK_EVERY_MS = 5_000;
const OFFLINE_AFTER_MS = 15_000;
const RETRY_MS = 2_000;
/** After a longer gap everything is fetched again, instead of being told what was missed one by one. */
const LONG_GAP_MS = 60_000;

/** Opens a stream and opens it again, from where it was, whenever it breaks or falls silent. */
export function openEventStream({ address, events, listener, ...from }: EventStreamOptions): EventStream {
  let { lastEventId } = from;
  let source: EventSource | undefined;
  let heardAt = Date.now();
  let isFirst = lastEventId === undefined;
  let connection: Connection | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let giveUp: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(address(lastEventId));
    source.addEventListener('open', opened);
    source.addEventListener('error', failed);
    source.addEventListener('heartbeat', () => (heardAt = Date.now()));
    source.addEventListener('gap', () => listener.missed());
    for (const event of events) {
      source.addEventListener(event, (message: MessageEvent<string>) => {
        heardAt = Date.now();
        if (message.lastEventId !== '') lastEventId = message.lastEventId;
        listener.heard({ event, data: message.data, id: message.lastEventId });
      });
    }
  }

  function become(next: Connection): void {
    connection = next;
    listener.became(next);
  }

  function opened(): void {
    clearTimeout(giveUp);
    giveUp = undefined;
    const isLong = Date.now() - heardAt > LONG_GAP_MS;
    if (!isFirst && (isLong || lastEventId === undefined)) listener.missed();
    isFirst = false;
    heardAt = Date.now();
    become('LIVE');
  }

  function failed(): void {
    if (connection !== 'OFFLINE') become(navigator.onLine ? 'RECONNECTING' : 'OFFLINE');
    giveUp ??= setTimeout(() => become('OFFLINE'), OFFLINE_AFTER_MS);
    // A closed source (the server answered with an error) does not try again by itself.
    if (source?.readyState === EventSource.CLOSED) {
      clearTimeout(retry);
      retry = setTimeout(open, RETRY_MS);
      listener.refused();
    }
  }

  /** A connection that died while the machine slept says nothing, and no error either. */
  function check(): void {
    if (connection !== 'LIVE' || Date.now() - heardAt <= SILENT_MS) return;
    become('RECONNECTING');
    open();
  }

  const wentOffline = () => become('OFFLINE');
  addEventListener('offline', wentOffline);
  addEventListener('online', open);
  const checking = setInterval(check, CHECK_EVERY_MS);
  open();

  return {
    check,
    close: () => {
      removeEventListener('offline', wentOffline);
      removeEventListener('online', open);
      clearInterval(checking);
      clearTimeout(retry);
      clearTimeout(giveUp);
      source?.close();
    },
  };
}
