import { conflict } from './errors.ts';
import type { Json } from './model.ts';

interface PendingUpdate {
  readonly id: number;
  readonly update: Json;
  /** Webhooks keep the order within a queue only. */
  readonly queue: string;
  readonly expiresAt: number;
}

interface Poll {
  readonly offset?: number | undefined;
  readonly limit: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What the bot has not been told yet. */
export class UpdateQueue {
  readonly #clock: { now(): number };
  #pending: PendingUpdate[] = [];
  #lastId = 810_000;
  #allowed: ReadonlySet<string> | undefined;
  #endPoll: ((reason?: Error) => void) | undefined;
  /** Called whenever there is something new. */
  onPush: () => void = () => {};

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** An empty list stands for everything. */
  set allowed(kinds: readonly string[]) {
    this.#allowed = kinds.length === 0 ? undefined : new Set(kinds);
  }

  get allowedKinds(): string[] | undefined {
    return this.#allowed && [...this.#allowed];
  }

  push(kind: string, body: Json, queue: string, expiresAt: number): void {
    if (this.#allowed && !this.#allowed.has(kind)) return;
    const id = ++this.#lastId;
    this.#pending.push({ id, update: { update_id: id, [kind]: body }, queue, expiresAt });
    this.#endPoll?.();
    this.onPush();
  }

  pending(): readonly PendingUpdate[] {
    const now = this.#clock.now();
    this.#pending = this.#pending.filter(({ expiresAt }) => expiresAt > now);
    return this.#pending;
  }

  remove(id: number): void {
    this.#pending = this.#pending.filter((each) => each.id !== id);
  }

  clear(): void {
    this.#pending = [];
  }

  /** There is one poll at a time: a new one ends the one before. */
  async poll({ offset, limit, timeoutMs, signal }: Poll): Promise<Json[]> {
    this.refusePoll('terminated by other getUpdates request; make sure that only one bot instance is running');
    if (offset !== undefined && offset > 0) this.#pending = this.#pending.filter(({ id }) => id >= offset);
    if (offset !== undefined && offset < 0) this.#pending = this.#pending.slice(offset);
    if (this.pending().length === 0 && timeoutMs > 0) await this.#something(timeoutMs, signal);
    return this.pending()
      .slice(0, limit)
      .map(({ update }) => update);
  }

  refusePoll(words: string): void {
    this.#endPoll?.(conflict(words));
  }

  #something(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (reason?: Error) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        if (this.#endPoll === end) this.#endPoll = undefined;
        if (reason) reject(reason);
        else resolve();
      };
      const leave = () => end();
      const timer = setTimeout(leave, timeoutMs);
      signal.addEventListener('abort', leave);
      this.#endPoll = end;
    });
  }
}
