import { escapeHtml, plain } from './html.ts';
import { visible } from './json.ts';
import type { ChatState, FakeChat, FakeMessage, FakeUser, Json, MessageState, Rights } from './model.ts';
import { allRights, PRESS_ANSWER_MS, type World } from './world.ts';

interface Group {
  readonly isForum?: boolean;
  readonly isBasic?: boolean;
  readonly rights?: Rights;
}

interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array | string;
  readonly caption?: string;
  readonly kind: 'document' | 'photo';
  readonly topicId?: number;
}

interface Place {
  readonly topicId?: number;
  readonly replyTo?: number;
}

/** What people do in Telegram. Where a chat is asked for, a user stands for the private chat of the bot with them. */
export class People {
  protected readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  addUser(firstName: string, more: { username?: string } = {}): FakeUser {
    return this.world.addUser(firstName, more.username);
  }

  /** The bot is there, as an administrator. */
  addGroup(title: string, { isForum = false, isBasic = false, rights = {} }: Group = {}): FakeChat {
    const chat = this.world.addGroup(title, isBasic ? 'group' : 'supergroup', { isForum: isForum && !isBasic, rights });
    this.#letIn(chat);
    return { id: chat.id, title };
  }

  say(user: FakeUser, chat: { readonly id: number }, text: string, { topicId, replyTo }: Place = {}): FakeMessage {
    const state = this.#chat(chat);
    const answered = state.messages.get(replyTo ?? 0);
    if (replyTo !== undefined && !answered) throw new Error('there is no such message to reply to');
    const place = { topicId: this.#openTopic(state, topicId ?? answered?.topicId), replyTo };
    return visible(this.#write(state, { from: user, content: plain(text), html: escapeHtml(text), ...place }));
  }

  sendFile(
    user: FakeUser,
    chat: { readonly id: number },
    { bytes, caption, topicId, ...given }: SentFile,
  ): FakeMessage {
    const state = this.#chat(chat);
    const file = this.world.addFile({ ...given, bytes: Buffer.from(bytes as Uint8Array) });
    const place = { topicId: this.#openTopic(state, topicId) };
    return visible(this.#write(state, { from: user, content: plain(caption ?? ''), file, ...place }));
  }

  edit(user: FakeUser, message: FakeMessage, newText: string): FakeMessage {
    const state = this.#message(message);
    if (state.from.id !== user.id) throw new Error('people edit only what they wrote');
    state.content = plain(newText);
    state.html = escapeHtml(newText);
    state.edits += 1;
    state.editedAt = this.world.clock.now();
    this.world.emitMessage('edited_message', state);
    return visible(state);
  }

  /** What the bot answered, if it did in time. */
  press(
    user: FakeUser,
    message: FakeMessage,
    buttonText: string,
  ): Promise<{ text?: string; show_alert?: boolean } | undefined> {
    const state = this.#message(message);
    const buttons = state.markup?.inline_keyboard?.flat() ?? [];
    const data = buttons.find(({ text }) => text === buttonText)?.callback_data;
    if (data === undefined) throw new Error(`there is no button "${buttonText}" to press`);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), PRESS_ANSWER_MS);
      timer.unref();
      this.world.press(state, user, data, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
  }

  deleteMessage(message: FakeMessage): void {
    this.#message(message).chat.messages.delete(message.id);
  }

  openTopic(
    user: FakeUser,
    chat: { readonly id: number },
    name: string,
  ): { id: number; name: string; isClosed: boolean } {
    const { id } = this.world.addTopic(this.#chat(chat), user, name);
    return { id, name, isClosed: false };
  }

  renameTopic(chat: { readonly id: number }, topicId: number, name: string): void {
    this.#topic(chat, topicId).name = name;
    this.#serve(this.#chat(chat), { forum_topic_edited: { name } }, topicId);
  }

  deleteTopic(chat: { readonly id: number }, topicId: number): void {
    this.world.removeTopic(this.#chat(chat), this.#topic(chat, topicId).id);
  }

  closeTopic(chat: { readonly id: number }, topicId: number): void {
    this.#topic(chat, topicId).isClosed = true;
    this.#serve(this.#chat(chat), { forum_topic_closed: {} }, topicId);
  }

  reopenTopic(chat: { readonly id: number }, topicId: number): void {
    this.#topic(chat, topicId).isClosed = false;
    this.#serve(this.#chat(chat), { forum_topic_reopened: {} }, topicId);
  }

  removeBot(chat: { readonly id: number }): void {
    this.world.setBotStatus(this.#chat(chat), this.world.owner, 'kicked');
  }

  /** Also gives it other rights where it is already. */
  addBot(chat: { readonly id: number }, rights: Rights = {}): void {
    const state = this.#chat(chat);
    state.rights = allRights(rights);
    this.#letIn(state);
  }

  /** Leaves the bot an ordinary member. */
  demoteBot(chat: { readonly id: number }): void {
    this.world.setBotStatus(this.#chat(chat), this.world.owner, 'member');
  }

  blockBot(user: FakeUser): void {
    this.world.setBotStatus(this.#chat(user), user, 'kicked');
  }

  unblockBot(user: FakeUser): void {
    this.world.setBotStatus(this.#chat(user), user, 'member');
  }

  /** Makes a supergroup of a basic group. */
  migrate(chat: { readonly id: number }, { isForum = false }: { isForum?: boolean } = {}): FakeChat {
    const old = this.#chat(chat);
    if (old.type !== 'group') throw new Error('only basic groups become supergroups');
    const next = this.world.addGroup(old.title, 'supergroup', { isForum, rights: old.rights });
    next.botStatus = old.botStatus;
    this.#serve(old, { migrate_to_chat_id: next.id });
    old.migratedTo = next.id;
    this.#serve(next, { migrate_from_chat_id: old.id });
    return { id: next.id, title: next.title };
  }

  /** Turns the topics of a supergroup on or off. */
  setForum(chat: { readonly id: number }, isForum: boolean): void {
    this.#chat(chat).isForum = isForum;
  }

  /** What is to be read in a chat now, or in one of its topics. */
  messages(chat: { readonly id: number }, topicId?: number, { withService = false } = {}): FakeMessage[] {
    return [...this.#chat(chat).messages.values()]
      .filter((message) => withService || !message.service)
      .filter((message) => topicId === undefined || message.topicId === topicId)
      .map((message) => visible(message));
  }

  topics(chat: { readonly id: number }): { id: number; name: string; isClosed: boolean }[] {
    return [...this.#chat(chat).topics.values()].map(({ id, name, isClosed }) => ({ id, name, isClosed }));
  }

  #letIn(chat: ChatState): void {
    const wasThere = chat.botStatus === 'member' || chat.botStatus === 'administrator';
    this.world.setBotStatus(chat, this.world.owner, 'administrator');
    const { id, first_name, username } = this.world.bot;
    if (!wasThere) this.#serve(chat, { new_chat_members: [{ id, is_bot: true, first_name, username }] });
  }

  #serve(chat: ChatState, service: Json, topicId?: number): void {
    this.world.addMessage(chat, { from: this.world.owner, service, topicId });
  }

  #write(chat: ChatState, given: Parameters<World['addMessage']>[1]): MessageState {
    if (chat.migratedTo !== undefined) throw new Error('the group has become a supergroup');
    if (chat.user) chat.isStarted = true;
    return this.world.addMessage(chat, given);
  }

  #chat({ id }: { readonly id: number }): ChatState {
    const chat = this.world.chats.get(id);
    if (!chat) throw new Error(`there is no chat ${id}`);
    return chat;
  }

  #message({ chatId, id }: FakeMessage): MessageState {
    const message = this.#chat({ id: chatId }).messages.get(id);
    if (!message) throw new Error(`there is no message ${id} any more`);
    return message;
  }

  #topic(chat: { readonly id: number }, topicId: number) {
    const topic = this.#chat(chat).topics.get(topicId);
    if (!topic) throw new Error(`there is no topic ${topicId}`);
    return topic;
  }

  #openTopic(chat: ChatState, topicId: number | undefined): number | undefined {
    if (topicId !== undefined && this.#topic(chat, topicId).isClosed) throw new Error('the topic is closed');
    return topicId;
  }
}
