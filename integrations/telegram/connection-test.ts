import type { ChatMember } from 'telegraf/types';
import type { Config } from '../../config/config.ts';
import type { TelegramTestView } from '../../operations/schemas/telegram.ts';
import { TelegramApi } from './api.ts';
import { isFailure } from './failure.ts';

type Step = TelegramTestView['steps'][number];

const passed = (name: string, detail: string): Step => ({ name, isOk: true, detail });
const failed = (name: string, detail: string): Step => ({ name, isOk: false, detail });

const GREETING = 'Mission Control reaches this chat: the connection works.';

/** Tries out whether the bot can do its work in a chat; ends where going on makes no sense. */
export async function testConnection(
  { token, apiRoot }: Config['telegram'],
  { chatId, isAlive }: { chatId: number; isAlive: boolean },
): Promise<TelegramTestView> {
  const steps: Step[] = [];
  if (token === undefined) {
    steps.push(failed('Token', 'There is none: set TELEGRAM_BOT_TOKEN to what @BotFather gave you, and restart.'));
  } else {
    for await (const step of trial(new TelegramApi({ token, apiRoot }), chatId, isAlive)) steps.push(step);
  }
  return { isOk: steps.every(({ isOk }) => isOk), steps };
}

async function* trial(api: TelegramApi, chatId: number, isAlive: boolean): AsyncGenerator<Step> {
  const me = await tried('Token', () => api.me());
  if ('step' in me) return yield me.step;
  yield passed('Token', `It is for @${me.value.username}.`);
  yield isAlive
    ? passed('Bot process', 'It is running.')
    : failed('Bot process', 'It was not seen for 30 seconds: start `mission-control bot`.');

  const chat = await tried('Chat', () => api.chat(chatId));
  if ('step' in chat) return yield chat.step;
  const hasTopics = chat.value.is_forum === true;
  const called = chat.value.title ?? String(chatId);
  yield passed('Chat', `It is “${called}”, ${hasTopics ? 'with' : 'without'} topics.`);

  const member = await tried('Topics', () => api.member(chatId, me.value.id));
  if ('step' in member) return yield member.step;
  yield topicsStep(member.value, hasTopics);
  yield pinStep(member.value);

  const sent = await tried('Test message', () => api.send({ chatId }, { html: GREETING }));
  yield 'step' in sent ? sent.step : passed('Test message', 'It was sent: look into the chat.');
}

function topicsStep(member: ChatMember, hasTopics: boolean): Step {
  if (!hasTopics) return passed('Topics', 'The chat has none: what is said of a task answers its card instead.');
  const may = member.status === 'creator' || (member.status === 'administrator' && member.can_manage_topics === true);
  return may
    ? passed('Topics', 'The bot may open a topic for each task.')
    : failed('Topics', 'The bot may not open any: make it an administrator of the group with “Manage topics”.');
}

function pinStep(member: ChatMember): Step {
  const may = member.status === 'creator' || (member.status === 'administrator' && member.can_pin_messages === true);
  return may
    ? passed('Pinning', 'The bot may pin the card of a task.')
    : failed('Pinning', 'The bot may not pin: make it an administrator of the group with “Pin messages”.');
}

async function tried<Value>(name: string, call: () => Promise<Value>): Promise<{ value: Value } | { step: Step }> {
  try {
    return { value: await call() };
  } catch (error) {
    return { step: failed(name, inWords(error)) };
  }
}

/** What went wrong and what to do. Failures of `TelegramApi` do not hold the token. */
function inWords(error: unknown): string {
  if (!isFailure(error)) throw error;
  switch (error.kind) {
    case 'UNAUTHORIZED':
      return 'Telegram does not know it: ask @BotFather for a token, set TELEGRAM_BOT_TOKEN, and restart.';
    case 'AWAY':
      return 'Telegram does not answer: see that this machine reaches it (TELEGRAM_API_ROOT), and try again.';
    case 'SLOW_DOWN':
      return `Telegram asks us to wait ${Math.ceil(error.retryAfterMs / 1000)} seconds: try again then.`;
    case 'MIGRATED':
      return `The group has become another: change the id of the chat to ${error.migratedTo}.`;
    case 'CHAT_GONE':
      return 'The bot is not there: add it to the group as an administrator, or connect another chat.';
    case 'NO_RIGHTS':
      return 'The bot may not write there: make it an administrator of the group.';
    case 'TOPIC_CLOSED':
      return 'The general topic is closed: open it again, or make the bot an administrator of the group.';
    default:
      return `Telegram refuses: ${error.message}.`;
  }
}
