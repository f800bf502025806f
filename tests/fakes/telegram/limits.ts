import { ApiError } from './errors.ts';

const BURST = 3;
const CHAT_MS = 1000;
const GROUP = { count: 20, windowMs: 60_000 };
const OVERALL = { count: 30, windowMs: 1000 };

/** How fast a bot may write: in one chat, in one group with all its topics, and in all. */
export class Limits {
  readonly #chats = new Map<number, { tokens: number; at: number }>();
  readonly #groups = new Map<number, number[]>();
  #overall: number[] = [];

  /** Counts one more message, or refuses it. */
  take(chatId: number, isGroup: boolean, now: number): void {
    const bucket = this.#chats.get(chatId) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / CHAT_MS);
    const group = recent(this.#groups.get(chatId) ?? [], GROUP, now);
    this.#overall = recent(this.#overall, OVERALL, now);
    const waitMs = Math.max(
      tokens < 1 ? (1 - tokens) * CHAT_MS : 0,
      isGroup ? waitFor(group, GROUP, now) : 0,
      waitFor(this.#overall, OVERALL, now),
    );
    if (waitMs > 0) {
      const seconds = Math.max(1, Math.ceil(waitMs / 1000));
      throw new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
    }
    this.#chats.set(chatId, { tokens: tokens - 1, at: now });
    this.#groups.set(chatId, [...group, now]);
    this.#overall.push(now);
  }
}

interface Window {
  readonly count: number;
  readonly windowMs: number;
}

const recent = (times: readonly number[], { windowMs }: Window, now: number) =>
  times.filter((time) => now - time < windowMs);

function waitFor(times: readonly number[], { count, windowMs }: Window, now: number): number {
  const oldest = times.at(-count);
  return times.length < count || oldest === undefined ? 0 : oldest + windowMs - now;
}
