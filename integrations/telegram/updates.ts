import type { Update } from 'telegraf/types';
import type { TelegramUpdateDocument } from '../../store/documents/telegram.ts';
import { isFailure } from './failure.ts';
import type { BotParts } from './parts.ts';

/** How long Telegram keeps a call open while nothing is new, in seconds. */
const WAIT_SECONDS = 25;
const LOOK_EVERY_MS = 200;
const UPDATES_PER_LOOK = 100;
const PAUSE_AFTER_FAILURE_MS = 2_000;
/** How often an update is tried that cannot be dealt with for a reason of ours. */
const TRIES = 8;

/** Asks Telegram for what is new and keeps it before Telegram hears that it arrived. */
export class Poller {
  readonly #parts: BotParts;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { api, store, me, clock, logger } = this.#parts;
    let offset: number | undefined;
    while (!signal.aborted) {
      try {
        for (const update of await api.updates(offset, WAIT_SECONDS, signal)) {
          await store.telegram.updates.add(me.id, update);
          offset = update.update_id + 1;
        }
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ why: String(error) }, 'updates could not be fetched');
        const pause = isFailure(error, 'SLOW_DOWN') ? error.retryAfterMs : PAUSE_AFTER_FAILURE_MS;
        await clock.sleep(pause, signal);
      }
    }
  }
}

/** Deals with what is kept: of each chat in its order, chats side by side. */
export class UpdateHandler {
  readonly #parts: BotParts;
  readonly #handle: (update: Update) => Promise<void>;
  readonly #busy = new Set<string>();

  constructor(parts: BotParts, handle: (update: Update) => Promise<void>) {
    this.#parts = parts;
    this.#handle = handle;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    while (!signal.aborted) {
      await this.look(signal).catch((error: unknown) => logger.warn({ err: error }, 'updates could not be looked at'));
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async look(signal: AbortSignal): Promise<void> {
    const open = await this.#parts.store.telegram.updates.open(UPDATES_PER_LOOK);
    const lanes = new Map<string, TelegramUpdateDocument[]>();
    for (const one of open) {
      const lane = laneOf(one.update as Update);
      lanes.set(lane, [...(lanes.get(lane) ?? []), one]);
    }
    for (const [lane, updates] of lanes) {
      if (!this.#busy.has(lane)) void this.#run(lane, updates, signal);
    }
  }

  async #run(lane: string, updates: readonly TelegramUpdateDocument[], signal: AbortSignal): Promise<void> {
    this.#busy.add(lane);
    try {
      for (const one of updates) {
        if (signal.aborted || !(await this.#deal(one))) break;
      }
    } catch (error) {
      this.#parts.logger.warn({ err: error }, 'updates could not be dealt with');
    } finally {
      this.#busy.delete(lane);
    }
  }

  /** Answers whether the next one may follow. */
  async #deal({ _id, update }: TelegramUpdateDocument): Promise<boolean> {
    const { store, logger, clock } = this.#parts;
    try {
      await this.#handle(update as Update);
    } catch (error) {
      const isGone = isFailure(error, 'CHAT_GONE', 'NO_RIGHTS', 'TOPIC_GONE', 'REFUSED', 'TOPIC_CLOSED');
      logger.warn({ err: error, update: _id }, 'an update could not be dealt with');
      if (!isGone && (await store.telegram.updates.failed(_id)) < TRIES) {
        await clock.sleep(PAUSE_AFTER_FAILURE_MS);
        return false;
      }
    }
    await store.telegram.updates.done(_id);
    return true;
  }
}

function laneOf(update: Update): string {
  if ('callback_query' in update) return `press ${update.callback_query.from.id}`;
  if ('message' in update) return `chat ${update.message.chat.id}`;
  if ('edited_message' in update) return `chat ${update.edited_message.chat.id}`;
  return 'others';
}
