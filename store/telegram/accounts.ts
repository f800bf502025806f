import { randomUUID } from 'node:crypto';
import type { TelegramAccountDocument, TelegramLinkDocument } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

/** Who is who: accounts on Telegram and the people they belong to. */
export class TelegramAccountStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byUser(userId: number): Promise<TelegramAccountDocument | undefined> {
    return (await this.#models.telegramAccounts.findOne({ _id: userId }).lean()) ?? undefined;
  }

  async ofPerson(personId: string): Promise<TelegramAccountDocument | undefined> {
    return (await this.#models.telegramAccounts.findOne({ personId }).lean()) ?? undefined;
  }

  async ofPeople(personIds: readonly string[]): Promise<TelegramAccountDocument[]> {
    return this.#models.telegramAccounts.find({ personId: { $in: [...personIds] } }).lean();
  }

  /** Links an account; the one that the person had before, and the person that it had before, are unlinked. */
  async link({ _id, ...account }: TelegramAccountDocument): Promise<void> {
    const { collection } = this.#models.telegramAccounts;
    await collection.deleteMany({ personId: account.personId, _id: { $ne: _id } } as never);
    await collection.replaceOne({ _id } as never, account as never, { upsert: true });
  }

  async set(userId: number, change: Partial<TelegramAccountDocument>): Promise<void> {
    await this.#models.telegramAccounts.updateOne({ _id: userId }, { $set: change });
  }

  /** @param settings absent quiet hours end those that there are. Answers false when the person has no account. */
  async setNotifications(
    personId: string,
    { muted, quietHours }: Pick<TelegramAccountDocument, 'muted' | 'quietHours'>,
  ): Promise<boolean> {
    const update = {
      $set: { muted, ...(quietHours && { quietHours }) },
      ...(!quietHours && { $unset: { quietHours: 1 } }),
    };
    const { matchedCount } = await this.#models.telegramAccounts.updateOne({ personId }, update);
    return matchedCount > 0;
  }

  async unlink(personId: string): Promise<void> {
    await this.#models.telegramAccounts.deleteOne({ personId });
  }

  async offerLink(link: TelegramLinkDocument): Promise<void> {
    await this.#models.telegramLinks.collection.insertOne(link as never);
  }

  /** Uses a code up: of two that use it at the same moment, one finds it. @param use finds it again when it is repeated */
  async useLink(hash: string, use: string = randomUUID()): Promise<TelegramLinkDocument | undefined> {
    const query = { _id: hash, expiresAt: { $gt: new Date() }, usedBy: { $in: [null, use] } };
    const found = await this.#models.telegramLinks.findOneAndUpdate(query as never, { $set: { usedBy: use } }).lean();
    return found ?? undefined;
  }
}
