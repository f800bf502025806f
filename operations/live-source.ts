import { LRUCache } from 'lru-cache';

/** Clocks of processes differ and writes overtake each other: each look goes back this far, in milliseconds. */
export const OVERLAP_MS = 2_000;
const DOCUMENTS_PER_LOOK = 500;
/** How long a document may wait until it can be told, in milliseconds: longer means that something is broken. */
const HOLD_FOR_MS = 60_000;

interface Told<Message> {
  readonly storedAt: Date;
  readonly message: Message;
}

/** What a look has found. */
export interface Look<Message> {
  readonly told: readonly Told<Message>[];
  /** Everything that was stored before this has been told: milliseconds since 1970, or Infinity. */
  readonly toldUntil: number;
}

interface Collection<Document, Message> {
  /** Stored after `since`, in that order. */
  readonly storedSince: (since: Date, limit: number) => Promise<Document[]>;
  readonly nameOf: (document: Document) => string;
  /** In their order; one that cannot be told yet is left out and comes again. */
  readonly messages: (documents: readonly Document[]) => Promise<readonly (readonly [Document, Message])[]>;
}

/** Follows one collection and tells each of its documents once. */
export class LiveSource<Document extends { storedAt: Date }, Message> {
  readonly #collection: Collection<Document, Message>;
  readonly #seen = new LRUCache<string, true>({ max: 20_000 });
  #since = new Date();

  constructor(collection: Collection<Document, Message>) {
    this.#collection = collection;
  }

  begin(): void {
    this.#since = new Date();
  }

  /** What has been stored since the last look. @throws when the database is away: the next look finds it */
  async look(): Promise<Look<Message>> {
    const { storedSince, nameOf } = this.#collection;
    const documents = await storedSince(new Date(this.#since.getTime() - OVERLAP_MS), DOCUMENTS_PER_LOOK);
    const fresh = documents.filter((document) => !this.#seen.has(nameOf(document)));
    const messages = await this.#messages(fresh);
    for (const [document] of messages) this.#seen.set(nameOf(document), true);
    const held = fresh.find((document) => !this.#seen.has(nameOf(document)) && isWorthWaitingFor(document));
    this.#advance(documents, held);
    return { told: messages.map(toTold<Message>), toldUntil: toldUntil(documents, held) };
  }

  /** What was stored after a moment, as far as one look reaches. */
  async after(since: Date): Promise<Look<Message>> {
    const documents = await this.#collection.storedSince(since, DOCUMENTS_PER_LOOK);
    const messages = await this.#messages(documents);
    return { told: messages.map(toTold<Message>), toldUntil: toldUntil(documents, undefined) };
  }

  /** The answer to a look that failed. */
  nothing(): Look<Message> {
    return { told: [], toldUntil: this.#since.getTime() };
  }

  async #messages(documents: readonly Document[]) {
    return documents.length === 0 ? [] : this.#collection.messages(documents);
  }

  /** Moves on to what was stored last, but not past a document that cannot be told yet. */
  #advance(documents: readonly Document[], held: Document | undefined): void {
    const last = documents.at(-1)?.storedAt;
    if (!last) return;
    // A full page may have more behind it that the overlap would hide; what shares its last millisecond comes again.
    const reach = isFull(documents) ? OVERLAP_MS - 1 : 0;
    const next = new Date((held?.storedAt ?? last).getTime() + reach);
    if (held || next > this.#since) this.#since = next;
  }
}

const isWorthWaitingFor = ({ storedAt }: { storedAt: Date }): boolean => Date.now() - storedAt.getTime() < HOLD_FOR_MS;

const isFull = (documents: readonly unknown[]): boolean => documents.length === DOCUMENTS_PER_LOOK;

const toTold = <Message>([{ storedAt }, message]: readonly [{ storedAt: Date }, Message]): Told<Message> => ({
  storedAt,
  message,
});

function toldUntil(documents: readonly { storedAt: Date }[], held: { storedAt: Date } | undefined): number {
  const last = isFull(documents) ? documents.at(-1) : undefined;
  return Math.min(...[held, last].map((one) => one?.storedAt.getTime() ?? Infinity));
}
