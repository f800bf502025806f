import type { Update, User } from 'telegraf/types';
import { escapeHtml, shortened } from '../html.ts';
import type { TelegramQuestion } from '../../../store/documents/telegram.ts';
import type { BotParts } from '../parts.ts';
import { denyBecause } from './approvals.ts';
import { COMMAND_LIST, COMMANDS, help } from './commands.ts';
import { comment, editComment, notUnderstood, taskOf } from './comments.ts';
import { giveUp, handIn, submit } from './hand-in.ts';
import { start } from './linking.ts';
import { noteMembership } from './memberships.ts';
import { parseCommand, type Command } from './parse.ts';
import { HOW_TO_LINK_SHORT, recognized, tellStranger } from './people.ts';
import { press } from './presses.ts';
import { isRefusal, orSayWhyNot, refusalWords, Turn, type PersonTurn } from './turn.ts';
import { incoming, placeOf, type Press, type Said } from './update.ts';

/** Groups let their administrators write without a name: Telegram then says that this account has. */
const ANONYMOUS_ADMINISTRATOR = 1_087_968_824;
/** Longest answer to a press. */
const PRESS_ANSWER = 200;

/** What people write and press. Everything may be handled again, after a crash in the middle too. */
export class Inbound {
  static readonly commands: readonly { readonly command: string; readonly description: string }[] = COMMAND_LIST;
  readonly #parts: BotParts;

  constructor(parts: BotParts) {
    this.#parts = parts;
  }

  /** @throws when Telegram or a server is away: the same update is to be handled again later. */
  async handle(update: Update): Promise<void> {
    const { update_id: id, message, edited_message, callback_query, my_chat_member } = incoming(update);
    if (my_chat_member) await noteMembership(this.#parts, my_chat_member);
    if (callback_query) await this.#press(id, callback_query);
    if (edited_message) await this.#edit(id, edited_message);
    if (message) await this.#message(id, message);
  }

  async #message(updateId: number, said: Said): Promise<void> {
    const { chats, messages } = this.#parts.store.telegram;
    await chats.noteMessage(said.chat.id, said.message_id);
    const isOurs = said.from?.id === this.#parts.me.id;
    if (said.forum_topic_created && !isOurs) await messages.noteTheirs(said.chat.id, said.message_id);
    if (said.migrate_to_chat_id !== undefined) await chats.migrate(said.chat.id, said.migrate_to_chat_id);
    const { from, chat } = said;
    if (!from || chat.type === 'channel') return;
    const turn = new Turn(this.#parts, updateId, placeOf(said));
    const command = said.text === undefined ? undefined : parseCommand(said.text);
    if (command && command.to !== undefined && !this.#isMe(command.to)) return;
    if (from.is_bot) {
      // Whoever has the code of a chat may use it without a name.
      const isStart = from.id === ANONYMOUS_ADMINISTRATOR && command?.name === 'start' && command.args !== '';
      if (isStart) await start(turn, from, command.args, chat.title);
      return;
    }
    if (command?.name === 'start') await start(turn, from, command.args, chat.title);
    else if (command) await this.#command(turn, from, command);
    else if (isSomething(said)) await this.#text(turn, from, said);
  }

  async #command(turn: Turn, from: User, { name, to, args }: Command): Promise<void> {
    const isHelp = name === 'help';
    const known = COMMANDS.get(name);
    // In a group it may be meant for another bot.
    if (!known && !isHelp && !turn.place.isPrivate && to === undefined) return;
    const by = await recognized(turn, from);
    if (!by) return tellStranger(turn, from, true);
    if (isHelp) return help(by);
    if (known) return orSayWhyNot(turn, () => known.run(by, args));
    await turn.say(`There is no command /${escapeHtml(name)}: /help lists those that there are.`);
  }

  async #text(turn: Turn, from: User, said: Said): Promise<void> {
    const { parts } = turn;
    const reply = said.reply_to_message;
    const question = reply && (await parts.store.telegram.messages.question(said.chat.id, reply.message_id));
    const asked = question?.userId === from.id ? question.asks : undefined;
    const about = asked ? undefined : await taskOf(parts, said);
    if (!asked && !about && !turn.place.isPrivate) return;
    const by = await recognized(turn, from);
    if (!by) return tellStranger(turn, from, false);
    if (asked) return orSayWhyNot(turn, () => takeAnswer(by, asked, said));
    if (about) return orSayWhyNot(turn, () => comment(by, said, about));
    await turn.say(notUnderstood(said.text ?? said.caption ?? 'this'));
  }

  async #edit(updateId: number, said: Said): Promise<void> {
    const { from } = said;
    if (!from || from.is_bot || (said.text !== undefined && parseCommand(said.text))) return;
    const about = await taskOf(this.#parts, said);
    if (!about) return;
    const turn = new Turn(this.#parts, updateId, placeOf(said));
    const by = await recognized(turn, from);
    if (by) await orSayWhyNot(turn, () => editComment(by, said, about));
  }

  /** Whoever presses is told what has come of it, whatever it is. */
  async #press(updateId: number, { id, from, message, data }: Press): Promise<void> {
    const { api, store } = this.#parts;
    const place = message ? placeOf(message) : { chatId: from.id, messageId: 0, isPrivate: true };
    const turn = new Turn(this.#parts, updateId, place);
    const action = data === undefined ? undefined : await store.telegram.messages.button(data);
    if (!action) return api.answerPress(id, 'This button is out of date.', true);
    const by = await recognized(turn, from);
    if (!by) return api.answerPress(id, HOW_TO_LINK_SHORT, true);
    try {
      const { text, after } = await press(by, action);
      await api.answerPress(id, text === undefined ? undefined : shortened(text, PRESS_ANSWER));
      if (after) await orSayWhyNot(turn, after);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await api.answerPress(id, shortened(refusalWords(error), PRESS_ANSWER), true);
    }
  }

  #isMe(name: string): boolean {
    return name.toLowerCase() === this.#parts.me.username.toLowerCase();
  }
}

/** Does with the answer to a question what was asked for. */
async function takeAnswer(by: PersonTurn, asked: TelegramQuestion, said: Said): Promise<void> {
  const text = said.text ?? said.caption ?? '';
  switch (asked.for) {
    case 'DENIAL':
      return denyBecause(by, asked.approvalId, text);
    case 'RESULT':
      return handIn(by, asked.executionId, said);
    case 'FAILURE':
      return giveUp(by, asked.executionId, text);
    case 'SUBMISSION':
      return submit(by, asked.taskKey, said);
  }
}

/** Something that somebody has said or sent, and not that a topic was opened or somebody has come. */
const isSomething = ({ text, photo, document, video, audio, voice }: Said): boolean =>
  [text, photo, document, video, audio, voice].some((part) => part !== undefined);
