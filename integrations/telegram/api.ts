import { Telegram, TelegramError } from 'telegraf';
import type {
  Chat,
  ChatMember,
  ForumTopic,
  InlineKeyboardMarkup,
  Message,
  Update,
  UserFromGetMe,
} from 'telegraf/types';
import { isFailure, TelegramFailure } from './failure.ts';

/** How long a call may take before nobody knows what became of it, in milliseconds. */
const ANSWER_MS = 20_000;
const FILE_MS = 120_000;

export interface SentText {
  readonly html: string;
  readonly keyboard?: InlineKeyboardMarkup | undefined;
}

interface Destination {
  readonly chatId: number;
  readonly topicId?: number | undefined;
  /** A message that it answers, if that is still there. */
  readonly replyTo?: number | undefined;
}

const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

/** The part of the Bot API that we use, with failures that say what they mean. */
export class TelegramApi {
  readonly #telegram: Telegram;
  readonly #token: string;
  readonly #apiRoot: string;

  constructor({ token, apiRoot }: { token: string; apiRoot: string }) {
    this.#telegram = new Telegram(token, { apiRoot });
    this.#token = token;
    this.#apiRoot = apiRoot;
  }

  me(): Promise<UserFromGetMe> {
    return this.#call('getMe', {});
  }

  chat(chatId: number): Promise<Chat & { readonly is_forum?: true; readonly title?: string }> {
    return this.#call('getChat', { chat_id: chatId });
  }

  member(chatId: number, userId: number): Promise<ChatMember> {
    return this.#call('getChatMember', { chat_id: chatId, user_id: userId });
  }

  async send(to: Destination, { html, keyboard }: SentText, more: { asksForReply?: boolean; isSilent?: boolean } = {}) {
    const markup = more.asksForReply ? { force_reply: true, selective: true } : keyboard;
    const message: Message = await this.#call('sendMessage', {
      ...destination(to),
      text: html,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(more.isSilent === true && { disable_notification: true }),
      ...(markup && { reply_markup: markup }),
    });
    return message.message_id;
  }

  /** A text that is the same already is fine. */
  async edit(chatId: number, messageId: number, { html, keyboard }: SentText): Promise<void> {
    const payload = { chat_id: chatId, message_id: messageId, text: html, parse_mode: 'HTML' };
    const more = { link_preview_options: { is_disabled: true }, ...(keyboard && { reply_markup: keyboard }) };
    await unlessModified(this.#call('editMessageText', { ...payload, ...more }));
  }

  /** Whether a message of ours with exactly this text is there. It must be one that may be overwritten otherwise. */
  isThere(chatId: number, messageId: number, { html, keyboard }: SentText): Promise<boolean> {
    const payload = { chat_id: chatId, message_id: messageId, text: html, parse_mode: 'HTML' };
    const more = { link_preview_options: { is_disabled: true }, ...(keyboard && { reply_markup: keyboard }) };
    return isAsItWas(this.#call('editMessageText', { ...payload, ...more }));
  }

  /** Whether a file of ours with exactly this caption is there. */
  isFileThere(chatId: number, messageId: number, caption: string): Promise<boolean> {
    const payload = { chat_id: chatId, message_id: messageId, caption, parse_mode: 'HTML' };
    return isAsItWas(this.#call('editMessageCaption', payload));
  }

  /** Whether a topic with exactly this name is there. It must be one that may be renamed otherwise. */
  isTopicThere(chatId: number, topicId: number, name: string): Promise<boolean> {
    return isAsItWas(this.#call('editForumTopic', { chat_id: chatId, message_thread_id: topicId, name }));
  }

  async sendFile(to: Destination, { name, text, caption }: { name: string; text: string; caption: string }) {
    const document = { source: Buffer.from(text), filename: name };
    const payload = { ...destination(to), document, caption, parse_mode: 'HTML' };
    const message: Message = await this.#call('sendDocument', payload, FILE_MS);
    return message.message_id;
  }

  openTopic(chatId: number, name: string): Promise<ForumTopic> {
    return this.#call('createForumTopic', { chat_id: chatId, name });
  }

  async renameTopic(chatId: number, topicId: number, name: string): Promise<void> {
    await unlessModified(this.#call('editForumTopic', { chat_id: chatId, message_thread_id: topicId, name }));
  }

  async closeTopic(chatId: number, topicId: number): Promise<void> {
    await unlessModified(this.#call('closeForumTopic', { chat_id: chatId, message_thread_id: topicId }));
  }

  async reopenTopic(chatId: number, topicId: number): Promise<void> {
    await unlessModified(this.#call('reopenForumTopic', { chat_id: chatId, message_thread_id: topicId }));
  }

  async pin(chatId: number, messageId: number): Promise<void> {
    await this.#call('pinChatMessage', { chat_id: chatId, message_id: messageId, disable_notification: true });
  }

  /** An answer that comes too late is nobody's loss. */
  async answerPress(queryId: string, text?: string, isAlert = false): Promise<void> {
    const answer = text === undefined ? {} : { text, show_alert: isAlert };
    try {
      await this.#call('answerCallbackQuery', { callback_query_id: queryId, ...answer });
    } catch (error) {
      if (!isFailure(error, 'TOO_LATE')) throw error;
    }
  }

  async setCommands(commands: readonly { command: string; description: string }[]): Promise<void> {
    await this.#call('setMyCommands', { commands });
  }

  /** Waits for what is new, up to `seconds`. @param offset the first number that is not confirmed. */
  updates(offset: number | undefined, seconds: number, signal: AbortSignal): Promise<Update[]> {
    const payload = { timeout: seconds, allowed_updates: ALLOWED_UPDATES, ...(offset !== undefined && { offset }) };
    return this.#call('getUpdates', payload, (seconds + 15) * 1000, signal);
  }

  async setWebhook(url: string, secret: string): Promise<void> {
    await this.#call('setWebhook', { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES });
  }

  async removeWebhook(): Promise<void> {
    await this.#call('deleteWebhook', {});
  }

  /** The bytes of a file that somebody has sent; Telegram gives bots files of up to 20 MB. */
  async file(fileId: string): Promise<ReadableStream<Uint8Array>> {
    const { file_path: path }: { file_path?: string } = await this.#call('getFile', { file_id: fileId });
    const url = new URL(`./file/bot${this.#token}/${path ?? ''}`, this.#apiRoot);
    const response = await fetch(url, { signal: AbortSignal.timeout(FILE_MS) }).catch((error: unknown) => {
      throw new TelegramFailure('AWAY', 'the file could not be fetched', { cause: error });
    });
    if (!response.ok || !response.body) throw new TelegramFailure('REFUSED', `the file: ${response.status}`);
    return response.body;
  }

  async #call<Result>(method: string, payload: object, timeoutMs = ANSWER_MS, signal?: AbortSignal): Promise<Result> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const given = { signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
    try {
      return (await this.#telegram.callApi(method as 'getMe', payload as never, given as never)) as Result;
    } catch (error) {
      if (error instanceof TelegramError) throw TelegramFailure.of(method, error.response);
      throw new TelegramFailure('AWAY', `${method}: ${this.#withoutToken(error)}`);
    }
  }

  /** Addresses hold the token, and errors hold addresses. */
  #withoutToken(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    return text.replaceAll(this.#token, '<token>');
  }
}

const destination = ({ chatId, topicId, replyTo }: Destination) => ({
  chat_id: chatId,
  ...(topicId !== undefined && { message_thread_id: topicId }),
  ...(replyTo !== undefined && { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
});

/** Whether what was written over was there, and was like that before. */
async function isAsItWas(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isFailure(error, 'NOT_MODIFIED')) return true;
    if (isFailure(error, 'MESSAGE_GONE', 'NOT_OURS', 'TOPIC_GONE', 'REFUSED')) return false;
    throw error;
  }
}

async function unlessModified(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isFailure(error, 'NOT_MODIFIED')) throw error;
  }
}
