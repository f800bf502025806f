import type { Update } from 'telegraf/types';
import { hashToken } from '../../../operations/tokens.ts';
import { personWith } from '../../../tests/identities.test-support.ts';
import type { FakeMessage, FakeUser } from '../../../tests/fakes/telegram/fake-telegram.ts';
import { uniqueName } from '../../../tests/stack.test-support.ts';
import { TelegramStack } from '../bot.test-support.ts';
import type { BotParts } from '../parts.ts';
import { Inbound } from './inbound.ts';

type Where = { readonly id: number };

/** People who talk to the bot, whose updates are handled one by one. */
export class Talk {
  readonly stack: TelegramStack;
  readonly parts: BotParts;
  readonly inbound: Inbound;
  #offset: number | undefined;

  private constructor(stack: TelegramStack) {
    this.stack = stack;
    this.parts = stack.parts;
    this.inbound = new Inbound(this.parts);
  }

  /** In a time in which presses do not grow old while they are dealt with. */
  static start = async (): Promise<Talk> => new Talk(await TelegramStack.start({ factor: 20 }));

  get telegram() {
    return this.stack.telegram;
  }

  /** Somebody with a role in a project, whose account is linked. */
  async person(name: string, project: string, role: 'VIEWER' | 'OPERATOR' | 'ADMIN' = 'OPERATOR', more: object = {}) {
    const { id } = await personWith(this.stack.api, { name, memberships: [{ project, role }], ...more });
    const user = this.telegram.addUser(name);
    const account = { personId: id, name, isReachable: false, linkedAt: new Date().toISOString(), muted: [] };
    await this.stack.store.telegram.accounts.link({ _id: user.id, ...account });
    return { id, user };
  }

  async code(by: { id: string; name: string }, more: { projectId?: string; expiresAt?: Date } = {}): Promise<string> {
    const code = uniqueName('code');
    const expiresAt = new Date(Date.now() + 60_000);
    const link = { _id: hashToken(code), by: { kind: 'HUMAN' as const, ...by }, expiresAt, ...more };
    await this.stack.store.telegram.accounts.offerLink(link);
    return code;
  }

  /** Handles all that is new, twice: the second time must change nothing. */
  async settle(): Promise<void> {
    for (;;) {
      const updates: Update[] = await this.parts.api.updates(this.#offset, 0, new AbortController().signal);
      if (updates.length === 0) return;
      for (const update of updates) {
        await this.inbound.handle(update);
        await this.inbound.handle(update);
        this.#offset = update.update_id + 1;
      }
    }
  }

  /** What the bot answers, without formatting. */
  async ask(user: FakeUser, chat: Where, text: string, place: { topicId?: number; replyTo?: number } = {}) {
    return (await this.answers(chat, () => this.telegram.say(user, chat, text, place))).map((message) => message.text);
  }

  async answers(chat: Where, deed: () => unknown): Promise<FakeMessage[]> {
    const known = new Set(this.telegram.messages(chat).map(({ id }) => id));
    deed();
    await this.settle();
    const { id: me } = this.telegram.bot;
    return this.telegram.messages(chat).filter(({ id, from }) => !known.has(id) && from.id === me);
  }

  async press(user: FakeUser, message: FakeMessage, button: string) {
    const pressed = this.telegram.press(user, message, button);
    await this.settle();
    return pressed;
  }
}
