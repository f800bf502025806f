import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Delivery, getChat, getChatMember, getFile, getMe, getMyCommands, setMyCommands } from './bot-methods.ts';
import { ApiError } from './errors.ts';
import { Limits } from './limits.ts';
import * as messages from './message-methods.ts';
import type { Json } from './model.ts';
import { Parameters } from './parameters.ts';
import { parametersOf } from './requests.ts';
import * as topics from './topic-methods.ts';
import type { World } from './world.ts';

type Method = (world: World, given: Parameters) => unknown;

/** A call as the server has answered it. */
export interface FakeCall {
  readonly method: string;
  readonly payload: Json;
  readonly at: number;
  readonly ok: boolean;
  readonly error?: string;
}

export interface PlannedFailure {
  readonly code: number;
  readonly description: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
  readonly times?: number;
}

const METHODS: Readonly<Record<string, Method>> = {
  getMe,
  getChat,
  getChatMember,
  getFile,
  setMyCommands,
  getMyCommands,
  ...messages,
  ...topics,
};

const LIMITED = new Set<string>(['sendMessage', 'sendDocument', 'editMessageText', ...Object.keys(topics)]);

const DELIVERY = ['getUpdates', 'setWebhook', 'deleteWebhook', 'getWebhookInfo'];
const NAMES = new Map([...Object.keys(METHODS), ...DELIVERY].map((name) => [name.toLowerCase(), name]));

/** The HTTP side: tokens, methods, limits, and the ways in which answers get lost. */
export class ApiServer {
  readonly calls: FakeCall[] = [];
  readonly #world: World;
  readonly #token: string;
  readonly #limits: Limits | undefined;
  readonly #delivery: Delivery;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #failures = new Map<string, PlannedFailure[]>();
  readonly #losses = new Map<string, number>();
  #isAway = false;
  /** Answers what is no call of a bot. */
  other: ((request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>) | undefined;

  constructor(world: World, { token, limits }: { token: string; limits: boolean }) {
    this.#world = world;
    this.#token = token;
    this.#limits = limits ? new Limits() : undefined;
    this.#delivery = new Delivery(world, (call) => this.#executeLate(call));
    this.#server = createServer((request, response) => {
      void this.#answer(request, response).catch(() => request.socket.destroy());
    });
    this.#server.on('connection', (socket: Socket) => {
      if (this.#isAway) {
        socket.destroy();
        return;
      }
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#delivery.stop();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#cutConnections();
    await closed;
  }

  setAway(isAway: boolean): void {
    this.#isAway = isAway;
    this.#delivery.setPaused(isAway);
    if (isAway) this.#cutConnections();
  }

  failNext(method: string, failure: PlannedFailure): void {
    const name = method.toLowerCase();
    const planned = Array.from({ length: failure.times ?? 1 }, () => failure);
    this.#failures.set(name, [...(this.#failures.get(name) ?? []), ...planned]);
  }

  loseAnswerOf(method: string, times: number): void {
    this.#losses.set(method.toLowerCase(), times);
  }

  #cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, file, token, rest] = /^(\/file)?\/bot([^/]+)\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (token === undefined || rest === undefined) {
      if ((await this.other?.(request, response, url)) === true) return;
      refuse(response, new ApiError(404, 'Not Found'));
      return;
    }
    if (token !== this.#token) {
      refuse(response, new ApiError(401, 'Unauthorized'));
      return;
    }
    if (file !== undefined) this.#sendFile(rest, response);
    else await this.#answerCall(rest, request, response, url);
  }

  #sendFile(path: string, response: ServerResponse): void {
    const file = [...this.#world.files.values()].find((each) => each.path === path);
    if (!file) refuse(response, new ApiError(404, 'Not Found'));
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
  }

  async #answerCall(name: string, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const leave = new AbortController();
    response.on('close', () => leave.abort());
    try {
      const given = await parametersOf(request, url);
      const result = await this.#call(name, given, leave.signal);
      if (this.#isAway || this.#losesAnswerOf(name)) request.socket.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(response, error);
    }
  }

  #losesAnswerOf(name: string): boolean {
    const times = this.#losses.get(name.toLowerCase()) ?? 0;
    if (times > 0) this.#losses.set(name.toLowerCase(), times - 1);
    return times > 0;
  }

  async #call(written: string, given: Parameters, signal: AbortSignal): Promise<unknown> {
    const method = NAMES.get(written.toLowerCase());
    if (method === undefined) throw new ApiError(404, 'Not Found: method not found');
    const call = { method, payload: given.toJson(), at: this.#world.clock.now() };
    try {
      this.#failAsPlanned(method);
      const result = await this.#execute(method, given, signal);
      this.calls.push({ ...call, ok: true });
      return result;
    } catch (error) {
      this.calls.push({ ...call, ok: false, error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  #failAsPlanned(method: string): void {
    const failure = this.#failures.get(method.toLowerCase())?.shift();
    if (failure) throw new ApiError(failure.code, failure.description, failure.parameters);
  }

  async #execute(method: string, given: Parameters, signal: AbortSignal): Promise<unknown> {
    if (method === 'getUpdates') return this.#delivery.getUpdates(given, signal);
    if (method === 'setWebhook') return this.#delivery.setWebhook(given);
    if (method === 'deleteWebhook') return this.#delivery.deleteWebhook(given);
    if (method === 'getWebhookInfo') return this.#delivery.getWebhookInfo();
    if (LIMITED.has(method)) {
      const chat = this.#world.chatForBot(given.chatId());
      this.#limits?.take(chat.id, chat.type !== 'private', this.#world.clock.now());
    }
    return METHODS[method]!(this.#world, given);
  }

  async #executeLate({ method, ...values }: Json): Promise<void> {
    await this.#call(String(method), new Parameters(values), new AbortController().signal).catch(() => {});
  }
}

function refuse(response: ServerResponse, { code, message, parameters }: ApiError): void {
  const retryAfter = parameters?.retry_after;
  const body = { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
  response
    .writeHead(code, {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    })
    .end(JSON.stringify(body));
}
