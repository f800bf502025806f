import { badRequest, conflict } from './errors.ts';
import { chatJson, userJson } from './json.ts';
import type { Json } from './model.ts';
import type { Parameters } from './parameters.ts';
import { Webhook } from './webhook.ts';
import type { World } from './world.ts';

const LARGEST_FETCHED_FILE = 20 * 1024 * 1024;
const LONGEST_POLL_SECONDS = 50;

/** How the bot learns what is new. */
export class Delivery {
  readonly #world: World;
  readonly #execute: (call: Json) => Promise<void>;
  #webhook: Webhook | undefined;
  #isPaused = false;

  constructor(world: World, execute: (call: Json) => Promise<void>) {
    this.#world = world;
    this.#execute = execute;
    world.updates.onPush = () => this.#webhook?.deliver();
  }

  stop(): void {
    this.#webhook?.stop();
    this.#world.updates.refusePoll('terminated by stop');
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!this.#webhook) return;
    this.#webhook.isPaused = isPaused;
    this.#webhook.deliver();
  }

  async getUpdates(given: Parameters, signal: AbortSignal): Promise<Json[]> {
    const { updates } = this.#world;
    if (this.#webhook) {
      const words =
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
      throw conflict(words);
    }
    this.#setAllowed(given);
    const timeout = Math.min(LONGEST_POLL_SECONDS, Math.max(0, given.integer('timeout') ?? 0));
    const limit = given.integer('limit') ?? 100;
    return updates.poll({
      offset: given.integer('offset'),
      limit: limit >= 1 && limit <= 100 ? limit : 100,
      timeoutMs: timeout * 1000,
      signal,
    });
  }

  setWebhook(given: Parameters): true {
    const url = given.text('url') ?? '';
    if (url === '') return this.deleteWebhook(given);
    const options = { url, secret: given.text('secret_token'), maxConnections: given.integer('max_connections') ?? 40 };
    const webhook = new Webhook(options, this.#world.updates, { clock: this.#world.clock, execute: this.#execute });
    this.#setAllowed(given);
    if (given.flag('drop_pending_updates')) this.#world.updates.clear();
    this.#webhook?.stop();
    this.#webhook = webhook;
    webhook.isPaused = this.#isPaused;
    this.#world.updates.refusePoll('terminated by setWebhook request');
    webhook.deliver();
    return true;
  }

  deleteWebhook(given: Parameters): true {
    if (given.flag('drop_pending_updates')) this.#world.updates.clear();
    this.#webhook?.stop();
    this.#webhook = undefined;
    return true;
  }

  getWebhookInfo(): Json {
    const { updates } = this.#world;
    return {
      url: '',
      has_custom_certificate: false,
      pending_update_count: updates.pending().length,
      ...this.#webhook?.info(),
      ...(updates.allowedKinds && { allowed_updates: updates.allowedKinds }),
    };
  }

  /** What is not given stays as it was. */
  #setAllowed(given: Parameters): void {
    const kinds = given.object('allowed_updates');
    if (Array.isArray(kinds)) this.#world.updates.allowed = kinds.map(String);
  }
}

export const getMe = (world: World): Json => ({
  ...userJson(world.bot, world.bot.id),
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
});

export function getChat(world: World, given: Parameters): Json {
  const chat = world.chatForBot(given.chatId());
  return { ...chatJson(chat), accent_color_id: 0, max_reaction_count: 11 };
}

export function getChatMember(world: World, given: Parameters): Json {
  const chat = world.chatForBot(given.chatId());
  const userId = given.integer('user_id');
  if (userId === undefined) throw badRequest('invalid user_id specified');
  return world.member(chat, userId);
}

export function getFile(world: World, given: Parameters): Json {
  const file = world.files.get(given.text('file_id') ?? '');
  if (!file) throw badRequest('invalid file_id');
  if (file.bytes.length > LARGEST_FETCHED_FILE) throw badRequest('file is too big');
  return { file_id: file.id, file_unique_id: `u${file.id}`, file_size: file.bytes.length, file_path: file.path };
}

export function setMyCommands(world: World, given: Parameters): true {
  const commands = given.object('commands');
  if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array of BotCommand");
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands as Json[]) {
    if (typeof command !== 'string' || !/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (typeof description !== 'string' || description.length < 1 || description.length > 256) {
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
  }
  world.commands.delete(scopeOf(given));
  world.commands.set(scopeOf(given), commands as Json[]);
  return true;
}

export const getMyCommands = (world: World, given: Parameters): Json[] => world.commands.get(scopeOf(given)) ?? [];

const scopeOf = (given: Parameters): string =>
  `${JSON.stringify(given.object('scope') ?? { type: 'default' })} ${given.text('language_code') ?? ''}`;
