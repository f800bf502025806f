import { systemClock, type Clock } from './clock.ts';

/** What Telegram takes, with a little room: a message a second in one chat, 20 a minute in one group, 30 a second in all. */
const LIMITS = {
  chat: { count: 1, ms: 1_050 },
  group: { count: 19, ms: 60_500 },
  all: { count: 25, ms: 1_000 },
} as const;

/** Groups have negative ids. */
const isGroup = (chatId: number): boolean => chatId < 0;

/** Lets calls to each chat through as fast as Telegram takes them, in the order in which they came. */
export class Pace {
  readonly #clock: Clock;
  readonly #sent = new Map<string, number[]>();
  readonly #until = new Map<number, number>();
  readonly #queues = new Map<number, Promise<void>>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** Resolves when a message to this chat may be sent. */
  async turn(chatId: number, signal?: AbortSignal): Promise<void> {
    const before = this.#queues.get(chatId) ?? Promise.resolve();
    const mine = before.then(() => this.#wait(chatId, signal));
    this.#queues.set(chatId, mine);
    await mine;
  }

  /** Telegram wants nothing for this chat for a while. */
  hold(chatId: number, ms: number): void {
    this.#until.set(chatId, Math.max(this.#until.get(chatId) ?? 0, this.#clock.now() + ms));
  }

  async #wait(chatId: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const wait = this.#waitFor(chatId);
      if (wait <= 0 || signal?.aborted) break;
      await this.#clock.sleep(wait, signal);
    }
    for (const [name] of windowsOf(chatId)) this.#sent.set(name, [...(this.#sent.get(name) ?? []), this.#clock.now()]);
  }

  #waitFor(chatId: number): number {
    const now = this.#clock.now();
    const waits = windowsOf(chatId).map(([name, { count, ms }]) => {
      const recent = (this.#sent.get(name) ?? []).filter((at) => at > now - ms);
      this.#sent.set(name, recent);
      return recent.length < count ? 0 : (recent[recent.length - count] ?? now) + ms - now;
    });
    return Math.max(...waits, (this.#until.get(chatId) ?? 0) - now);
  }
}

const windowsOf = (chatId: number): [string, { count: number; ms: number }][] => [
  ['all', LIMITS.all],
  [`chat ${chatId}`, LIMITS.chat],
  ...(isGroup(chatId) ? ([[`group ${chatId}`, LIMITS.group]] as [string, { count: number; ms: number }][]) : []),
];
