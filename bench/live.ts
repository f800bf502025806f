import { setTimeout as sleep } from 'node:timers/promises';
import { absolute, compared, type Figure } from './figure.ts';
import { connectHttp, type HttpClient } from './http-client.ts';
import { median, quantile } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed } from './timing.ts';

const COMMANDS = 200;
const WARM_UP_COMMANDS = 20;
const PROJECT = 'live';

/** How long after one client sends a command another client's stream delivers the change. */
export async function* benchLive(): AsyncGenerator<Figure> {
  yield* await withStack(async ({ url, ownerToken }) => {
    const sender = connectHttp(url, ownerToken);
    const listening = new AbortController();
    try {
      const key = await createTask(sender);
      const stream = await listen(url, ownerToken, listening.signal);
      const seen: number[] = [];
      const answered: number[] = [];
      for (let index = -WARM_UP_COMMANDS; index < COMMANDS; index++) {
        const startedAt = performance.now();
        const delivered = stream.next().then(() => performance.now() - startedAt);
        const answer = await timed(() => sender.post(`/tasks/${key}/commands/comment`, { body: `comment ${index}` }));
        const delivery = await delivered;
        if (index >= 0) seen.push(delivery);
        if (index >= 0) answered.push(answer);
        // People do not act in step with the feed.
        await sleep(Math.random() * 50);
      }
      return [
        compared('live.change_seen_p50_ms', median(seen), median(answered), 'ms'),
        compared('live.change_seen_p99_ms', quantile(seen, 0.99), quantile(answered, 0.99), 'ms'),
        absolute('live.seen_after_answer_p50_ms', median(seen.map((ms, index) => ms - (answered[index] ?? 0))), 'ms'),
      ];
    } finally {
      listening.abort();
      sender.close();
    }
  });
}

async function createTask(client: HttpClient): Promise<string> {
  await client.post('/projects', { slug: PROJECT, name: 'Live', keyPrefix: 'LIVE' });
  const { task } = JSON.parse(await client.post('/tasks', { project: PROJECT, title: 'Talk', type: 'OPS' })) as {
    task: { key: string };
  };
  return task.key;
}

/** A stream's messages, one each time `next` is called. Resolves when the API has begun to stream. */
async function listen(url: string, token: string, signal: AbortSignal) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/v1/stream?project=${PROJECT}`, { headers, signal });
  const arrivals: (() => void)[] = [];
  void deliver(response, () => arrivals.shift()?.()).catch(() => undefined);
  // The task's creation may still be on its way.
  await sleep(1_000);
  return { next: () => new Promise<void>((resolve) => void arrivals.push(resolve)) };
}

async function deliver(response: Response, onChange: () => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const changes = decoder.decode(chunk as Uint8Array, { stream: true }).match(/^event: task\.changed$/gm) ?? [];
    for (const _change of changes) onChange();
  }
}
