import type { Models } from '../models.ts';
import { TelegramAccountStore } from './accounts.ts';
import { TelegramBotStore } from './bot.ts';
import { TelegramChatStore } from './chats.ts';
import { TelegramLetterStore } from './letters.ts';
import { TelegramMessageStore } from './messages.ts';
import { TelegramThreadStore } from './threads.ts';
import { TelegramUpdateStore } from './updates.ts';

/** What is kept about Telegram. */
export class TelegramStore {
  readonly bot: TelegramBotStore;
  readonly chats: TelegramChatStore;
  readonly threads: TelegramThreadStore;
  readonly messages: TelegramMessageStore;
  readonly accounts: TelegramAccountStore;
  readonly updates: TelegramUpdateStore;
  readonly letters: TelegramLetterStore;

  constructor(models: Models) {
    this.bot = new TelegramBotStore(models);
    this.chats = new TelegramChatStore(models);
    this.threads = new TelegramThreadStore(models);
    this.messages = new TelegramMessageStore(models);
    this.accounts = new TelegramAccountStore(models);
    this.updates = new TelegramUpdateStore(models);
    this.letters = new TelegramLetterStore(models);
  }
}
