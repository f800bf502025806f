import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { TaskEvent } from '../domain/task/events.ts';

/** An event as it is stored: with the hash of the one before, so that the log is tamper-evident. */
export type ChainedEvent = TaskEvent & { readonly previousHash: string; readonly hash: string };

/** SHA-256, in hex, over the previous hash and the event in JSON with sorted keys. */
function hashOf(event: TaskEvent, previousHash: string): string {
  const { taskId, seq, at, actor, type, data } = event;
  const canonical = stringify({ taskId, seq, at, actor, type, data }) ?? '';
  // In one piece: each call has its price.
  return createHash('sha256').update(`${previousHash}\n${canonical}`).digest('hex');
}

/** Gives each event its hashes; `previousHash` is empty at the beginning of a log. */
export function chain(events: readonly TaskEvent[], previousHash: string): readonly ChainedEvent[] {
  let previous = previousHash;
  return events.map((event) => {
    const hash = hashOf(event, previous);
    const chained = { ...event, previousHash: previous, hash };
    previous = hash;
    return chained;
  });
}

/** The sequence number of the first event that does not fit the chain, or undefined when all do. */
export function firstBrokenLink(events: readonly ChainedEvent[]): number | undefined {
  let previous = '';
  for (const [index, event] of events.entries()) {
    const fits = event.seq === index + 1 && event.previousHash === previous && event.hash === hashOf(event, previous);
    if (!fits) return event.seq;
    previous = event.hash;
  }
  return undefined;
}

/** Problems that are told; where a log is broken, each event after it may be one more. */
const MOST_PROBLEMS = 20;

/** Follows a log event by event and finds what was changed, removed or put in another place. */
export class ChainCheck {
  #seq = 0;
  #firstHash = '';
  #lastHash = '';
  #events = 0;
  #broken = 0;
  readonly #problems: string[] = [];

  add(event: ChainedEvent): void {
    const { seq, previousHash, hash } = event;
    if (seq !== this.#seq + 1) this.#tell(missing(this.#seq + 1, seq - 1));
    else if (previousHash !== this.#lastHash) this.#tell(`event ${seq} does not follow the one before it`);
    if (hash !== hashOf(event, previousHash)) this.#tell(`event ${seq} was changed`);
    this.#seq = seq;
    this.#lastHash = hash;
    this.#events += 1;
    if (this.#events === 1) this.#firstHash = hash;
  }

  /** @param lastSeq of the task, where it is known: a log whose end was removed looks whole by itself. */
  result(lastSeq?: number) {
    if (lastSeq !== undefined && lastSeq > this.#seq) this.#tell(missing(this.#seq + 1, lastSeq));
    return {
      events: this.#events,
      firstHash: this.#firstHash,
      lastHash: this.#lastHash,
      verified: this.#broken === 0,
      problems: this.#problems,
    };
  }

  #tell(problem: string): void {
    this.#broken += 1;
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem);
  }
}

const missing = (from: number, to: number): string => {
  if (to < from) return `event ${from} is out of its place`;
  return from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`;
};
