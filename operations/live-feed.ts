import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../config/logger.ts';
import type { EventDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import type { ExecutionProgress, TaskChanged } from './schemas/stream.ts';

/** Pause between two looks for what others have stored, in milliseconds. */
const LOOK_EVERY_MS = 250;
/** Clocks of workers differ and writes overtake each other: each look goes back this far, in milliseconds. */
const OVERLAP_MS = 2_000;
const EVENTS_PER_LOOK = 500;
/** How long an event may wait for its task document, in milliseconds: longer means that the document is broken. */
const HOLD_FOR_MS = 60_000;

interface TaskMessage {
  readonly event: 'task.changed';
  readonly id: string;
  readonly data: TaskChanged;
}

export type LiveMessage =
  | TaskMessage
  | { readonly event: 'execution.progress'; readonly id: undefined; readonly data: ExecutionProgress };

type Subscriber = (message: LiveMessage) => void;

/**
 * Follows what is stored, for as long as somebody listens. The embedded database engine has no change streams, so
 * the feed looks; a process that has just stored something itself calls `poke` and is heard at once.
 */
export class LiveFeed {
  readonly #store: Store;
  readonly #logger: Logger;
  readonly #subscribers = new Set<Subscriber>();
  readonly #seen = new LRUCache<string, true>({ max: 20_000 });
  #since = new Date();
  #wake: AbortController | undefined;
  #poked = false;

  constructor(store: Store, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Listens until the returned function is called. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    if (this.#subscribers.size === 1) void this.#follow();
    return () => {
      this.#subscribers.delete(subscriber);
      this.poke();
    };
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Looks now instead of after the pause. */
  poke(): void {
    this.#poked = true;
    this.#wake?.abort();
  }

  publishProgress(data: ExecutionProgress): void {
    this.#publish({ event: 'execution.progress', id: undefined, data });
  }

  /** What was stored after the message with this id; ids are times, so some messages may be repeated. */
  async since(id: string): Promise<TaskMessage[]> {
    const milliseconds = Number(id);
    if (!Number.isFinite(milliseconds)) return [];
    const events = await this.#store.history.storedSince(new Date(milliseconds - OVERLAP_MS), EVENTS_PER_LOOK);
    return this.#messages(events);
  }

  async #follow(): Promise<void> {
    this.#since = new Date();
    while (this.#subscribers.size > 0) {
      this.#poked = false;
      await this.#look().catch((error: unknown) => this.#logger.debug({ err: error }, 'live feed could not look'));
      if (!this.#poked) await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    this.#wake = new AbortController();
    await setTimeout(LOOK_EVERY_MS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    this.#wake = undefined;
  }

  async #look(): Promise<void> {
    const since = new Date(this.#since.getTime() - OVERLAP_MS);
    const events = await this.#store.history.storedSince(since, EVENTS_PER_LOOK);
    const fresh = events.filter((event) => !this.#seen.has(nameOf(event)));
    const messages = await this.#messages(fresh);
    for (const message of messages) this.#publish(message);
    const told = new Set(messages.map(({ data }) => `${data.taskKey}:${data.seq}`));
    for (const event of fresh) if (told.has(nameOf(event))) this.#seen.set(nameOf(event), true);
    this.#advance(
      events,
      fresh.find((event) => !told.has(nameOf(event))),
    );
  }

  /** Moves on to what was stored last, but not past an event whose task document has yet to follow. */
  #advance(events: readonly EventDocument[], held: EventDocument | undefined): void {
    const last = events.at(-1)?.storedAt;
    if (!last) return;
    const isHeld = held !== undefined && Date.now() - held.storedAt.getTime() < HOLD_FOR_MS;
    // A full page may have more behind it that the overlap would hide; what shares its last millisecond comes again.
    const reach = events.length === EVENTS_PER_LOOK ? OVERLAP_MS - 1 : 0;
    const next = new Date((isHeld ? held.storedAt : last).getTime() + reach);
    if (isHeld || next > this.#since) this.#since = next;
  }

  /** Events are stored before the documents that follow from them: one is told when the card shows it. */
  async #messages(events: readonly EventDocument[]): Promise<TaskMessage[]> {
    if (events.length === 0) return [];
    const cards = await this.#store.tasks.cardsByKey([...new Set(events.map(({ taskKey }) => taskKey))]);
    return events.flatMap(({ taskKey, projectId, seq, type, actor, at, storedAt }) => {
      const card = cards.get(taskKey);
      if (!card || card.seq < seq) return [];
      const data = { taskKey, projectId, seq, type, actor, at, card } as TaskChanged;
      return [{ event: 'task.changed', id: String(storedAt.getTime()), data }];
    });
  }

  #publish(message: LiveMessage): void {
    for (const subscriber of this.#subscribers) subscriber(message);
  }
}

const nameOf = ({ taskKey, seq }: EventDocument): string => `${taskKey}:${seq}`;
