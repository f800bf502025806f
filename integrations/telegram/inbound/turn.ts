import type { User } from 'telegraf/types';
import type { TelegramAccountDocument, TelegramButton } from '../../../store/documents/telegram.ts';
import type { CallerOf } from '../../../operations/caller.ts';
import { OperationError } from '../../../operations/errors.ts';
import { isFailure } from '../failure.ts';
import { escapeHtml, MESSAGE_LENGTH, shortened, shownLength } from '../html.ts';
import type { Outgoing, Posted } from '../messenger.ts';
import type { BotParts } from '../parts.ts';
import type { Place } from './update.ts';

interface More {
  readonly buttons?: TelegramButton[][] | undefined;
  readonly approvalId?: string;
  readonly asksForReply?: boolean;
  /** A message that is answered in place of the one that was sent. */
  readonly replyTo?: number;
  /** Tells this answer from the others of the turn, where their number may be another one the next time. */
  readonly name?: string;
}

/** One update that is dealt with: where it comes from, and how it is answered. */
export class Turn {
  readonly parts: BotParts;
  readonly place: Place;
  /** Names what is asked of the operations: the same update asks for the same. */
  readonly key: string;
  readonly #updateId: number;
  #answers = 0;

  constructor(parts: BotParts, updateId: number, place: Place) {
    this.parts = parts;
    this.place = place;
    this.key = `telegram-${updateId}`;
    this.#updateId = updateId;
  }

  /** Answers where something was said: lines as few messages, the buttons below the last. */
  async say(lines: string | readonly string[], more: More = {}): Promise<Posted | undefined> {
    const messages = asMessages(typeof lines === 'string' ? [lines] : lines);
    let posted: Posted | undefined;
    for (const [index, html] of messages.entries()) {
      const isLast = index === messages.length - 1;
      posted = await this.post(this.#nextKey(more.name), html, isLast ? more : {});
    }
    return posted;
  }

  /** Posts once under a key, whatever becomes of the place: what cannot be answered is not worth another attempt. */
  async post(key: string, html: string, { replyTo, ...more }: Omit<More, 'name'> = {}): Promise<Posted | undefined> {
    const { chatId, topicId, messageId, isPrivate } = this.place;
    const answers = replyTo ?? (isPrivate ? undefined : messageId);
    const message: Outgoing = { key, chatId, topicId, replyTo: answers, html, ...more };
    try {
      return await this.#postNear(message);
    } catch (error) {
      if (!isFailure(error) || isFailure(error, 'AWAY', 'SLOW_DOWN', 'UNAUTHORIZED', 'CONFLICT')) throw error;
      this.parts.logger.warn({ err: error, chatId, key }, 'an answer could not be sent');
      return undefined;
    }
  }

  /** Whether the first answer was sent by an earlier attempt: then all that it tells has been done. */
  async isAnswered(): Promise<boolean> {
    const answer = await this.parts.store.telegram.messages.byKey(`answer:${this.#updateId}`);
    return answer?.messageId !== undefined;
  }

  async #postNear(message: Outgoing): Promise<Posted> {
    const { messenger } = this.parts;
    try {
      return await messenger.post(message);
    } catch (error) {
      if (isFailure(error, 'MIGRATED') && error.migratedTo !== undefined) {
        return messenger.post({ ...message, chatId: error.migratedTo, topicId: undefined, replyTo: undefined });
      }
      if (!isFailure(error, 'TOPIC_GONE', 'TOPIC_CLOSED')) throw error;
      return messenger.post({ ...message, topicId: undefined, replyTo: undefined });
    }
  }

  #nextKey(name: string | undefined): string {
    if (name !== undefined) return `answer:${this.#updateId}:${name}`;
    this.#answers += 1;
    return this.#answers === 1 ? `answer:${this.#updateId}` : `answer:${this.#updateId}:${this.#answers}`;
  }
}

/** A turn of somebody who is known here. */
export interface PersonTurn {
  readonly turn: Turn;
  readonly parts: BotParts;
  readonly user: User;
  readonly account: TelegramAccountDocument;
  readonly caller: CallerOf<'PERSON'>;
}

export type CommandHandler = (by: PersonTurn, args: string) => Promise<void>;

/** Why something was refused, as one text: what is missing is said in lines of their own. */
export function refusalWords({ message, errors }: OperationError): string {
  const missing = errors.map((problem) => problem.message).filter((text) => !message.includes(text));
  return [sentence(message), ...missing.map((text) => `• ${text}`)].join('\n');
}

/** "MC-1 is DONE." */
function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…:]$/.test(first) ? first : `${first}.`;
}

/** Does something, and answers in words what it is refused with; what is only away is tried again later. */
export async function orSayWhyNot(turn: Turn, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await turn.say(escapeHtml(shortened(refusalWords(error), 3_000)), { name: 'refusal' });
  }
}

export const isRefusal = (error: unknown): error is OperationError =>
  error instanceof OperationError && error.code !== 'UNAVAILABLE';

/** Lines as messages of at most the length that Telegram takes. */
function asMessages(lines: readonly string[]): string[] {
  const messages: string[] = [];
  for (const line of lines) {
    const last = messages.at(-1);
    const together = last === undefined ? line : `${last}\n${line}`;
    if (last !== undefined && shownLength(together) <= MESSAGE_LENGTH) messages[messages.length - 1] = together;
    else messages.push(line);
  }
  return messages;
}
