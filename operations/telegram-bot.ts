import type { Store } from '../store/store.ts';
import type { TelegramStatus } from './schemas/telegram.ts';

/** The process that runs the bot says this often enough that it is there, in milliseconds. */
const ALIVE_MS = 30_000;

/** The bot as the process that runs it has noted; undefined when none ever ran. */
export async function readTelegramBot(store: Store): Promise<NonNullable<TelegramStatus['bot']> | undefined> {
  const bot = await store.telegram.bot.read();
  if (!bot) return undefined;
  const { username, mode, seenAt, trouble } = bot;
  const isAlive = seenAt.getTime() > Date.now() - ALIVE_MS;
  return {
    ...(username !== '' && { username }),
    mode,
    seenAt: seenAt.toISOString(),
    isAlive,
    ...(trouble !== undefined && { trouble }),
  };
}
