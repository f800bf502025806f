import type { TelegramAction, TelegramMessageDocument, TelegramQuestionDocument } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

/** Our own messages by what they tell, and what their buttons do. */
export class TelegramMessageStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byKey(key: string): Promise<TelegramMessageDocument | undefined> {
    return (await this.#models.telegramMessages.findOne({ _id: key }).lean()) ?? undefined;
  }

  async at(chatId: number, messageId: number): Promise<TelegramMessageDocument | undefined> {
    return (await this.#models.telegramMessages.findOne({ chatId, messageId }).lean()) ?? undefined;
  }

  /** What these messages say is over with this event of the task. */
  async outdated(approvalId: string, seq: number): Promise<void> {
    await this.#models.telegramMessages.updateMany({ approvalId }, { $max: { outdatedBySeq: seq } });
  }

  async allOutdated(limit: number): Promise<TelegramMessageDocument[]> {
    return this.#models.telegramMessages
      .find({ outdatedBySeq: { $gt: 0 } })
      .limit(limit)
      .lean();
  }

  /** It says what is known with this event of the task. */
  async upToDate(key: string, seq: number): Promise<void> {
    const query = { _id: key, outdatedBySeq: { $lte: seq } };
    await this.#models.telegramMessages.updateOne(query, { $unset: { outdatedBySeq: 1 } });
  }

  /** Wherever people are asked for this decision. */
  async aboutApproval(approvalId: string): Promise<TelegramMessageDocument[]> {
    return this.#models.telegramMessages.find({ approvalId, messageId: { $exists: true } }).lean();
  }

  /** Notes what is about to be sent, in place of what was to be sent before. */
  async put({ _id, ...message }: TelegramMessageDocument): Promise<void> {
    const { collection } = this.#models.telegramMessages;
    await collection.replaceOne({ _id } as never, message as never, { upsert: true });
  }

  async sent(key: string, messageId: number): Promise<void> {
    await this.#models.telegramMessages.updateOne({ _id: key }, { $set: { messageId } });
  }

  async reworded(key: string, html: string, buttons: TelegramMessageDocument['buttons']): Promise<void> {
    await this.#models.telegramMessages.updateOne(
      { _id: key },
      { $set: { html, ...(buttons && { buttons }) }, ...(!buttons && { $unset: { buttons: 1 } }) },
    );
  }

  /** Somebody else's, which must not be taken for one of ours. */
  async noteTheirs(chatId: number, messageId: number): Promise<void> {
    const _id = `theirs:${chatId}:${messageId}`;
    await this.put({ _id, chatId, messageId, afterMessageId: messageId, html: '', at: new Date() });
  }

  /** It is not there any more. */
  async forget(key: string): Promise<void> {
    await this.#models.telegramMessages.deleteOne({ _id: key });
  }

  async putButtons(buttons: readonly { token: string; action: TelegramAction }[]): Promise<void> {
    if (buttons.length === 0) return;
    await this.#models.telegramButtons.bulkWrite(
      buttons.map(({ token, action }) => ({
        updateOne: { filter: { _id: token }, update: { $set: { action, at: new Date() } }, upsert: true },
      })) as never,
    );
  }

  async button(token: string): Promise<TelegramAction | undefined> {
    return (await this.#models.telegramButtons.findOne({ _id: token }).lean())?.action;
  }

  async ask(chatId: number, messageId: number, question: Omit<TelegramQuestionDocument, '_id' | 'at'>): Promise<void> {
    const document = { ...question, at: new Date() };
    const { collection } = this.#models.telegramQuestions;
    await collection.replaceOne({ _id: `${chatId}:${messageId}` } as never, document as never, { upsert: true });
  }

  async question(chatId: number, messageId: number): Promise<TelegramQuestionDocument | undefined> {
    return (await this.#models.telegramQuestions.findOne({ _id: `${chatId}:${messageId}` }).lean()) ?? undefined;
  }
}
