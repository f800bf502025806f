import { isDuplicateKey } from '../connection.ts';
import type { TelegramUpdateDocument } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

/** What Telegram has told us: each update is kept before it is confirmed, and dealt with once. */
export class TelegramUpdateStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Answers false for one that is known. Numbers of updates may start anew: what is the same is the whole number. */
  async add(botId: number, update: { update_id: number }): Promise<boolean> {
    const document = { _id: `${botId}:${update.update_id}`, update, receivedAt: new Date() };
    try {
      await this.#models.telegramUpdates.collection.insertOne(document as never);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Those that are to be dealt with, in the order in which they came. */
  async open(limit: number): Promise<TelegramUpdateDocument[]> {
    const query = { doneAt: { $exists: false } };
    return this.#models.telegramUpdates.find(query).sort({ receivedAt: 1, _id: 1 }).limit(limit).lean();
  }

  async done(id: string): Promise<void> {
    await this.#models.telegramUpdates.updateOne({ _id: id }, { $set: { doneAt: new Date() } });
  }

  /** Answers how often it has failed now. */
  async failed(id: string): Promise<number> {
    const options = { returnDocument: 'after' } as const;
    const found = await this.#models.telegramUpdates
      .findOneAndUpdate({ _id: id }, { $inc: { failures: 1 } }, options)
      .lean();
    return found?.failures ?? 0;
  }
}
