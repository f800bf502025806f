import { insertMissing } from '../connection.ts';
import type { TelegramLetterDocument } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

/** Notifications on their way to people in private. */
export class TelegramLetterStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Safe to repeat. */
  async add(letters: readonly TelegramLetterDocument[]): Promise<void> {
    await insertMissing(this.#models.telegramLetters, letters);
  }

  /** Those that may be sent now, oldest first. */
  async due(now: Date, limit: number): Promise<TelegramLetterDocument[]> {
    return this.#models.telegramLetters
      .find({ dueAt: { $lte: now } })
      .sort({ at: 1, _id: 1 })
      .limit(limit)
      .lean();
  }

  /** Puts letters into one batch, for good. */
  async seal(ids: readonly string[], batch: string): Promise<void> {
    await this.#models.telegramLetters.updateMany({ _id: { $in: [...ids] } }, { $set: { batch } });
  }

  async delay(ids: readonly string[], dueAt: Date): Promise<void> {
    await this.#models.telegramLetters.updateMany({ _id: { $in: [...ids] } }, { $set: { dueAt } });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#models.telegramLetters.deleteMany({ _id: { $in: [...ids] } });
  }
}
