import type { FakeUser, Json } from './model.ts';
import { People } from './people.ts';
import { Sandbox } from './sandbox.ts';
import { ApiServer, type FakeCall, type PlannedFailure } from './server.ts';
import { UpdateQueue } from './updates.ts';
import { World } from './world.ts';

export type { FakeChat, FakeMessage, FakeUser } from './model.ts';
export type { FakeCall } from './server.ts';

interface Options {
  readonly clock?: { now(): number };
  readonly token?: string;
  readonly port?: number;
  /** Whether the bot is told to slow down. */
  readonly limits?: boolean;
}

const TOKEN = '7000000999:AAE-fake-token-of-the-stand-in-for-tg';

/** A stand-in for Telegram: its Bot API over HTTP, people to play, and a page to try it at the root address. */
export class FakeTelegram extends People {
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: FakeUser & { readonly username: string };
  readonly #server: ApiServer;

  private constructor(world: World, server: ApiServer, { port, token }: { port: number; token: string }) {
    super(world);
    this.#server = server;
    this.apiRoot = `http://127.0.0.1:${port}`;
    this.token = token;
    this.bot = world.bot;
    const sandbox = new Sandbox(world, this);
    server.other = (request, response, url) => sandbox.answer(request, response, url);
  }

  static async start({ clock = Date, token = TOKEN, port = 0, limits = true }: Options = {}): Promise<FakeTelegram> {
    const botId = Number(/^\d+(?=:)/.exec(token)?.[0] ?? 7_000_000_999);
    const world = new World(clock, new UpdateQueue(clock), botId);
    const server = new ApiServer(world, { token, limits });
    return new FakeTelegram(world, server, { port: await server.listen(port), token });
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  get calls(): readonly FakeCall[] {
    return this.#server.calls;
  }

  /** As the bot set them last. */
  get commands(): readonly Json[] {
    return [...this.world.commands.values()].at(-1) ?? [];
  }

  /** Cuts every connection, old and new, until it comes back. */
  goAway(): void {
    this.#server.setAway(true);
  }

  comeBack(): void {
    this.#server.setAway(false);
  }

  failNext(method: string, failure: PlannedFailure): void {
    this.#server.failNext(method, failure);
  }

  /** The call is carried out, but the bot never learns of it. */
  loseAnswerOf(method: string, times = 1): void {
    this.#server.loseAnswerOf(method, times);
  }
}
