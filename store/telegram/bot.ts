import type { TelegramBotDocument, TelegramSource } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

/** The installation's bot: who runs it, and how far it has come. */
export class TelegramBotStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async read(): Promise<TelegramBotDocument | undefined> {
    return (await this.#models.telegramBot.findOne({ _id: 'bot' }).lean()) ?? undefined;
  }

  /** Notes that the bot is alive. */
  async note(
    seen: Omit<TelegramBotDocument, '_id' | 'followed' | 'seenAt' | 'trouble'>,
    trouble?: string,
  ): Promise<void> {
    const set = { ...seen, seenAt: new Date(), ...(trouble !== undefined && { trouble }) };
    const update = {
      $set: set,
      ...(trouble === undefined && { $unset: { trouble: 1 } }),
      $setOnInsert: { followed: {} },
    };
    await this.#models.telegramBot.collection.updateOne({ _id: 'bot' } as never, update as never, { upsert: true });
  }

  /** Everything stored before this has been taken up. */
  async followed(source: TelegramSource, until: Date): Promise<void> {
    await this.#models.telegramBot.updateOne({ _id: 'bot' }, { $set: { [`followed.${source}`]: until } });
  }
}
