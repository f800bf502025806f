import { setTimeout } from 'node:timers/promises';
import type { Logger } from '../config/logger.ts';
import type { ChangeDocument } from '../store/documents/attention.ts';
import type { EventDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import { CHANGES_KEPT_SECONDS } from '../store/changes.ts';
import { LiveSource, OVERLAP_MS, type Look } from './live-source.ts';
import type { ExecutionProgress, TaskChanged } from './schemas/stream.ts';

/** Pause between two looks for what others have stored, in milliseconds. */
const LOOK_EVERY_MS = 250;

interface TaskNews {
  readonly event: 'task.changed';
  readonly projectId: string;
  readonly data: TaskChanged;
}

interface ProgressNews {
  readonly event: 'execution.progress';
  readonly projectId: string;
  readonly data: ExecutionProgress;
}

interface ChangeNews {
  readonly event: ChangeDocument['event'];
  /** Absent: it concerns the installation. */
  readonly projectId?: string;
  /** Only for this person or agent. */
  readonly recipientId?: string;
  readonly data: Record<string, unknown>;
}

type StoredNews = TaskNews | ChangeNews;
export type LiveNews = StoredNews | ProgressNews;

/** The id picks up where a listener was cut off; what is not stored has none. */
export type LiveMessage = LiveNews & { readonly id: string | undefined };

/** What a listener has missed. */
interface Replay {
  readonly messages: readonly LiveMessage[];
  /** False when there is more than is told again: the listener has to look for itself. */
  readonly isComplete: boolean;
}

type Subscriber = (message: LiveMessage) => void;

/**
 * Follows what is stored, for as long as somebody listens. The embedded database engine has no change streams, so
 * the feed looks; a process that has just stored something itself calls `poke` and is heard at once.
 */
export class LiveFeed {
  readonly #store: Store;
  readonly #logger: Logger;
  readonly #subscribers = new Set<Subscriber>();
  readonly #events: LiveSource<EventDocument, StoredNews>;
  readonly #changes: LiveSource<ChangeDocument, StoredNews>;
  #wake: AbortController | undefined;
  #poked = false;
  #isFollowing = false;

  constructor(store: Store, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
    this.#events = new LiveSource<EventDocument, StoredNews>({
      storedSince: (since, limit) => store.history.storedSince(since, limit),
      nameOf: ({ taskKey, seq }) => `${taskKey}:${seq}`,
      messages: (events) => this.#taskNews(events),
    });
    this.#changes = new LiveSource<ChangeDocument, StoredNews>({
      storedSince: (since, limit) => store.changes.storedSince(since, limit),
      nameOf: ({ _id }) => _id,
      messages: async (changes) => changes.map((change) => [change, changeNews(change)]),
    });
  }

  /** Listens until the returned function is called. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    if (!this.#isFollowing) void this.#follow();
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
    this.#publish({ event: 'execution.progress', projectId: data.projectId, id: undefined, data });
  }

  /** What was stored after the message with this id; ids are times, so some messages may be repeated. */
  async since(id: string): Promise<Replay> {
    const milliseconds = Number(id);
    if (!Number.isFinite(milliseconds)) return { messages: [], isComplete: false };
    const since = new Date(milliseconds - OVERLAP_MS);
    const looks = await Promise.all([this.#events.after(since), this.#changes.after(since)]);
    const isKept = Date.now() - since.getTime() < CHANGES_KEPT_SECONDS * 1_000;
    return { messages: merged(looks), isComplete: isKept && looks.every(({ toldUntil }) => toldUntil === Infinity) };
  }

  async #follow(): Promise<void> {
    this.#isFollowing = true;
    this.#events.begin();
    this.#changes.begin();
    while (this.#subscribers.size > 0) {
      this.#poked = false;
      const looks = await Promise.all([this.#look(this.#events), this.#look(this.#changes)]);
      for (const message of merged(looks)) this.#publish(message);
      if (!this.#poked) await this.#pause();
    }
    this.#isFollowing = false;
  }

  async #look<Document extends { storedAt: Date }>(source: LiveSource<Document, StoredNews>) {
    try {
      return await source.look();
    } catch (error) {
      this.#logger.debug({ err: error }, 'live feed could not look');
      return source.nothing();
    }
  }

  async #pause(): Promise<void> {
    this.#wake = new AbortController();
    await setTimeout(LOOK_EVERY_MS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    this.#wake = undefined;
  }

  /** Events are stored before the documents that follow from them: one is told when the card shows it. */
  async #taskNews(events: readonly EventDocument[]): Promise<(readonly [EventDocument, TaskNews])[]> {
    const cards = await this.#store.tasks.cardsByKey([...new Set(events.map(({ taskKey }) => taskKey))]);
    return events.flatMap((event) => {
      const { taskKey, projectId, seq, type, actor, at } = event;
      const card = cards.get(taskKey);
      if (!card || card.seq < seq) return [];
      const data = { taskKey, projectId, seq, type, actor, at, card } as TaskChanged;
      return [[event, { event: 'task.changed', projectId, data }] as const];
    });
  }

  #publish(message: LiveMessage): void {
    for (const subscriber of this.#subscribers) subscriber(message);
  }
}

const changeNews = ({ event, projectId, recipientId, data }: ChangeDocument): ChangeNews => ({
  event,
  ...(projectId !== undefined && { projectId }),
  ...(recipientId !== undefined && { recipientId }),
  data,
});

/** In the order of storing. An id never reaches past what one of the collections has still to tell. */
function merged(looks: readonly Look<StoredNews>[]): LiveMessage[] {
  const toldUntil = Math.min(...looks.map((look) => look.toldUntil));
  return looks
    .flatMap(({ told }) => told)
    .toSorted((one, other) => one.storedAt.getTime() - other.storedAt.getTime())
    .map(({ storedAt, message }) => ({ ...message, id: String(Math.min(storedAt.getTime(), toldUntil)) }));
}
