import { ulid } from 'ulid';
import type { TaskEvent } from '../domain/task/events.ts';
import { chain } from '../store/hash-chain.ts';
import { connectDriver, type Db } from './database.ts';
import { absolute, note, type Figure } from './figure.ts';
import { connectHttp } from './http-client.ts';
import { usageOf } from './process-usage.ts';
import { median } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const EVENTS = 10_000;
const ROUNDS = 5;
/** A comment of a page. */
const BODY = 'What was tried and what came of it, in so many words. '.repeat(40);
const AUTHOR = { kind: 'HUMAN', id: 'human-bench', name: 'Somebody' } as const;
/** A look goes through all processes of the machine, and must not be what is measured. */
const LOOK_EVERY_MS = 200;

/** The report of a task with a long log over HTTP, and what the API holds meanwhile. */
export async function* benchReport(): AsyncGenerator<Figure> {
  yield* await withStack(async ({ url, ownerToken, mongodbUri, processes }) => {
    const owner = connectHttp(url, ownerToken);
    const driver = await connectDriver(mongodbUri);
    try {
      await owner.post('/projects', { slug: 'report', name: 'Report', keyPrefix: 'REP' });
      const { task } = JSON.parse(await owner.post('/tasks', { project: 'report', title: 'Long', type: 'OPS' }));
      await lengthen(driver.db(), task);
      const pid = processes.get('api')?.pid ?? 0;
      const sizes: number[] = [];
      const read = async (form: 'md' | 'json') => void sizes.push(await receive(url, ownerToken, task.key, form));
      await read('md');
      const before = usageOf(pid).residentKb;
      let most = before;
      const watch = setInterval(() => (most = Math.max(most, usageOf(pid).residentKb)), LOOK_EVERY_MS);
      const samples = { md: [] as number[], json: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        samples.md.push(await timed(() => read('md')));
        samples.json.push(await timed(() => read('json')));
      }
      clearInterval(watch);
      note(`${Math.round((sizes[0] ?? 0) / 1024)} kB of markdown`);
      return [
        absolute('report.markdown_10k_events_p50_ms', median(samples.md), 'ms'),
        absolute('report.markdown_per_1k_events_ms', median(samples.md) / (EVENTS / 1000), 'ms'),
        absolute('report.json_10k_events_p50_ms', median(samples.json), 'ms'),
        absolute('report.api_rss_growth_mb', (most - before) / 1024, 'MB'),
      ];
    } finally {
      owner.close();
      await driver.close();
    }
  });
}

/** Comments in the log, as the store would have written them: one after the other, each at a time of its own. */
async function lengthen(db: Db, { id, key }: { readonly id: string; readonly key: string }): Promise<void> {
  const events = db.collection('events');
  const [last] = await events.find({ taskId: id }).sort({ seq: -1 }).limit(1).toArray();
  const first = Number(last?.['seq'] ?? 0) + 1;
  const begun = Date.now() - EVENTS;
  const comments = Array.from({ length: EVENTS - first + 1 }, (_, index): TaskEvent => ({
    taskId: id,
    seq: first + index,
    at: new Date(begun + index).toISOString(),
    actor: AUTHOR,
    type: 'task.commented',
    data: { messageId: ulid(), body: BODY },
  }));
  const documents = chain(comments, String(last?.['hash'] ?? '')).map((event) => ({
    ...event,
    taskKey: key,
    projectId: 'report',
    storedAt: new Date(event.at),
  }));
  for (let from = 0; from < documents.length; from += 500) await events.insertMany(documents.slice(from, from + 500));
}

async function receive(url: string, token: string, key: string, form: 'md' | 'json'): Promise<number> {
  const response = await fetch(`${url}/api/v1/tasks/${key}/report.${form}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  let [size, tail] = [0, ''];
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    tail = (tail + decoder.decode(chunk as Uint8Array, { stream: true })).slice(-400);
  }
  if (form === 'md' && !tail.includes('hash chain verified: yes')) throw new Error(`the report is not whole: ${tail}`);
  return size;
}
