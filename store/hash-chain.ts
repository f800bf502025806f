import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { TaskEvent } from '../domain/task/events.ts';

/** An event as it is stored: with the hash of the one before, so that the log is tamper-evident. */
export type ChainedEvent = TaskEvent & { readonly previousHash: string; readonly hash: string };

/** SHA-256, in hex, over the previous hash and the event in JSON with sorted keys. */
export function hashOf(event: TaskEvent, previousHash: string): string {
  const { taskId, seq, at, actor, type, data } = event;
  const canonical = stringify({ taskId, seq, at, actor, type, data }) ?? '';
  return createHash('sha256').update(previousHash).update('\n').update(canonical).digest('hex');
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
