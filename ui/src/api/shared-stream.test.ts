import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Connection } from './connection.ts';
import type { StreamListener } from './event-stream.ts';
import { shareStream } from './shared-stream.ts';

/** The locks of a browser, as far as one exclusive lock goes. */
class Locks {
  #held: ((reason: Error) => void) | undefined;
  readonly #queue: (() => void)[] = [];
  /** Has granted what is called off, and the tab does not know yet. */
  isAhead = false;

  readonly request = ((
    _name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    lead: () => Promise<void> | undefined,
  ) =>
    new Promise<void>((resolve, reject) => {
      const hold = () => {
        this.#held = reject;
        void Promise.resolve(lead()).then(() => {
          resolve();
          if (this.#held !== reject) return;
          this.#held = undefined;
          this.#queue.shift()?.();
        });
      };
      const stolen = this.#held;
      if (options.steal && stolen) stolen(new Error('AbortError'));
      if (!stolen || options.steal) return hold();
      this.#queue.push(hold);
      options.signal?.addEventListener('abort', () => {
        const at = this.#queue.indexOf(hold);
        if (this.isAhead) setTimeout(() => void lead(), 1);
        if (at >= 0) this.#queue.splice(at, 1);
        reject(new Error('AbortError'));
      });
    })) as unknown as LockManager['request'];
}

/** What tabs say reaches all others at once. */
class Channels {
  readonly #open = new Set<Channel>();

  open(): Channel {
    const channel: Channel = {
      hear: () => undefined,
      addEventListener: (_type, listener) => (channel.hear = listener as Channel['hear']),
      isFrozen: false,
      postMessage: (data: unknown) => {
        for (const other of this.#open) if (other !== channel && !other.isFrozen) other.hear({ data } as MessageEvent);
      },
      close: () => void this.#open.delete(channel),
    };
    this.#open.add(channel);
    return channel;
  }
}

interface Channel {
  hear: (event: MessageEvent) => void;
  addEventListener: (type: 'message', listener: (event: never) => void) => void;
  isFrozen: boolean;
  postMessage: (data: unknown) => void;
  close: () => void;
}

let locks: Locks;
let channels: Channels;
/** The streams that the server sees. */
let streams: { tab: string; from: string | undefined; listener: StreamListener }[];
const open: { close: () => void }[] = [];

beforeEach(() => {
  jest.useFakeTimers();
  [locks, channels, streams] = [new Locks(), new Channels(), []];
});
afterEach(() => {
  for (const tab of open.splice(0)) tab.close();
  jest.useRealTimers();
});

function openTab(name: string) {
  const heard: string[] = [];
  const states: Connection[] = [];
  const channel = channels.open();
  let missed = 0;
  const stream = shareStream({
    name: 'mission-control:paula',
    locks,
    channel,
    // Timers of a frozen page do not run.
    isVisible: () => !channel.isFrozen,
    listener: {
      heard: ({ data }) => heard.push(data),
      missed: () => (missed += 1),
      became: (state) => states.push(state),
      refused: () => undefined,
    },
    open: (from, listener) => {
      const own = { tab: name, from, listener };
      streams.push(own);
      return { check: () => undefined, close: () => void streams.splice(streams.indexOf(own), 1) };
    },
  });
  const tab = { heard, states, channel, missed: () => missed, ...stream };
  open.push(tab);
  return tab;
}

const settle = () => jest.advanceTimersByTimeAsync(1);
const tell = (data: string, id: string) => streams[0]?.listener.heard({ event: 'task.changed', data, id });

it('opens one stream for all tabs, and every tab hears it and knows how it is', async () => {
  const one = openTab('one');
  await settle();
  streams[0]?.listener.became('LIVE');
  const two = openTab('two');
  await settle();
  tell('a', '1');
  expect(streams.map(({ tab }) => tab)).toEqual(['one']);
  expect([one.heard, two.heard]).toEqual([['a'], ['a']]);
  expect([one.states, two.states]).toEqual([['LIVE'], ['LIVE']]);
  streams[0]?.listener.became('OFFLINE');
  expect(two.states.at(-1)).toBe('OFFLINE');
});

it('goes on in another tab from the last message when the leader is closed', async () => {
  const one = openTab('one');
  await settle();
  const two = openTab('two');
  const three = openTab('three');
  await settle();
  tell('a', '17');
  one.close();
  await settle();
  expect(streams.map(({ tab, from }) => [tab, from])).toEqual([['two', '17']]);
  tell('b', '18');
  expect([two.heard, three.heard]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect([two.missed(), three.missed()]).toEqual([0, 0]);
});

it('lets all tabs look for themselves when the next leader does not know where the last one was', async () => {
  const one = openTab('one');
  await settle();
  const [two, three] = [openTab('two'), openTab('three')];
  await settle();
  streams[0]?.listener.became('LIVE');
  one.close();
  await settle();
  expect(streams.map(({ tab, from }) => [tab, from])).toEqual([['two', undefined]]);
  expect([two.missed(), three.missed()]).toEqual([1, 1]);
});

it('replaces a leader that does not answer, and has one stream again once that one wakes up', async () => {
  const one = openTab('one');
  await settle();
  const two = openTab('two');
  await settle();
  tell('a', '5');
  one.channel.isFrozen = true;
  await jest.advanceTimersByTimeAsync(30_000);
  expect(streams.map(({ tab, from }) => [tab, from])).toEqual([['two', '5']]);
  one.channel.isFrozen = false;
  tell('b', '6');
  expect([one.heard, two.heard]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

it('has one stream also when it is given the lock that it has just given up waiting for', async () => {
  const one = openTab('one');
  await settle();
  openTab('two');
  await settle();
  one.channel.isFrozen = true;
  locks.isAhead = true;
  await jest.advanceTimersByTimeAsync(30_000);
  expect(streams.map(({ tab }) => tab)).toEqual(['two']);
});

it('leaves a leader alone that answers, however long nothing happens', async () => {
  openTab('one');
  await settle();
  openTab('two');
  await jest.advanceTimersByTimeAsync(600_000);
  expect(streams.map(({ tab }) => tab)).toEqual(['one']);
});
