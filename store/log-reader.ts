import mongoose from 'mongoose';
import type { TaskEvent } from '../domain/task/events.ts';
import type { ChainedEvent } from './hash-chain.ts';
import type { Models } from './models.ts';

/** Which events of a log are wanted. */
export interface LogPart {
  readonly afterSeq?: number;
  readonly lastSeq?: number;
  readonly type?: TaskEvent['type'];
  readonly pageSize?: number;
}

const LOG_PAGE = 500;
/** Pages of one cursor: the engine finds all that a cursor is opened for before it answers. */
const PAGES_A_CURSOR = 20;
/** The embedded engine holds a connection of the PostgreSQL behind it for each cursor, and has a hundred of them. */
const MOST_CURSORS = 8;
/** How long a cursor waits for whoever deals with a page, in milliseconds. */
const PATIENCE_MS = 1_000;

type Cursor = mongoose.mongo.FindCursor<Uint8Array>;
type Page = readonly Uint8Array[];

/**
 * Reads logs of any length: two pages are held at most, one of them on its way, and as bytes, since events that live for
 * a moment only are cheap to collect. Cursors read several times as fast as one query for each page, so they are used
 * as long as few are open, by readers that keep up.
 */
export class LogReader {
  readonly #events: Models['events'];
  readonly #cursors = { open: 0 };

  constructor({ events }: Models) {
    this.#events = events;
  }

  /** Oldest first. @throws what the driver throws */
  async *events(taskId: string, only: LogPart = {}): AsyncGenerator<ChainedEvent> {
    const reading = new Reading(this.#events, this.#cursors, taskId, only);
    try {
      let next = reading.next();
      for (;;) {
        const page = await next;
        if (page.length === 0) return;
        // Read while this one is dealt with.
        next = reading.next();
        next.catch(() => {});
        const timer = setTimeout(() => reading.slowDown(), PATIENCE_MS);
        try {
          for (const bytes of page) yield eventOf(bytes);
        } finally {
          clearTimeout(timer);
        }
      }
    } finally {
      reading.end();
    }
  }
}

/** What is no text becomes a text with another hash, instead of an error. */
const eventOf = (bytes: Uint8Array): ChainedEvent =>
  mongoose.mongo.BSON.deserialize(bytes, { validation: { utf8: false } }) as ChainedEvent;

/** One way through a log, over as many cursors as it takes. */
class Reading {
  readonly #find: (afterSeq: number) => Cursor;
  readonly #pageSize: number;
  readonly #cursors: { open: number };
  #afterSeq: number;
  #cursor: Cursor | undefined;
  /** What the cursor may still give. */
  #left = 0;
  #isSlow = false;
  #isWhole = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(events: Models['events'], cursors: { open: number }, taskId: string, only: LogPart) {
    const { afterSeq = 0, lastSeq, type, pageSize = LOG_PAGE } = only;
    this.#find = (after) => {
      const seq = { $gt: after, ...(lastSeq !== undefined && { $lte: lastSeq }) };
      // The id of the task is in each of them, since it is in its hash.
      const projection = { _id: 0, taskKey: 0, projectId: 0, storedAt: 0 };
      const found = events.collection.find(
        { taskId, seq, ...(type !== undefined && { type }) },
        { projection, raw: true },
      );
      return found.sort({ seq: 1 }).batchSize(pageSize) as unknown as Cursor;
    };
    this.#afterSeq = afterSeq;
    this.#pageSize = pageSize;
    this.#cursors = cursors;
  }

  /** The next page; an empty one at the end. Asked for again only when the one before has come. */
  next(): Promise<Page> {
    const page = this.#isWhole ? Promise.resolve([]) : this.#read();
    this.#last = page;
    return page;
  }

  /** From here on page by page: nothing stays open for who does not come back. */
  slowDown(): void {
    this.#isSlow = true;
    this.end();
  }

  /** Gives the cursor back, as soon as what was asked of it has come. */
  end(): void {
    const close = () => this.#close();
    this.#last.then(close, close);
  }

  async #read(): Promise<Page> {
    const cursor = (this.#cursor ??= this.#open());
    const page = (await cursor.hasNext()) ? cursor.readBufferedDocuments() : [];
    const last = page.at(-1);
    if (last) this.#afterSeq = eventOf(last).seq;
    this.#left -= page.length;
    this.#isWhole = cursor.closed && this.#left > 0;
    if (cursor.closed || this.#left <= 0) this.#close();
    return page;
  }

  #open(): Cursor {
    const isAlone = this.#isSlow || this.#cursors.open >= MOST_CURSORS;
    this.#left = isAlone ? this.#pageSize : this.#pageSize * PAGES_A_CURSOR;
    this.#cursors.open += 1;
    return this.#find(this.#afterSeq).limit(this.#left);
  }

  #close(): void {
    if (!this.#cursor) return;
    this.#cursors.open -= 1;
    this.#cursor.close().catch(() => {});
    this.#cursor = undefined;
  }
}
