import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TelegramStack } from '../../integrations/telegram/bot.test-support.ts';
import { repositoryRoot } from '../../local/repository.ts';
import { eventually } from '../stack.test-support.ts';

const LONG = 120_000;
/** Milliseconds after something was said: before it is fetched, while it is dealt with, and while it is answered. */
const MOMENTS = [30, 250];

let stack: TelegramStack;
let bot: ChildProcess | undefined;

beforeAll(async () => {
  stack = await TelegramStack.start();
}, LONG);
afterAll(async () => {
  bot?.kill('SIGKILL');
  await stack.stop();
}, LONG);

/** The bot as a process of its own, as `mission-control bot` runs it. */
async function startBot(): Promise<void> {
  const { config } = stack.api.worker;
  const { temporal, mongodbUri, secret } = config;
  const environment = {
    PATH: process.env['PATH'],
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    TEMPORAL_TIMEOUT_MS: String(temporal.timeoutMs),
    MONGODB_URI: mongodbUri,
    MISSION_CONTROL_SECRET: secret,
    TELEGRAM_BOT_TOKEN: stack.telegram.token,
    TELEGRAM_API_ROOT: stack.telegram.apiRoot,
    LOG_LEVEL: 'silent',
  };
  const main = join(repositoryRoot, 'dist/integrations/telegram/main.js');
  bot = spawn(process.execPath, [main], { env: environment, stdio: 'ignore' });
  await once(bot, 'spawn');
}

async function killBot(): Promise<void> {
  const exit = bot && once(bot, 'exit');
  bot?.kill('SIGKILL');
  await exit;
}

it(
  'what people tell the bot is done once, and answered once, however the bot is killed',
  async () => {
    const { project, group } = await stack.project({ isForum: true }, { kinds: [] });
    const { id: personId } = await project.me();
    const ann = stack.telegram.addUser('Ann');
    const account = { personId, name: 'Ann', isReachable: true, linkedAt: new Date().toISOString(), muted: [] };
    await stack.store.telegram.accounts.link({ _id: ann.id, ...account });
    const created = async () => {
      const { body } = await stack.api.get(`/tasks?project=${project.slug}`);
      return (body.items as { title: string }[]).map(({ title }) => title).toSorted();
    };
    const answers = () =>
      stack.telegram.messages(group).filter(({ from, text, topicId }) => {
        return from.id === stack.telegram.bot.id && topicId === undefined && text.includes('is in the inbox of');
      });
    await startBot();
    stack.telegram.say(ann, group, '/new Task of moment 0');
    await eventually(() => answers().length === 1, 30_000);
    for (const moment of MOMENTS) {
      stack.telegram.say(ann, group, `/new Task of moment ${moment}`);
      await sleep(moment);
      await killBot();
      await startBot();
      await eventually(() => answers().some(({ text }) => text.includes(`moment ${moment}`)), LONG / 2);
    }
    stack.telegram.loseAnswerOf('sendMessage');
    stack.telegram.say(ann, group, '/new Task of moment 9');
    await eventually(() => answers().some(({ text }) => text.includes('moment 9')), 30_000);
    await killBot();
    await startBot();
    stack.telegram.say(ann, group, '/new Task of moment 10');
    await eventually(() => answers().some(({ text }) => text.includes('moment 10')), LONG / 2);
    const titles = [0, ...MOMENTS, 9, 10].map((moment) => `Task of moment ${moment}`);
    expect(await created()).toEqual(titles.toSorted());
    for (const title of titles) {
      const exactly = answers().filter(({ text }) => new RegExp(`${title}\\b`).test(text));
      expect([title, exactly.length]).toEqual([title, 1]);
    }
  },
  2 * LONG,
);
