import { setTimeout as sleep } from 'node:timers/promises';
import { FakeTelegram } from '../tests/fakes/telegram/fake-telegram.ts';
import { absolute, compared, note, type Figure } from './figure.ts';
import { connectHttp, type HttpClient } from './http-client.ts';
import { median, quantile } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed, until } from './timing.ts';

/** Each chat takes a message a second: so many chats let the bot be measured instead of the pace. */
const CHATS = 30;
const ROUNDS = 4;
const PAUSE_MS = 3_000;
const COMMENTS = 10;

interface Chat {
  readonly key: string;
  /** What people see in the thread of the task. */
  readonly texts: () => string[];
}

/**
 * From an event to its message in the thread, without waiting for the turn of a chat; messages a second over many chats,
 * within the limits; and what threads add to workflow history.
 */
export async function* benchTelegram(): AsyncGenerator<Figure> {
  const telegram = await FakeTelegram.start();
  process.env['TELEGRAM_BOT_TOKEN'] = telegram.token;
  process.env['TELEGRAM_API_ROOT'] = telegram.apiRoot;
  try {
    yield* await withStack(async ({ url, ownerToken }) => {
      const owner = connectHttp(url, ownerToken);
      try {
        const chats: Chat[] = [];
        for (let index = 0; index < CHATS; index += 1) chats.push(await chat(owner, telegram, index));
        await until('all threads are open', () => Promise.resolve(chats.every(({ texts }) => texts().length > 0)));
        await sleep(PAUSE_MS);
        return [...(await latency(owner, chats)), await throughput(owner, chats), ...(await history(owner, chats))];
      } finally {
        owner.close();
      }
    });
  } finally {
    await telegram.stop();
  }
}

async function chat(owner: HttpClient, telegram: FakeTelegram, index: number): Promise<Chat> {
  const slug = `chat-${index}`;
  const group = telegram.addGroup(slug, { isForum: true });
  await owner.post('/projects', { slug, name: slug, keyPrefix: `TG${index}` });
  await owner.put(`/projects/${slug}/telegram`, { chatId: group.id, title: slug });
  await owner.patch(`/projects/${slug}/telegram`, { kinds: ['COMMENTS'] });
  const key = await task(owner, slug);
  const topic = () => telegram.topics(group).find(({ name }) => name.includes(`${key} `));
  const texts = () => telegram.messages(group, topic()?.id ?? -1).map(({ text }) => text);
  return { key, texts };
}

async function task(owner: HttpClient, project: string): Promise<string> {
  const created = await owner.post('/tasks', { project, title: 'Talked about', type: 'OPS' });
  return (JSON.parse(created) as { task: { key: string } }).task.key;
}

const comment = (owner: HttpClient, key: string, body: string) =>
  owner.post(`/tasks/${key}/commands/comment`, { body });
const isTold = ({ texts }: Chat, words: string) => Promise.resolve(texts().some((text) => text.includes(words)));

async function latency(owner: HttpClient, chats: readonly Chat[]): Promise<Figure[]> {
  const samples: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    note(`round ${round} of ${ROUNDS}`);
    for (const one of chats) {
      const words = `word ${round} of ${one.key}.`;
      await comment(owner, one.key, words);
      samples.push(await timed(() => until(words, () => isTold(one, words))));
    }
  }
  return [
    absolute('telegram.event_to_message_p50_ms', median(samples), 'ms'),
    absolute('telegram.event_to_message_p99_ms', quantile(samples, 0.99), 'ms'),
  ];
}

async function throughput(owner: HttpClient, chats: readonly Chat[]): Promise<Figure> {
  await sleep(PAUSE_MS);
  const words = 'all at once';
  const elapsed = await timed(async () => {
    await Promise.all(chats.map(({ key }) => comment(owner, key, words)));
    await until(words, async () => (await Promise.all(chats.map((one) => isTold(one, words)))).every(Boolean));
  });
  return absolute('telegram.messages_per_second', chats.length / (elapsed / 1000), '/s');
}

/** Events of workflow history, with a thread and without. */
async function history(owner: HttpClient, [first]: readonly Chat[]): Promise<Figure[]> {
  if (!first) return [];
  await owner.post('/projects', { slug: 'silent', name: 'Silent', keyPrefix: 'SIL' });
  const silent = await task(owner, 'silent');
  const told = await added(owner, first.key);
  const untold = await added(owner, silent);
  return [compared('telegram.workflow_events_per_message', (told - untold) / COMMENTS, untold / COMMENTS, 'events')];
}

async function added(owner: HttpClient, key: string): Promise<number> {
  const events = async () => {
    const answer = await owner.get(`/tasks/${key}/workflow`);
    const { info } = JSON.parse(answer) as { info: { historyEvents: number } };
    return info.historyEvents;
  };
  const before = await events();
  for (let count = 0; count < COMMENTS; count += 1) await comment(owner, key, `more ${count}`);
  await sleep(PAUSE_MS);
  return (await events()) - before;
}
