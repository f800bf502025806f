import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../config/logger.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Store } from '../../store/store.ts';
import { TelegramApi } from './api.ts';
import { AskedMessages } from './asked.ts';
import { systemClock, type Clock } from './clock.ts';
import { Inbound } from './inbound/inbound.ts';
import { Messenger } from './messenger.ts';
import { Pace } from './pace.ts';
import type { BotParts } from './parts.ts';
import { PinnedStatus } from './pinned-status.ts';
import { Postman } from './private/postman.ts';
import { StandupPost } from './standup-post.ts';
import { Follower } from './threads/follower.ts';
import { ThreadKeeper } from './threads/thread-keeper.ts';
import { Poller, UpdateHandler } from './updates.ts';
import { webhookSecret } from './webhook-secret.ts';

const LOCK = 'telegram-bot';
/** How long the bot belongs to a process that has gone silent, and how often a process says that it is there. */
const HELD_MS = 15_000;
const KEEP_EVERY_MS = 4_000;
const ASK_EVERY_MS = 2_000;

interface BotOptions {
  readonly config: Config;
  readonly operations: Operations;
  readonly store: Store;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** The bot of the installation. Of several processes one has it at a time; the others wait for their turn. */
export class Bot {
  readonly #options: BotOptions;
  readonly #api: TelegramApi;
  readonly #clock: Clock;
  readonly #holder = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;

  /** @throws without a token */
  constructor(options: BotOptions) {
    const { token, apiRoot } = options.config.telegram;
    if (token === undefined) throw new Error('TELEGRAM_BOT_TOKEN is not set: there is no bot without it.');
    this.#options = options;
    this.#api = new TelegramApi({ token, apiRoot });
    this.#clock = options.clock ?? systemClock;
  }

  /** Until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    while (!signal.aborted) {
      const isMine = await store.locks.hold(LOCK, this.#holder, HELD_MS).catch(() => false);
      if (isMine) {
        await this.#serve(signal).catch((error: unknown) => logger.warn({ why: String(error) }, 'the bot has stopped'));
        await store.locks.letGo(LOCK, this.#holder).catch(() => undefined);
      }
      await this.#clock.sleep(ASK_EVERY_MS, signal);
    }
  }

  /** Everything the bot does, for as long as it is this process's. */
  async #serve(stop: AbortSignal): Promise<void> {
    const term = new AbortController();
    const signal = AbortSignal.any([stop, term.signal]);
    const keeping = this.#keep(term, signal);
    try {
      const parts = await this.#prepare();
      this.#options.logger.info({ bot: parts.me.username }, 'the bot is here');
      const inbound = new Inbound(parts);
      const { webhookUrl } = this.#options.config.telegram;
      await Promise.all([
        webhookUrl === undefined ? new Poller(parts).run(signal) : undefined,
        new UpdateHandler(parts, (update) => inbound.handle(update)).run(signal),
        new Follower(parts).run(signal),
        new ThreadKeeper(parts).run(signal),
        new Postman(parts).run(signal),
        new AskedMessages(parts).run(signal),
        new PinnedStatus(parts).run(signal),
        new StandupPost(parts).run(signal),
      ]);
    } finally {
      term.abort();
      await keeping;
    }
  }

  /** Says that the bot is alive, and ends the term when somebody else has it. */
  async #keep(term: AbortController, signal: AbortSignal): Promise<void> {
    const { store, logger } = this.#options;
    let heldUntil = Date.now() + HELD_MS;
    while (!signal.aborted) {
      await this.#clock.sleep(KEEP_EVERY_MS, signal);
      if (signal.aborted) return;
      const startedAt = Date.now();
      const isMine = await store.locks.keep(LOCK, this.#holder, HELD_MS).catch(() => undefined);
      if (isMine === true) heldUntil = startedAt + HELD_MS;
      if (isMine === false || Date.now() > heldUntil) {
        logger.warn('the bot belongs to another process now');
        term.abort();
      }
      await this.#noteAlive();
    }
  }

  async #prepare(): Promise<BotParts> {
    const { config, operations, store, logger } = this.#options;
    const { id, username } = await this.#api.me().catch(async (error: unknown) => {
      await this.#noteAlive(String(error));
      throw error;
    });
    this.#me = { id, username };
    await this.#api.setCommands(Inbound.commands);
    const { webhookUrl } = config.telegram;
    await (webhookUrl === undefined
      ? this.#api.removeWebhook()
      : this.#api.setWebhook(webhookUrl, webhookSecret(config.secret)));
    await this.#noteAlive();
    const messenger = new Messenger(this.#api, store.telegram, new Pace(this.#clock));
    const { publicUrl } = config;
    return { api: this.#api, messenger, operations, store, logger, clock: this.#clock, me: this.#me, publicUrl };
  }

  #me: BotParts['me'] | undefined;

  async #noteAlive(trouble?: string): Promise<void> {
    const { config, store } = this.#options;
    const { id: userId, username } = this.#me ?? { id: 0, username: '' };
    const mode = config.telegram.webhookUrl === undefined ? 'POLLING' : 'WEBHOOK';
    await store.telegram.bot.note({ userId, username, mode, holder: this.#holder }, trouble).catch(() => undefined);
  }
}
