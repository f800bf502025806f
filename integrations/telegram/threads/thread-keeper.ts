import { telegramChatBrokenKey } from '../../../domain/alert/keys.ts';
import type { TelegramChatDocument, TelegramThreadDocument } from '../../../store/documents/telegram.ts';
import { isFailure, TelegramFailure } from '../failure.ts';
import type { BotParts } from '../parts.ts';
import { ThreadWriter, topicKey } from './thread.ts';

const LOOK_EVERY_MS = 250;
/** What happens within this time becomes one message, in milliseconds. */
const GATHER_MS = 700;
const THREADS_PER_LOOK = 200;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
const PROGRESS_EVERY_MS = 5_000;
const EXECUTIONS_PER_LOOK = 50;

/** Keeps the threads of all tasks up to date: each chat by itself, one thread of it after the other. */
export class ThreadKeeper {
  readonly #parts: BotParts;
  readonly #busy = new Set<number>();
  #progressSeen = new Date().toISOString();
  #nextProgress = 0;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  /** Until the signal is given. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#parts;
    while (!signal.aborted) {
      await this.look(signal).catch((error: unknown) => logger.warn({ err: error }, 'threads could not be looked at'));
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async look(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#parts;
    const chats = (await store.telegram.chats.list()).filter(({ isOn, broken }) => isOn && !broken);
    if (chats.length === 0) return;
    const free = chats.filter(({ chatId }) => !this.#busy.has(chatId));
    const ready = new Date(clock.now());
    const behind = await store.telegram.threads.behind(
      free.map(({ _id }) => _id),
      ready,
      THREADS_PER_LOOK,
    );
    const due = behind.filter(({ isUrgent, behindSince }) => isUrgent || this.#isGathered(behindSince));
    for (const chatId of new Set(free.map((chat) => chat.chatId))) {
      const here = free.filter((chat) => chat.chatId === chatId);
      const threads = due.filter(({ projectId }) => here.some(({ _id }) => _id === projectId));
      if (threads.length > 0) void this.#write(here, threads, signal);
    }
    if (due.length === 0 && clock.now() >= this.#nextProgress) await this.#showProgress(free, signal);
  }

  #isGathered = (behindSince: Date | undefined): boolean =>
    behindSince !== undefined && this.#parts.clock.now() - behindSince.getTime() >= GATHER_MS;

  async #write(
    chats: readonly TelegramChatDocument[],
    threads: readonly TelegramThreadDocument[],
    signal: AbortSignal,
  ): Promise<void> {
    const [{ chatId } = { chatId: 0 }] = chats;
    this.#busy.add(chatId);
    const writer = new ThreadWriter(this.#parts, signal);
    try {
      for (const thread of threads) {
        const chat = chats.find(({ _id }) => _id === thread.projectId);
        if (!chat || signal.aborted) continue;
        const goesOn = await this.#writeOne(writer, thread, chat, signal);
        if (!goesOn) break;
      }
    } catch (error) {
      this.#parts.logger.error({ err: error }, 'a chat could not be written to');
    } finally {
      this.#busy.delete(chatId);
    }
  }

  /** Answers whether more can be written to the chat now. */
  async #writeOne(
    writer: ThreadWriter,
    thread: TelegramThreadDocument,
    chat: TelegramChatDocument,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      await writer.bringUpToDate(thread, chat);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const failure = error instanceof TelegramFailure ? error : undefined;
      if (!failure) this.#parts.logger.warn({ err: error, task: thread.taskKey }, 'a thread could not be written');
      return this.#afterFailure(failure, thread, chat);
    }
  }

  async #afterFailure(
    failure: TelegramFailure | undefined,
    thread: TelegramThreadDocument,
    chat: TelegramChatDocument,
  ): Promise<boolean> {
    const { store, messenger, api, logger } = this.#parts;
    const { threads, chats, messages } = store.telegram;
    const { _id: taskId, taskKey, topicId } = thread;
    const { chatId } = chat;
    await threads.failed(taskId, this.#retryAt(thread, failure?.retryAfterMs ?? 0));
    switch (failure?.kind) {
      case 'TOPIC_GONE':
        // Made again with the next attempt.
        await messages.forget(topicKey(taskId, chatId));
        await threads.lost(taskId);
        return true;
      case 'TOPIC_CLOSED':
        if (topicId !== undefined) await messenger.paced(chatId, () => api.reopenTopic(chatId, topicId));
        return true;
      case 'NO_TOPICS':
        await chats.noteTopics(chatId, false);
        await threads.lost(taskId);
        return true;
      case 'MIGRATED':
        if (failure.migratedTo !== undefined) await chats.migrate(chatId, failure.migratedTo);
        return false;
      case 'CHAT_GONE':
      case 'NO_RIGHTS':
        await this.#breakOff(chat, failure.message);
        return false;
      case 'REFUSED':
        logger.error({ task: taskKey, why: failure.message }, 'Telegram refuses a message');
        return true;
      default:
        return false;
    }
  }

  /** One alert for each project, and nothing more is tried until it is mended. */
  async #breakOff({ chatId }: TelegramChatDocument, because: string): Promise<void> {
    const { store, operations } = this.#parts;
    for (const { _id: projectId, title } of await store.telegram.chats.breakOff(chatId, because)) {
      await operations.alerts.raise({
        key: telegramChatBrokenKey(projectId),
        severity: 'ERROR',
        kind: 'TELEGRAM_BROKEN',
        title: `Telegram: nothing can be sent to ${title ?? 'the chat of the project'}`,
        description: `${because}. Nothing is tried until the bot is back in the chat, or its connection is tested in the settings of the project.`,
        projectId,
      });
    }
  }

  #retryAt({ failures = 0 }: TelegramThreadDocument, atLeastMs: number): Date {
    const pause = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    return new Date(this.#parts.clock.now() + Math.max(pause, atLeastMs));
  }

  /** How executions get on is shown while nothing else is to be told. */
  async #showProgress(chats: readonly TelegramChatDocument[], signal: AbortSignal): Promise<void> {
    const { store, clock, logger } = this.#parts;
    this.#nextProgress = clock.now() + PROGRESS_EVERY_MS;
    const found = await store.parts.progressSince(this.#progressSeen, EXECUTIONS_PER_LOOK);
    const writer = new ThreadWriter(this.#parts, signal);
    for (const { _id, taskId, projectId, progress } of found) {
      this.#progressSeen = progress?.at ?? this.#progressSeen;
      const chat = chats.find((one) => one._id === projectId && one.kinds.includes('EXECUTIONS'));
      const thread = chat && (await store.telegram.threads.byTask(taskId));
      if (thread?.chatId === undefined || thread.cardMessageId === undefined) continue;
      const { chatId, topicId, cardMessageId } = thread;
      const place = { chatId, cardMessageId, ...(topicId !== undefined && { topicId }) };
      await writer.showExecution(_id, place).catch((error: unknown) => {
        if (!isFailure(error)) logger.warn({ err: error }, 'progress could not be shown');
      });
    }
  }
}
