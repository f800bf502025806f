import type { TelegramThreadDocument } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

interface Wanted {
  readonly taskId: string;
  readonly taskKey: string;
  readonly projectId: string;
  /** The first and the last event that is to be told. */
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly isUrgent: boolean;
}

type Opened = Pick<TelegramThreadDocument, 'chatId' | 'topicId' | 'topicName' | 'cardMessageId'>;

/** The threads of tasks: where they are, and what is still to be told in them. */
export class TelegramThreadStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byTask(taskId: string): Promise<TelegramThreadDocument | undefined> {
    return (await this.#models.telegramThreads.findOne({ _id: taskId }).lean()) ?? undefined;
  }

  /** The task that is talked about in a topic, or in answers to a message. */
  async at(chatId: number, place: { topicId: number } | { cardMessageId: number }) {
    return (await this.#models.telegramThreads.findOne({ chatId, ...place }).lean()) ?? undefined;
  }

  /** Something is to be told. Safe to repeat. */
  async want({ taskId, taskKey, projectId, fromSeq, toSeq, isUrgent }: Wanted): Promise<void> {
    const { collection } = this.#models.telegramThreads;
    const insert = { taskKey, projectId, postedSeq: fromSeq - 1 };
    const update = { $setOnInsert: insert, $max: { wantedSeq: toSeq } };
    await collection.updateOne({ _id: taskId } as never, update as never, { upsert: true });
    const behind = { _id: taskId, postedSeq: { $lt: toSeq }, behindSince: { $exists: false } };
    await collection.updateOne(behind as never, { $set: { behindSince: new Date() } });
    if (isUrgent)
      await collection.updateOne({ _id: taskId, postedSeq: { $lt: toSeq } } as never, { $set: { isUrgent } });
  }

  /** Where something is to be told: what somebody waits for first, then what has waited longest. */
  async behind(projects: readonly string[], now: Date, limit: number): Promise<TelegramThreadDocument[]> {
    const query = { projectId: { $in: [...projects] }, behindSince: { $lte: now } };
    const found = await this.#models.telegramThreads.find(query).sort({ behindSince: 1 }).limit(limit).lean();
    const due = found.filter(({ retryAt }) => retryAt === undefined || retryAt <= now);
    return due.toSorted((one, other) => Number(other.isUrgent ?? false) - Number(one.isUrgent ?? false));
  }

  /** @param since leaves out those that have fallen behind later. */
  async countBehind(since?: Date): Promise<number> {
    const behindSince = since ? { $lte: since } : { $exists: true };
    return this.#models.telegramThreads.countDocuments({ behindSince });
  }

  async set(taskId: string, change: Partial<TelegramThreadDocument>): Promise<void> {
    await this.#models.telegramThreads.updateOne({ _id: taskId }, { $set: change });
  }

  async opened(taskId: string, { topicId, ...where }: Opened): Promise<void> {
    await this.#models.telegramThreads.updateOne(
      { _id: taskId },
      {
        $set: { ...where, ...(topicId !== undefined && { topicId }), isClosed: false },
        ...(topicId === undefined && { $unset: { topicId: 1 } }),
      },
    );
  }

  /** The thread is gone: the next thing that is told opens another. */
  async lost(taskId: string): Promise<void> {
    const unset = { chatId: 1, topicId: 1, topicName: 1, cardMessageId: 1, isClosed: 1 };
    await this.#models.telegramThreads.updateOne({ _id: taskId }, { $unset: unset });
  }

  /** Everything up to here has been told. */
  async told(taskId: string, upToSeq: number): Promise<void> {
    const update = { $max: { postedSeq: upToSeq }, $unset: { failures: 1, retryAt: 1 } };
    await this.#models.telegramThreads.updateOne({ _id: taskId }, update);
  }

  /** Nothing is left to tell, unless something has come meanwhile. */
  async caughtUp(taskId: string, upToSeq: number): Promise<void> {
    const update = { $unset: { behindSince: 1, isUrgent: 1 } };
    await this.#models.telegramThreads.updateOne({ _id: taskId, wantedSeq: { $lte: upToSeq } }, update);
  }

  async failed(taskId: string, retryAt: Date): Promise<void> {
    await this.#models.telegramThreads.updateOne({ _id: taskId }, { $set: { retryAt }, $inc: { failures: 1 } });
  }
}
