import { ApiError, badRequest, forbidden } from './errors.ts';
import { plain, type Formatted } from './html.ts';
import { messageJson, userJson, chatJson, seconds } from './json.ts';
import type { BotStatus, ChatState, FakeUser, Json, Markup, MessageState, Rights, StoredFile } from './model.ts';
import type { UpdateQueue } from './updates.ts';

const MESSAGE_LIFE_MS = 24 * 60 * 60 * 1000;
const PRESS_LIFE_MS = 150_000;

/** How long somebody who pressed a button waits for an answer. */
export const PRESS_ANSWER_MS = 15_000;

interface PressAnswer {
  readonly text?: string;
  readonly show_alert?: boolean;
}

interface Press {
  readonly at: number;
  readonly answer: (answer: PressAnswer) => void;
}

interface NewMessage {
  readonly from: FakeUser;
  readonly content?: Formatted;
  readonly html?: string;
  readonly markup?: Markup | undefined;
  readonly topicId?: number | undefined;
  readonly replyTo?: number | undefined;
  readonly file?: StoredFile | undefined;
  readonly service?: Json;
}

/** All that there is: people, chats, topics, messages and files. It says nothing about who may do what with them. */
export class World {
  readonly clock: { now(): number };
  readonly updates: UpdateQueue;
  readonly bot: FakeUser & { readonly username: string };
  /** Who made the groups. */
  readonly owner: FakeUser = { id: 7_000_000_001, first_name: 'Olga', username: 'olga_owner' };
  readonly users = new Map<number, FakeUser>();
  readonly chats = new Map<number, ChatState>();
  readonly files = new Map<string, StoredFile>();
  readonly presses = new Map<string, Press>();
  readonly commands = new Map<string, Json[]>();
  #lastUser = 7_100_000_000;
  #lastGroup = 4_000_000;
  #lastSupergroup = 1_000_002_000_000;
  #lastPress = 330_712_345_000_000_000n;

  constructor(clock: { now(): number }, updates: UpdateQueue, botId: number) {
    this.clock = clock;
    this.updates = updates;
    this.bot = { id: botId, username: 'mission_control_bot', first_name: 'Mission Control' };
  }

  addUser(firstName: string, username: string | undefined): FakeUser {
    const user = { id: ++this.#lastUser, first_name: firstName, ...(username !== undefined && { username }) };
    this.users.set(user.id, user);
    this.#addChat({ id: user.id, type: 'private', title: firstName, user });
    return user;
  }

  addGroup(title: string, type: 'group' | 'supergroup', more: { isForum: boolean; rights: Rights }): ChatState {
    const id = type === 'group' ? -++this.#lastGroup : -++this.#lastSupergroup;
    const chat = this.#addChat({ id, type, title, user: undefined });
    chat.isForum = more.isForum;
    chat.rights = allRights(more.rights);
    return chat;
  }

  #addChat(given: Pick<ChatState, 'id' | 'type' | 'title' | 'user'>): ChatState {
    const chat: ChatState = {
      ...given,
      isForum: false,
      botStatus: given.type === 'private' ? 'member' : 'left',
      rights: allRights({}),
      isStarted: false,
      migratedTo: undefined,
      lastId: 0,
      messages: new Map(),
      topics: new Map(),
    };
    this.chats.set(chat.id, chat);
    return chat;
  }

  /** A chat in which the bot may act. */
  chatForBot(chatId: number): ChatState {
    const chat = this.chats.get(chatId);
    if (!chat) throw badRequest('chat not found');
    if (chat.migratedTo !== undefined) {
      const words = 'Bad Request: group chat was upgraded to a supergroup chat';
      throw new ApiError(400, words, { migrate_to_chat_id: chat.migratedTo });
    }
    if (chat.type === 'private') {
      if (chat.botStatus === 'kicked') throw forbidden('bot was blocked by the user');
      if (!chat.isStarted) throw forbidden("bot can't initiate conversation with a user");
      return chat;
    }
    if (chat.botStatus === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
    if (chat.botStatus === 'left') throw forbidden(`bot is not a member of the ${chat.type} chat`);
    return chat;
  }

  mayBot(chat: ChatState, right: keyof Rights): boolean {
    return chat.type === 'private' || (chat.botStatus === 'administrator' && chat.rights[right]);
  }

  addMessage(chat: ChatState, given: NewMessage): MessageState {
    const id = ++chat.lastId;
    const isTopicItself = given.service !== undefined && 'forum_topic_created' in given.service;
    const content = given.content ?? plain('');
    const message: MessageState = {
      id,
      chat,
      from: given.from,
      at: this.clock.now(),
      content,
      html: given.html ?? content.safeHtml,
      markup: given.markup,
      topicId: isTopicItself ? id : given.topicId,
      replyTo: given.replyTo,
      file: given.file,
      service: given.service,
      isPinned: false,
      edits: 0,
      editedAt: undefined,
    };
    chat.messages.set(id, message);
    if (given.from.id !== this.bot.id) this.emitMessage('message', message);
    return message;
  }

  addTopic(chat: ChatState, from: FakeUser, name: string, iconColor = 7_322_096): MessageState {
    const service = { forum_topic_created: { name, icon_color: iconColor } };
    const message = this.addMessage(chat, { from, service });
    chat.topics.set(message.id, { id: message.id, name, iconColor, isClosed: false });
    return message;
  }

  removeTopic(chat: ChatState, topicId: number): void {
    chat.topics.delete(topicId);
    for (const message of chat.messages.values()) {
      if (message.topicId === topicId) chat.messages.delete(message.id);
    }
  }

  addFile(file: Omit<StoredFile, 'id' | 'path'>): StoredFile {
    const number = this.files.size;
    const ending = /\.\w{1,10}$/.exec(file.name)?.[0] ?? '';
    const id = `BQACAgIAAx${String(number).padStart(6, '0')}`;
    const stored = { ...file, id, path: `${file.kind}s/file_${number}${ending}` };
    this.files.set(id, stored);
    return stored;
  }

  /** Bots see what happens where they are; those that are no administrators see only what is meant for them. */
  emitMessage(kind: 'message' | 'edited_message', message: MessageState): void {
    const { chat } = message;
    if (chat.botStatus === 'left' || chat.botStatus === 'kicked') return;
    if (chat.type !== 'private' && chat.botStatus === 'member' && !this.#isForBot(message)) return;
    const body = messageJson(message, this.bot.id);
    this.updates.push(kind, body, `chat ${chat.id}`, this.clock.now() + MESSAGE_LIFE_MS);
  }

  #isForBot({ chat, content, service, replyTo }: MessageState): boolean {
    if (service) return true;
    const isAnswer = replyTo !== undefined && chat.messages.get(replyTo)?.from.id === this.bot.id;
    return isAnswer || content.text.startsWith('/') || content.text.includes(`@${this.bot.username}`);
  }

  setBotStatus(chat: ChatState, by: FakeUser, status: BotStatus): void {
    const before = this.#botMember(chat);
    chat.botStatus = status;
    const body = {
      chat: chatJson(chat),
      from: userJson(by, this.bot.id),
      date: seconds(this.clock.now()),
      old_chat_member: before,
      new_chat_member: this.#botMember(chat),
    };
    this.updates.push('my_chat_member', body, `chat ${chat.id}`, this.clock.now() + MESSAGE_LIFE_MS);
  }

  member(chat: ChatState, userId: number): Json {
    if (userId === this.bot.id) return this.#botMember(chat);
    if (userId === this.owner.id) return { user: userJson(this.owner, this.bot.id), status: 'creator' };
    const user = this.users.get(userId);
    if (!user) throw badRequest('user not found');
    return { user: userJson(user, this.bot.id), status: 'member' };
  }

  #botMember(chat: ChatState): Json {
    const user = userJson(this.bot, this.bot.id);
    if (chat.botStatus === 'kicked') return { user, status: 'kicked', until_date: 0 };
    if (chat.botStatus !== 'administrator') return { user, status: chat.botStatus };
    const { can_manage_topics, ...rights } = chat.rights;
    const topics = chat.type === 'supergroup' ? { can_manage_topics } : {};
    return { user, status: 'administrator', can_be_edited: false, can_manage_chat: true, ...rights, ...topics };
  }

  press(message: MessageState, user: FakeUser, data: string, answer: Press['answer']): void {
    const id = String(++this.#lastPress);
    this.presses.set(id, { at: Date.now(), answer });
    const body = {
      id,
      from: userJson(user, this.bot.id),
      message: messageJson(message, this.bot.id),
      chat_instance: String(-3_312_345_678_000_000 - Math.abs(message.chat.id % 1_000_000)),
      data,
    };
    this.updates.push('callback_query', body, `user ${user.id}`, this.clock.now() + PRESS_LIFE_MS);
  }
}

export function allRights(rights: Rights): Required<Rights> {
  return { can_manage_topics: true, can_pin_messages: true, can_delete_messages: true, ...rights };
}
