import { setTimeout } from 'node:timers/promises';
import type { LiveFeed, LiveMessage } from './live-feed.ts';

/** Where nothing was heard, one looks again after this all the same: time alone lets work start. In milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** However much happens, one looks no more often than this. */
const SHORTEST_PAUSE_MS = 50;

/** Tells somebody who waits for work when there may be some. */
export class OfferNews {
  readonly #unsubscribe: () => void;
  #wake = new AbortController();

  constructor(live: LiveFeed) {
    this.#unsubscribe = live.subscribe((message) => {
      if (mayOfferWork(message)) this.#wake.abort();
    });
  }

  /** Resolves soon after something has happened since the last time, or after a while. @param until in ms since 1970 */
  async next(until: number): Promise<void> {
    await setTimeout(Math.min(SHORTEST_PAUSE_MS, Math.max(0, until - Date.now())));
    const left = Math.min(LOOK_EVERY_MS - SHORTEST_PAUSE_MS, until - Date.now());
    const { signal } = this.#wake;
    if (left > 0 && !signal.aborted) await setTimeout(left, undefined, { signal }).catch(() => undefined);
    this.#wake = new AbortController();
  }

  stop(): void {
    this.#unsubscribe();
  }
}

/** Work is put on offer, or something that has kept it from starting is over. */
function mayOfferWork(message: LiveMessage): boolean {
  if (message.event === 'task.changed') return /^(?:execution|approval|task\.transitioned)/.test(message.data.type);
  return message.event === 'agent.changed' || message.event === 'project.changed';
}
