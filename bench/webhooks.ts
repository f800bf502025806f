import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { absolute, note, ratio, type Figure } from './figure.ts';
import { connectHttp, type HttpClient } from './http-client.ts';
import { median } from './statistics.ts';
import { withStack } from './temporary-stack.ts';
import { timed, until } from './timing.ts';

const MESSAGES = 300;
const SAMPLES = 20;
const AT_ONCE = 10;

/** What is told, and how often it was heard. */
interface Receiver {
  readonly url: string;
  readonly bodies: string[];
  readonly server: Server;
}

/**
 * From an event to its arrival; and messages a second once an endpoint that was disabled is enabled again, against a loop
 * that posts the same bodies one after the other to the same receiver.
 */
export async function* benchWebhooks(): AsyncGenerator<Figure> {
  const settings = { WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' };
  Object.assign(process.env, settings);
  const receiver = await startReceiver();
  try {
    yield* await withStack(async ({ url, ownerToken }) => {
      const owner = connectHttp(url, ownerToken);
      try {
        await owner.post('/projects', { slug: 'told', name: 'Told', keyPrefix: 'TLD' });
        const fields = { url: receiver.url, events: ['task.created'] };
        const made = JSON.parse(await owner.post('/projects/told/webhooks', fields)) as { webhook: { id: string } };
        return [await latency(owner, receiver), ...(await throughput(owner, receiver, made.webhook.id))];
      } finally {
        owner.close();
      }
    });
  } finally {
    for (const name of Object.keys(settings)) delete process.env[name];
    receiver.server.close();
    receiver.server.closeAllConnections();
  }
}

async function startReceiver(): Promise<Receiver> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies, server };
}

const task = (owner: HttpClient) => owner.post('/tasks', { project: 'told', title: 'Heard of', type: 'OPS' });

async function latency(owner: HttpClient, { bodies }: Receiver): Promise<Figure> {
  const samples: number[] = [];
  for (let count = 0; count < SAMPLES; count += 1) {
    const before = bodies.length;
    await task(owner);
    samples.push(await timed(() => until('it is told', () => Promise.resolve(bodies.length > before))));
  }
  return absolute('webhooks.event_to_delivery_p50_ms', median(samples), 'ms');
}

async function throughput(owner: HttpClient, { url, bodies }: Receiver, id: string): Promise<Figure[]> {
  await owner.post(`/webhooks/${id}/disable`, {});
  note(`creating ${MESSAGES} tasks`);
  for (let count = 0; count < MESSAGES; count += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => task(owner)));
  }
  bodies.length = 0;
  const ours = await timed(async () => {
    await owner.post(`/webhooks/${id}/enable`, {});
    await until('all have arrived', () => Promise.resolve(bodies.length >= MESSAGES));
  });
  const same = bodies.slice(0, MESSAGES);
  const theirs = await timed(async () => {
    for (const body of same)
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  });
  const perSecond = (milliseconds: number) => MESSAGES / (milliseconds / 1000);
  return [
    absolute('webhooks.deliveries_per_second', perSecond(ours), '/s'),
    ratio('webhooks.deliveries_ratio', perSecond(ours), perSecond(theirs), 'deliveries a second'),
  ];
}
