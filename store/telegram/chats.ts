import type { TelegramChatDocument, TelegramPlaceDocument } from '../documents/telegram.ts';
import type { Models } from '../models.ts';

/** Where the tasks of projects are talked about. */
export class TelegramChatStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async ofProject(project: string): Promise<TelegramChatDocument | undefined> {
    return (await this.#models.telegramChats.findOne({ _id: project }).lean()) ?? undefined;
  }

  async list(): Promise<TelegramChatDocument[]> {
    return this.#models.telegramChats.find().sort({ _id: 1 }).lean();
  }

  /** The projects that are talked about in a chat. */
  async inChat(chatId: number): Promise<TelegramChatDocument[]> {
    return this.#models.telegramChats.find({ chatId }).sort({ _id: 1 }).lean();
  }

  /** Connects a project to a chat, or changes how it is connected. */
  async put({ _id, ...chat }: TelegramChatDocument): Promise<void> {
    await this.#models.telegramChats.collection.replaceOne({ _id } as never, chat as never, { upsert: true });
  }

  async set(project: string, change: Partial<TelegramChatDocument>): Promise<void> {
    await this.#models.telegramChats.updateOne({ _id: project }, { $set: change } as never);
  }

  async remove(project: string): Promise<void> {
    await this.#models.telegramChats.deleteOne({ _id: project });
  }

  /** Nothing can be sent there until it is mended. Answers the projects for which this is new. */
  async breakOff(chatId: number, because: string): Promise<TelegramChatDocument[]> {
    const whole = (await this.inChat(chatId)).filter(({ broken }) => broken === undefined);
    const broken = { because, since: new Date().toISOString() };
    await this.#models.telegramChats.updateMany(
      { chatId, broken: { $exists: false } } as never,
      { $set: { broken } } as never,
    );
    return whole;
  }

  /** It works again. Answers the projects for which this is new. */
  async mend(chatId: number): Promise<TelegramChatDocument[]> {
    const broken = (await this.inChat(chatId)).filter((chat) => chat.broken !== undefined);
    await this.#models.telegramChats.updateMany({ chatId }, { $unset: { broken: 1 } });
    return broken;
  }

  /** The group has become a supergroup: another chat, where nothing of the old one is. */
  async migrate(from: number, to: number): Promise<void> {
    await this.#models.telegramChats.updateMany({ chatId: from }, { $set: { chatId: to }, $unset: { broken: 1 } });
    await this.#models.telegramThreads.updateMany(
      { chatId: from },
      { $unset: { chatId: 1, topicId: 1, topicName: 1, cardMessageId: 1, isClosed: 1 } },
    );
  }

  async place(chatId: number): Promise<TelegramPlaceDocument> {
    const found = await this.#models.telegramPlaces.findOne({ _id: chatId }).lean();
    return found ?? { _id: chatId, lastMessageId: 0 };
  }

  async noteTopics(chatId: number, hasTopics: boolean): Promise<void> {
    await this.#upsertPlace(chatId, { $set: { hasTopics }, $setOnInsert: { lastMessageId: 0 } });
  }

  async noteMessage(chatId: number, messageId: number): Promise<void> {
    await this.#upsertPlace(chatId, { $max: { lastMessageId: messageId } });
  }

  async #upsertPlace(chatId: number, update: object): Promise<void> {
    await this.#models.telegramPlaces.collection.updateOne({ _id: chatId } as never, update as never, { upsert: true });
  }
}
