import { createHash } from 'node:crypto';
import type { InlineKeyboardMarkup } from 'telegraf/types';
import type { TelegramButton, TelegramMessageDocument } from '../../store/documents/telegram.ts';
import type { TelegramStore } from '../../store/telegram/telegram-store.ts';
import type { TelegramApi } from './api.ts';
import { isFailure } from './failure.ts';
import type { Pace } from './pace.ts';

/** How many messages behind the last one that is known are looked at for one whose sending nobody knows of. */
const LOOK_BEHIND = 12;
/** How often a call is repeated that Telegram wants later. */
const PATIENCE = 5;

export interface Outgoing {
  /** Says what it tells: the same key is sent once. */
  readonly key: string;
  readonly chatId: number;
  readonly topicId?: number | undefined;
  readonly replyTo?: number | undefined;
  readonly html: string;
  readonly buttons?: TelegramButton[][] | undefined;
  readonly asksForReply?: boolean;
  readonly isSilent?: boolean;
  readonly approvalId?: string | undefined;
  readonly alertId?: string | undefined;
  readonly upTo?: number | undefined;
}

interface OutgoingFile extends Pick<Outgoing, 'key' | 'chatId' | 'topicId' | 'replyTo'> {
  readonly name: string;
  readonly text: () => Promise<string>;
  /** HTML; what the file is known by when nobody knows whether it was sent. */
  readonly caption: string;
}

/** Something that is to be sent once: a message, a file, or the message that opens a topic. */
interface Sending {
  readonly noted: Omit<TelegramMessageDocument, 'afterMessageId' | 'at'>;
  /** Answers the id of the message. */
  readonly send: () => Promise<number>;
  /** Whether this message of the chat is the one that was sent before. */
  readonly isThere: (messageId: number, earlier: TelegramMessageDocument) => Promise<boolean>;
}

export type Posted = TelegramMessageDocument & { readonly messageId: number };

/**
 * Sends each message once. What is about to be sent is noted first; when nobody knows what became of it (the process
 * was killed, the answer got lost), the chat is asked whether that very thing is there: changing a message, a caption or
 * the name of a topic to what it is already is refused with "not modified", and what is not ours cannot be changed.
 */
export class Messenger {
  readonly api: TelegramApi;
  readonly #store: TelegramStore;
  readonly #pace: Pace;
  readonly #queues = new Map<number, Promise<unknown>>();

  constructor(api: TelegramApi, store: TelegramStore, pace: Pace) {
    this.api = api;
    this.#store = store;
    this.#pace = pace;
  }

  /** Answers the message as it was sent, now or before: a later attempt with other words changes nothing. */
  post(message: Outgoing, signal?: AbortSignal): Promise<Posted> {
    return this.#exclusively(message.chatId, () => this.#post(message, signal));
  }

  /**
   * One message of a chat after the other: whoever looks for one that was lost must not come across one whose number is
   * not noted yet, since looking means writing over what is something else.
   */
  async #exclusively<Result>(chatId: number, work: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(chatId) ?? Promise.resolve();
    const mine = before.then(work);
    this.#queues.set(
      chatId,
      mine.catch(() => undefined),
    );
    return mine;
  }

  async #post(message: Outgoing, signal?: AbortSignal): Promise<Posted> {
    const { key, chatId, topicId, replyTo, html, buttons, approvalId, alertId, upTo } = message;
    const noted = {
      _id: key,
      chatId,
      html,
      ...(buttons && { buttons }),
      ...(approvalId !== undefined && { approvalId }),
      ...(alertId !== undefined && { alertId }),
      ...(upTo !== undefined && { upTo }),
    };
    const to = { chatId, topicId, replyTo };
    const { asksForReply = false, isSilent = false } = message;
    const sending: Sending = {
      noted,
      send: async () =>
        this.api.send(to, { html, keyboard: await this.#keyboard(buttons) }, { asksForReply, isSilent }),
      isThere: async (id, earlier) =>
        this.api.isThere(chatId, id, { html: earlier.html, keyboard: await this.#keyboard(earlier.buttons) }),
    };
    return this.#once(sending, signal);
  }

  /** The same for a file. */
  postFile(
    { key, chatId, topicId, replyTo, name, text, caption }: OutgoingFile,
    signal?: AbortSignal,
  ): Promise<Posted> {
    const sending: Sending = {
      noted: { _id: key, chatId, html: caption },
      send: async () => this.api.sendFile({ chatId, topicId, replyTo }, { name, text: await text(), caption }),
      isThere: (id, earlier) => this.api.isFileThere(chatId, id, earlier.html),
    };
    return this.#exclusively(chatId, () => this.#once(sending, signal));
  }

  /** The same for a topic: the id of the message that opens it is its own. */
  openTopic(key: string, chatId: number, name: string, signal?: AbortSignal): Promise<Posted> {
    const sending: Sending = {
      noted: { _id: key, chatId, html: name },
      send: async () => (await this.api.openTopic(chatId, name)).message_thread_id,
      isThere: (id, earlier) => this.api.isTopicThere(chatId, id, earlier.html),
    };
    return this.#exclusively(chatId, () => this.#once(sending, signal));
  }

  /** Changes what a message says; one that is gone is nobody's loss. */
  async reword(posted: Posted, html: string, buttons: TelegramButton[][] | undefined, signal?: AbortSignal) {
    const { _id: key, chatId, messageId } = posted;
    if (posted.html === html && JSON.stringify(posted.buttons) === JSON.stringify(buttons)) return;
    const keyboard = await this.#keyboard(buttons);
    try {
      await this.paced(chatId, () => this.api.edit(chatId, messageId, { html, keyboard }), signal);
    } catch (error) {
      if (!isFailure(error, 'MESSAGE_GONE', 'NOT_OURS', 'TOPIC_GONE')) throw error;
    }
    await this.#store.messages.reworded(key, html, buttons);
  }

  /** Makes a call when the chat takes one, and again when it does not. */
  async paced<Result>(chatId: number, call: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#pace.turn(chatId, signal);
      signal?.throwIfAborted();
      try {
        return await call();
      } catch (error) {
        if (!isFailure(error, 'SLOW_DOWN')) throw error;
        this.#pace.hold(chatId, error.retryAfterMs);
        if (attempt === PATIENCE) throw error;
      }
    }
  }

  async #once({ noted, send, isThere }: Sending, signal?: AbortSignal): Promise<Posted> {
    const { _id: key, chatId } = noted;
    const earlier = await this.#store.messages.byKey(key);
    if (earlier?.messageId !== undefined) return earlier as Posted;
    const found = earlier && (await this.#find(earlier, isThere, signal));
    if (earlier && found !== undefined) return this.#sent(earlier, found);
    const { lastMessageId: afterMessageId } = await this.#store.chats.place(chatId);
    const document = { ...noted, afterMessageId, at: new Date() };
    await this.#store.messages.put(document);
    try {
      return await this.#sent(document, await this.paced(chatId, send, signal));
    } catch (error) {
      // Only where nobody knows is there anything to look for later.
      if (isFailure(error) && error.kind !== 'AWAY') await this.#store.messages.forget(key);
      throw error;
    }
  }

  async #sent(noted: TelegramMessageDocument, messageId: number): Promise<Posted> {
    await this.#store.messages.sent(noted._id, messageId);
    await this.#store.chats.noteMessage(noted.chatId, messageId);
    return { ...noted, messageId };
  }

  async #find(
    earlier: TelegramMessageDocument,
    isThere: Sending['isThere'],
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    const { chatId, afterMessageId } = earlier;
    for (let id = afterMessageId + 1; id <= afterMessageId + LOOK_BEHIND; id += 1) {
      if (await this.#store.messages.at(chatId, id)) continue;
      if (await this.paced(chatId, () => isThere(id, earlier), signal)) return id;
    }
    return undefined;
  }

  async #keyboard(buttons: TelegramButton[][] | undefined): Promise<InlineKeyboardMarkup | undefined> {
    if (!buttons || buttons.length === 0) return undefined;
    const actions = buttons.flat().flatMap((button) => ('action' in button ? [button.action] : []));
    await this.#store.messages.putButtons(actions.map((action) => ({ token: tokenOf(action), action })));
    const shown = (button: TelegramButton) =>
      'url' in button
        ? { text: button.text, url: button.url }
        : { text: button.text, callback_data: tokenOf(button.action) };
    return { inline_keyboard: buttons.map((row) => row.map(shown)) };
  }
}

/** Short, since Telegram takes 64 bytes, and always the same, so that the same keyboard is the same keyboard. */
const tokenOf = (action: object): string =>
  createHash('sha256').update(JSON.stringify(action)).digest('base64url').slice(0, 24);
