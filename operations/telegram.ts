import { randomBytes } from 'node:crypto';
import { telegramChatBrokenKey } from '../domain/alert/keys.ts';
import { actorRef, type Actor } from '../domain/actor.ts';
import { DEFAULT_POST_KINDS } from '../domain/chat/vocabulary.ts';
import type { TelegramAccountDocument, TelegramChatDocument } from '../store/documents/telegram.ts';
import { authorize, authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type {
  ConnectTelegramChat,
  EditTelegramAccount,
  EditTelegramChat,
  TelegramAccountView,
  TelegramChatView,
  TelegramLinkView,
  TelegramStatus,
} from './schemas/telegram.ts';
import { readTelegramBot } from './telegram-bot.ts';
import { hashToken } from './tokens.ts';
import { withoutUndefined } from './without-undefined.ts';

const LINK_MS = 10 * 60_000;

/** How people set Telegram up: the chats of projects, and accounts of their own. */
export class Telegram {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  async status(caller: Caller): Promise<TelegramStatus> {
    authorizeKind(caller, 'telegram.read');
    const { store, hasTelegramToken: isConfigured } = this.#deps;
    const [bot, threadsBehind] = await Promise.all([readTelegramBot(store), store.telegram.threads.countBehind()]);
    return { isConfigured, ...(bot && { bot }), threadsBehind };
  }

  /** The chat that is connected, if there is one. */
  async ofProject(caller: Caller, slug: string): Promise<TelegramChatView | undefined> {
    authorize(caller, 'telegram.readChat', slug);
    const chat = await this.#deps.store.telegram.chats.ofProject(slug);
    return chat && chatView(chat);
  }

  /** A code that connects the group where it is used. */
  async offerChatLink(caller: Caller, slug: string): Promise<TelegramLinkView> {
    const actor = authorize(caller, 'telegram.editChat', slug);
    await this.#deps.projects.require(slug);
    return this.#offerLink(actor, 'startgroup', slug);
  }

  /** Takes the place of another chat; one that was connected before keeps its settings. */
  async connectChat(caller: Caller, slug: string, { chatId, title }: ConnectTelegramChat): Promise<TelegramChatView> {
    const actor = authorize(caller, 'telegram.editChat', slug);
    await this.#deps.projects.require(slug);
    const { chats } = this.#deps.store.telegram;
    const before = await chats.ofProject(slug);
    const kept = before?.chatId === chatId ? before : undefined;
    const named = title ?? kept?.title;
    const chat: TelegramChatDocument = {
      _id: slug,
      chatId,
      ...(named !== undefined && { title: named }),
      isOn: kept?.isOn ?? true,
      kinds: kept?.kinds ?? [...DEFAULT_POST_KINDS],
      since: kept?.isOn === true ? kept.since : new Date(),
      connectedBy: actorRef(actor),
      connectedAt: new Date().toISOString(),
    };
    await chats.put(chat);
    await this.#mended(slug, actor, 'the chat was connected');
    await this.#note(actor, slug, 'telegram.connected', `connected the Telegram chat ${named ?? chatId}`);
    return chatView(chat);
  }

  /** What happened while it was off is not told later, nor what happened before it moved to another chat. */
  async editChat(caller: Caller, slug: string, edit: EditTelegramChat): Promise<TelegramChatView> {
    const { actor, chat } = await this.#requireChat(caller, slug);
    const { chats } = this.#deps.store.telegram;
    const { chatId, ...change } = withoutUndefined(edit);
    const moves = chatId !== undefined && chatId !== chat.chatId;
    const begins = moves || (change.isOn === true && !chat.isOn);
    const set = { ...change, ...(begins && { since: new Date() }) };
    if (moves) {
      const { title: _title, broken: _broken, ...kept } = chat;
      await chats.put({ ...kept, ...set, chatId });
      await this.#mended(slug, actor, 'another chat was chosen');
    } else {
      await chats.set(slug, set);
    }
    await this.#note(actor, slug, 'telegram.edited', `changed what is told on Telegram: ${inWords(edit)}`);
    return chatView((await chats.ofProject(slug)) ?? { ...chat, ...set });
  }

  /** Nothing more is told there; what was told stays. */
  async disconnectChat(caller: Caller, slug: string): Promise<void> {
    const actor = authorize(caller, 'telegram.editChat', slug);
    const { chats } = this.#deps.store.telegram;
    const chat = await chats.ofProject(slug);
    if (!chat) return;
    await chats.remove(slug);
    await this.#mended(slug, actor, 'the chat was disconnected');
    await this.#note(
      actor,
      slug,
      'telegram.disconnected',
      `disconnected the Telegram chat ${chat.title ?? chat.chatId}`,
    );
  }

  /** The chat that whoever may change the connection wants to try out, with what is known of the bot. */
  async chatToTest(caller: Caller, slug: string): Promise<{ chatId: number; isAlive: boolean }> {
    const { chat } = await this.#requireChat(caller, slug);
    const bot = await readTelegramBot(this.#deps.store);
    return { chatId: chat.chatId, isAlive: bot?.isAlive ?? false };
  }

  /** It works again, for every project that is talked about there. */
  async mendChat(caller: Caller, slug: string): Promise<void> {
    const { actor, chat } = await this.#requireChat(caller, slug);
    const mended = await this.#deps.store.telegram.chats.mend(chat.chatId);
    for (const { _id: project } of mended) await this.#mended(project, actor, 'the connection was tested, and works');
  }

  /** A code that links whoever uses it in private to the caller. */
  async offerAccountLink(caller: Caller): Promise<TelegramLinkView> {
    authorizeKind(caller, 'telegram.account');
    return this.#offerLink(caller.actor, 'start');
  }

  /** The caller's account, if one is linked. */
  async account(caller: Caller): Promise<TelegramAccountView | undefined> {
    authorizeKind(caller, 'telegram.account');
    const account = await this.#deps.store.telegram.accounts.ofPerson(caller.actor.id);
    return account && accountView(account);
  }

  /** What is left out stays as it is. @throws NOT_FOUND when no account is linked */
  async editAccount(caller: Caller, { muted, quietHours }: EditTelegramAccount): Promise<TelegramAccountView> {
    authorizeKind(caller, 'telegram.account');
    const { accounts } = this.#deps.store.telegram;
    const account = await accounts.ofPerson(caller.actor.id);
    if (!account) throw notFound('an account on Telegram that is linked to you');
    const hours = quietHours === undefined ? account.quietHours : (quietHours ?? undefined);
    const settings = { muted: muted ?? account.muted, ...(hours && { quietHours: hours }) };
    await accounts.setNotifications(caller.actor.id, settings);
    const { quietHours: _before, ...rest } = account;
    return accountView({ ...rest, ...settings });
  }

  async unlinkAccount(caller: Caller): Promise<void> {
    authorizeKind(caller, 'telegram.account');
    await this.#deps.store.telegram.accounts.unlink(caller.actor.id);
  }

  /** Keeps what Telegram says until the bot takes it up; a repetition changes nothing. For the webhook. */
  async keepUpdate(botId: number, update: { update_id: number }): Promise<void> {
    await this.#deps.store.telegram.updates.add(botId, update);
  }

  async #offerLink(by: Actor, parameter: 'start' | 'startgroup', projectId?: string): Promise<TelegramLinkView> {
    const { telegram } = this.#deps.store;
    const code = randomBytes(16).toString('base64url');
    const expiresAt = new Date(Date.now() + LINK_MS);
    const about = { by: actorRef(by), ...(projectId !== undefined && { projectId }) };
    await telegram.accounts.offerLink({ _id: hashToken(code), ...about, expiresAt });
    const { username } = (await readTelegramBot(this.#deps.store)) ?? {};
    const url = username && `https://t.me/${username}?${parameter}=${code}`;
    return { code, ...(url !== undefined && { url }), command: `/start ${code}`, expiresAt: expiresAt.toISOString() };
  }

  async #requireChat(caller: Caller, slug: string): Promise<{ actor: Actor; chat: TelegramChatDocument }> {
    const actor = authorize(caller, 'telegram.editChat', slug);
    const chat = await this.#deps.store.telegram.chats.ofProject(slug);
    if (!chat) throw new OperationError('CONFLICT', `${slug} has no chat on Telegram: connect one first`);
    return { actor, chat };
  }

  #mended(project: string, actor: Actor, note: string): Promise<void> {
    return this.#deps.alerts.resolveByKey(telegramChatBrokenKey(project), actor, note);
  }

  async #note(actor: Actor, projectId: string, type: string, summary: string): Promise<void> {
    await this.#deps.activity.note({ actor, projectId, type, summary });
    await this.#deps.store.changes.add({ event: 'project.changed', projectId, data: { projectId } });
  }
}

/** "off, COMMENTS and SUMMARY only" */
function inWords({ isOn, kinds, chatId }: EditTelegramChat): string {
  const said = [
    ...(isOn === undefined ? [] : [isOn ? 'on' : 'off']),
    ...(kinds === undefined ? [] : [kinds.join(', ') || 'nothing']),
    ...(chatId === undefined ? [] : [`in the chat ${chatId}`]),
  ];
  return said.join('; ') || 'nothing';
}

function chatView({ _id, since: _since, ...chat }: TelegramChatDocument): TelegramChatView {
  return chat;
}

function accountView({ _id, personId: _person, project: _project, ...account }: TelegramAccountDocument) {
  return account satisfies TelegramAccountView;
}
