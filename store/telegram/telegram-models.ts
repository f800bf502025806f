import type { Connection } from 'mongoose';
import type {
  TelegramAccountDocument,
  TelegramBotDocument,
  TelegramButtonDocument,
  TelegramChatDocument,
  TelegramLetterDocument,
  TelegramLinkDocument,
  TelegramMessageDocument,
  TelegramPlaceDocument,
  TelegramQuestionDocument,
  TelegramThreadDocument,
  TelegramUpdateDocument,
} from '../documents/telegram.ts';
import { collection } from '../collection.ts';

const days = (count: number) => ({ expireAfterSeconds: count * 24 * 3600 });

/** The collections about Telegram, with their indexes. */
export const createTelegramModels = (connection: Connection) => ({
  telegramBot: collection<TelegramBotDocument>(connection, 'telegramBot'),
  telegramChats: collection<TelegramChatDocument>(connection, 'telegramChats', [{ chatId: 1 }]),
  telegramPlaces: collection<TelegramPlaceDocument>(connection, 'telegramPlaces'),
  telegramThreads: collection<TelegramThreadDocument>(
    connection,
    'telegramThreads',
    [{ behindSince: 1 }],
    [{ chatId: 1, topicId: 1 }],
    [{ chatId: 1, cardMessageId: 1 }],
  ),
  telegramMessages: collection<TelegramMessageDocument>(
    connection,
    'telegramMessages',
    [{ approvalId: 1 }, { sparse: true }],
    [{ outdatedBySeq: 1 }, { sparse: true }],
    [{ chatId: 1, messageId: 1 }],
    [{ at: 1 }, days(180)],
  ),
  telegramAccounts: collection<TelegramAccountDocument>(connection, 'telegramAccounts', [
    { personId: 1 },
    { unique: true },
  ]),
  telegramLinks: collection<TelegramLinkDocument>(connection, 'telegramLinks', [
    { expiresAt: 1 },
    { expireAfterSeconds: 0 },
  ]),
  telegramUpdates: collection<TelegramUpdateDocument>(
    connection,
    'telegramUpdates',
    [{ doneAt: 1, receivedAt: 1 }],
    [{ receivedAt: 1 }, days(8)],
  ),
  telegramButtons: collection<TelegramButtonDocument>(connection, 'telegramButtons', [{ at: 1 }, days(180)]),
  telegramQuestions: collection<TelegramQuestionDocument>(connection, 'telegramQuestions', [{ at: 1 }, days(2)]),
  telegramLetters: collection<TelegramLetterDocument>(
    connection,
    'telegramLetters',
    [{ dueAt: 1 }],
    [{ at: 1 }, days(8)],
  ),
});
