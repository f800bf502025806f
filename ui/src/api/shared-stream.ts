import type { Connection } from './connection.ts';
import type { EventStream, StreamListener, StreamMessage } from './event-stream.ts';

/** What the tabs of a browser say to each other; the leader alone has a stream. */
type Said =
  | { readonly kind: 'HEARD'; readonly message: StreamMessage }
  | { readonly kind: 'MISSED' }
  | { readonly kind: 'STATE'; readonly connection: Connection }
  /** Asks the leader for the state of the stream. */
  | { readonly kind: 'ASK' };

/** What the browser has for tabs that belong together. */
interface Surroundings {
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'close'> & {
    addEventListener(type: 'message', listener: (event: MessageEvent<Said>) => void): void;
  };
}

interface SharedStreamOptions extends Surroundings {
  /** Somebody looks at this tab: only then is it worth replacing a leader that is silent. */
  readonly isVisible: () => boolean;
  /** The same in all tabs that share the stream. */
  readonly name: string;
  readonly listener: StreamListener;
  /** Opens a stream that picks up after a message. */
  readonly open: (lastEventId: string | undefined, listener: StreamListener) => EventStream;
}

/** A leader answers at once, also in the background: one that does not is frozen or gone. */
const ANSWER_MS = 5_000;
const ASK_EVERY_MS = 20_000;

/**
 * One stream for all tabs of a browser. Whoever holds the lock is the leader and tells the others; when that tab is
 * closed the next one takes over where the last message was, and a leader that no longer answers is replaced.
 */
export function shareStream({ name, locks, channel, isVisible, listener, open }: SharedStreamOptions): EventStream {
  let stream: EventStream | undefined;
  let connection: Connection = 'RECONNECTING';
  let lastEventId: string | undefined;
  /** A stream was heard before, so that a new one without an id to pick up at has missed something. */
  let hasFollowed = false;
  let isClosed = false;
  let release: (() => void) | undefined;
  let waiting = new AbortController();
  let answer: ReturnType<typeof setTimeout> | undefined;

  const say = (said: Said): void => channel.postMessage(said);

  const leading: StreamListener = {
    heard: (message) => {
      say({ kind: 'HEARD', message });
      listener.heard(message);
    },
    missed: () => {
      say({ kind: 'MISSED' });
      listener.missed();
    },
    became: (next) => {
      connection = next;
      say({ kind: 'STATE', connection });
      listener.became(next);
    },
    refused: listener.refused,
  };

  function lead(): Promise<void> {
    clearTimeout(answer);
    stream = open(lastEventId, leading);
    if (hasFollowed && lastEventId === undefined) leading.missed();
    return new Promise((resolve) => (release = resolve));
  }

  function follow(): void {
    stream?.close();
    stream = undefined;
    hasFollowed = true;
  }

  function stand(steal: boolean): void {
    waiting.abort();
    waiting = new AbortController();
    const own = waiting;
    const options = steal ? { steal } : { signal: own.signal };
    // A request that is called off may have been granted already: the lock is then let go at once.
    const take = () => (own === waiting && !isClosed ? lead() : undefined);
    locks.request(name, options, take).catch(() => {
      // Somebody took the lock from us: they lead now. A request that was called off has led nothing.
      if (isClosed || own !== waiting || !stream) return;
      follow();
      stand(false);
    });
  }

  function ask(): void {
    if (stream || isClosed) return;
    clearTimeout(answer);
    answer = setTimeout(() => {
      if (!stream && !isClosed && isVisible()) stand(true);
    }, ANSWER_MS);
    say({ kind: 'ASK' });
  }

  channel.addEventListener('message', ({ data }) => {
    if (data.kind === 'ASK') {
      stream?.check();
      if (stream) say({ kind: 'STATE', connection });
      return;
    }
    if (stream) return;
    clearTimeout(answer);
    hasFollowed = true;
    if (data.kind === 'MISSED') listener.missed();
    if (data.kind === 'STATE') listener.became(data.connection);
    if (data.kind === 'HEARD') {
      if (data.message.id !== '') lastEventId = data.message.id;
      listener.heard(data.message);
    }
  });

  const asking = setInterval(ask, ASK_EVERY_MS);
  stand(false);
  // The lock comes at once when nobody has it.
  setTimeout(ask);

  return {
    check: () => (stream ? stream.check() : ask()),
    close: () => {
      isClosed = true;
      clearInterval(asking);
      clearTimeout(answer);
      waiting.abort();
      stream?.close();
      release?.();
      channel.close();
    },
  };
}
