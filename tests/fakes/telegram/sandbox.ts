import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { visible } from './json.ts';
import type { ChatState, FakeMessage, FakeUser, Json, MessageState } from './model.ts';
import { page } from './page.ts';
import { Parameters } from './parameters.ts';
import type { People } from './people.ts';
import { bytesOf } from './requests.ts';
import type { World } from './world.ts';

const MOST_MESSAGES = 300;

/** A page to try the bot by hand: what people see, and what they can do. */
export class Sandbox {
  readonly #world: World;
  readonly #people: People;

  constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
  }

  /** @returns whether it was for us. */
  async answer(request: IncomingMessage, response: ServerResponse, { pathname }: URL): Promise<boolean> {
    const what = `${request.method} ${pathname}`;
    if (what === 'GET /') {
      sendPage(response);
    } else if (what === 'GET /sandbox/state') {
      sendJson(response, 200, this.#state());
    } else if (what === 'POST /sandbox/act') {
      await this.#answerAct(request, response);
    } else {
      return false;
    }
    return true;
  }

  /** Only our own page can send JSON here: browsers ask first before other pages may. */
  async #answerAct(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type'] !== 'application/json') {
      sendJson(response, 415, { error: 'send JSON' });
      return;
    }
    try {
      const act = new Parameters(JSON.parse((await bytesOf(request)).toString('utf8')) as Json);
      sendJson(response, 200, { result: (await this.#act(act)) ?? null });
    } catch (error) {
      sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  #act(act: Parameters): unknown {
    const chat = { id: act.integer('chatId') ?? 0 };
    const topicId = act.integer('topicId');
    const replyTo = act.integer('replyTo');
    const inTopic = topicId === undefined ? {} : { topicId };
    const text = act.text('text') ?? '';
    switch (act.text('do')) {
      case 'say': {
        const reply = replyTo === undefined ? {} : { replyTo };
        return this.#people.say(this.#user(act), chat, text, { ...inTopic, ...reply }).id;
      }
      case 'press':
        return this.#people.press(this.#user(act), this.#message(chat.id, act), text);
      case 'sendFile': {
        const bytes = Buffer.from(act.text('base64') ?? '', 'base64');
        const file = {
          name: act.text('name') ?? 'file',
          type: act.text('type') ?? '',
          bytes,
          kind: 'document' as const,
        };
        return this.#people.sendFile(this.#user(act), chat, { ...file, caption: text, ...inTopic }).id;
      }
      case 'closeTopic':
        return this.#people.closeTopic(chat, topicId ?? 0);
      case 'reopenTopic':
        return this.#people.reopenTopic(chat, topicId ?? 0);
      case 'deleteTopic':
        return this.#people.deleteTopic(chat, topicId ?? 0);
      default:
        throw new Error('there is no such act');
    }
  }

  #user(act: Parameters): FakeUser {
    const user = this.#world.users.get(act.integer('userId') ?? 0);
    if (!user) throw new Error('there is no such person');
    return user;
  }

  #message(chatId: number, act: Parameters): FakeMessage {
    const message = this.#world.chats.get(chatId)?.messages.get(act.integer('messageId') ?? 0);
    if (!message) throw new Error('the message is gone');
    return visible(message);
  }

  #state(): Json {
    return {
      bot: this.#world.bot,
      users: [...this.#world.users.values()],
      chats: [...this.#world.chats.values()].map((chat) => this.#chatState(chat)),
    };
  }

  #chatState(chat: ChatState): Json {
    const { id, title, type, isForum } = chat;
    const messages = [...chat.messages.values()].slice(-MOST_MESSAGES);
    const topics = isForum ? this.#people.topics(chat) : [];
    return { id, title, type, isForum, topics, messages: messages.map((message) => this.#messageState(message)) };
  }

  #messageState(message: MessageState): Json {
    const { from, content, markup, file, service } = message;
    return {
      ...visible(message),
      document: undefined,
      isBot: from.id === this.#world.bot.id,
      html: content.safeHtml,
      buttons: (markup?.inline_keyboard ?? []).map((row) => row.map(({ text, url }) => ({ text, url }))),
      ...(file && { file: { name: file.name, size: file.bytes.length, text: readable(file.bytes) } }),
      ...(service && { service: serviceWords(service) }),
    };
  }
}

const LONGEST_SHOWN = 20_000;

const readable = (bytes: Buffer): string | undefined =>
  bytes.subarray(0, LONGEST_SHOWN).includes(0) ? undefined : bytes.subarray(0, LONGEST_SHOWN).toString('utf8');

function serviceWords(service: Json): string {
  const [[kind, value] = ['', undefined]] = Object.entries(service);
  const name = typeof value === 'object' && value !== null && 'name' in value ? `: ${String(value.name)}` : '';
  return `${kind.replaceAll('_', ' ').replace('forum ', '')}${name}`;
}

function sendJson(response: ServerResponse, code: number, body: Json): void {
  response.writeHead(code, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src data:`,
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ].join('; ');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  });
  response.end(page(nonce));
}
