import { createLogger } from '../../config/logger.ts';
import type { Store } from '../../store/store.ts';
import { DEFAULT_POST_KINDS } from '../../domain/chat/vocabulary.ts';
import { startTestApi, ProjectProbe, type TestApi } from '../../tests/api.test-support.ts';
import { FakeTelegram, type FakeChat } from '../../tests/fakes/telegram/fake-telegram.ts';
import { TelegramApi } from './api.ts';
import { Bot } from './bot.ts';
import { systemClock, type Clock } from './clock.ts';
import { Messenger } from './messenger.ts';
import { Pace } from './pace.ts';
import type { BotParts } from './parts.ts';

/** Time that passes so many times faster, so that the pace of a chat does not become the pace of a test. */
function fastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}

/** The real API and a stand-in for Telegram, whose limits hold in the time of the clock. */
export class TelegramStack {
  readonly api: TestApi;
  readonly telegram: FakeTelegram;
  readonly clock: Clock;
  readonly #bots: { stop: AbortController; done: Promise<void> }[] = [];

  private constructor(api: TestApi, telegram: FakeTelegram, clock: Clock) {
    this.api = api;
    this.telegram = telegram;
    this.clock = clock;
  }

  static async start({ factor = 20, ...environment }: { factor?: number } & Record<string, unknown> = {}) {
    const clock = fastClock(factor);
    const telegram = await FakeTelegram.start({ clock });
    const settings = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot };
    const api = await startTestApi({ ...settings, ...(environment as Record<string, string>) });
    return new TelegramStack(api, telegram, clock);
  }

  get store(): Store {
    return this.api.worker.store;
  }

  /** What the bot is built on, for parts of it alone. */
  get parts(): BotParts {
    const { token, apiRoot, bot } = this.telegram;
    const api = new TelegramApi({ token, apiRoot });
    const messenger = new Messenger(api, this.store.telegram, new Pace(this.clock));
    const { operations } = this.api;
    const me = { id: bot.id, username: bot.username };
    const logger = createLogger('test', 'silent');
    return {
      api,
      messenger,
      operations,
      store: this.store,
      logger,
      clock: this.clock,
      me,
      publicUrl: 'http://mc.test',
    };
  }

  /** A process with the bot; answers how it is stopped. */
  runBot(webhookUrl?: string): () => Promise<void> {
    const stop = new AbortController();
    const { config: given } = this.api.worker;
    const config = { ...given, telegram: { ...given.telegram, webhookUrl } };
    const logger = createLogger('test', process.env['BOT_LOG'] ?? 'silent');
    const bot = new Bot({ config, operations: this.api.operations, store: this.store, logger, clock: this.clock });
    const running = { stop, done: bot.run(stop.signal) };
    this.#bots.push(running);
    return async () => {
      stop.abort();
      await running.done;
    };
  }

  /** A project whose tasks are talked about in a new group. */
  async project(options: Parameters<FakeTelegram['addGroup']>[1] = { isForum: true }, more: object = {}) {
    const project = await ProjectProbe.create(this.api);
    const group: FakeChat = this.telegram.addGroup('Mission', options);
    await this.store.telegram.chats.put({
      _id: project.slug,
      chatId: group.id,
      title: 'Mission',
      isOn: true,
      kinds: [...DEFAULT_POST_KINDS],
      since: new Date(Date.now() - 1_000),
      connectedBy: { kind: 'HUMAN', id: 'p1', name: 'Olga' },
      connectedAt: new Date().toISOString(),
      ...more,
    });
    return { project, group };
  }

  async stop(): Promise<void> {
    for (const { stop, done } of this.#bots) {
      stop.abort();
      await done;
    }
    await this.telegram.stop();
    await this.api.stop();
  }
}
