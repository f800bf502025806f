import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createLogger } from '../config/logger.ts';
import { GuardedClient } from '../integrations/webhooks/guarded-client.ts';
import { WebhookFollower } from '../integrations/webhooks/follower.ts';
import { webhookWorkflowId } from '../domain/ids.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { personWith } from '../tests/identities.test-support.ts';
import { ended } from '../tests/worker.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly message: Json;
}

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;
const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

/** A system that is told what happens, and how it behaves at the moment. */
class Receiver {
  readonly received: Received[] = [];
  behaves: Behaviour = answer(204);
  readonly #server: Server = createServer((request, response) => void this.#take(request, response));

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const headers = request.headers as Record<string, string>;
    this.received.push({ path: request.url ?? '', headers, body, message: JSON.parse(body || '{}') });
    this.behaves(request, response);
  }
}

let api: TestApi;
let receiver: Receiver;
const stopping = new AbortController();
let following: Promise<void>;

beforeAll(async () => {
  receiver = await new Receiver().start();
  api = await startTestApi({ WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' });
  const { client, store, config } = api.worker;
  const { taskQueue } = config.temporal;
  const logger = createLogger('test', 'silent');
  following = new WebhookFollower({ store, client, taskQueue, publicUrl: 'https://mc.example.com', logger }).run(
    stopping.signal,
  );
}, 120_000);

afterAll(async () => {
  stopping.abort();
  await following;
  await api.stop();
  receiver.stop();
}, 60_000);

const ask = async (status: number, method: string, path: string, body?: object): Promise<Json> => {
  const answered = await api.send(method, path, { ...(body && { body }) });
  expectStatus(answered, status);
  return answered.body;
};

/** A new project that is told at a path of its own. */
async function told(fields: object = {}) {
  const project = await ProjectProbe.create(api);
  const path = `/${project.slug}`;
  const { webhook, secret } = await ask(201, 'POST', `/projects/${project.slug}/webhooks`, {
    url: receiver.url(path),
    ...fields,
  });
  const received = () => receiver.received.filter((one) => one.path === path);
  return {
    project,
    id: webhook.id as string,
    secret: secret as string,
    received,
    types: () => received().map(({ message }) => message.type as string),
    view: () => ask(200, 'GET', `/webhooks/${webhook.id}`),
    deliveries: async (query = '') => (await ask(200, 'GET', `/webhooks/${webhook.id}/deliveries${query}`)).items,
    order: (name: string, body: object = {}) => api.post(`/webhooks/${webhook.id}/${name}`, body),
  };
}

const until = (condition: () => boolean | Promise<boolean>) => eventually(condition, 30_000);

describe('what happens in a project', () => {
  it('is told in its order, signed as the official library checks it, to those who want to hear it', async () => {
    const all = await told();
    const { project } = all;
    const some = await ask(201, 'POST', `/projects/${project.slug}/webhooks`, {
      url: receiver.url('/some'),
      events: ['task.completed', 'agent.registered'],
      taskTypes: ['DOCS'],
    });
    const other = await project.task({ type: 'OPS', title: 'Not wanted by everybody' });
    const key = await project.task({ type: 'DOCS', title: 'Write it' });
    expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
    expectStatus(await project.command(key, 'submit', { summary: 'written' }), 200);
    const asked = { action: 'publish', summary: 'publish it', risk: 'YELLOW', blocking: false };
    expectStatus(await project.command(key, 'requestApproval', asked), 200);
    expectStatus(await api.post('/agents', { project: project.slug, name: 'Scout', role: 'INTERN' }), 201);
    expectStatus(await project.command(other, 'transition', { to: 'CANCELED', reason: 'no use' }), 200);
    const review = { kind: 'PRAISE', score: 9, comment: 'good' };
    expectStatus(await project.command(key, 'review', review, { token: api.tokens.second }), 200);

    await until(() => all.types().includes('review.created') && all.types().includes('agent.registered'));
    const ofTask = all.received().filter(({ message }) => message.data.task?.key === key);
    expect(ofTask.map(({ message }) => message.type)).toEqual([
      'task.created',
      'task.assigned',
      'task.transitioned',
      'task.transitioned',
      'task.transitioned',
      'approval.requested',
      'review.created',
    ]);
    const verifier = new Webhook(all.secret);
    for (const { body, headers, message } of all.received()) {
      expect(verifier.verify(body, headers)).toEqual(message);
      expect(() => new Webhook(some.secret).verify(body, headers)).toThrow();
    }
    const [first] = ofTask;
    const url = `https://mc.example.com/p/${project.slug}/t/${key}`;
    expect(first?.message).toMatchObject({
      type: 'task.created',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { project: project.slug, task: { key, title: 'Write it', type: 'DOCS', url }, actor: { kind: 'HUMAN' } },
    });
    expect(receiver.received.filter(({ path }) => path === '/some').map(({ message }) => message.type)).toEqual([
      'agent.registered',
    ]);
    const ids = all.received().map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
  }, 60_000);

  it('is kept with what was sent and what came back, and can be sent again under its id', async () => {
    const webhook = await told({ events: ['task.created'] });
    receiver.behaves = answer(200, { 'x-trace': 't1', 'set-cookie': 'a=secret' }, 'thank you');
    await webhook.project.task();
    const [delivery] = await eventually(async () => {
      const items = await webhook.deliveries('?status=DELIVERED');
      return items.length === 1 && items;
    });
    expect(delivery).toMatchObject({ event: 'task.created', kind: 'QUEUED', attemptCount: 1, responseStatus: 200 });
    const detail = await ask(200, 'GET', `/webhook-deliveries/${delivery.id}`);
    const [attempt] = detail.attempts;
    expect(attempt.response).toMatchObject({
      status: 200,
      body: 'thank you',
      isCut: false,
      headers: { 'x-trace': 't1' },
    });
    expect(JSON.stringify(detail)).not.toContain('a=secret');
    expect(attempt.request.headers['webhook-id']).toBe(delivery.messageId);
    expect(detail.body).toBe(webhook.received()[0]?.body);

    const again = await ask(202, 'POST', `/webhook-deliveries/${delivery.id}/redeliver`, {});
    expect(again).toMatchObject({ kind: 'REDELIVERY', messageId: delivery.messageId });
    await until(() => webhook.received().length === 2);
    const [one, other] = webhook.received();
    expect(other?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
    expect(other?.body).toBe(one?.body);

    const test = await ask(202, 'POST', `/webhooks/${webhook.id}/test`, {});
    await until(async () => (await ask(200, 'GET', `/webhook-deliveries/${test.id}`)).status === 'DELIVERED');
    expect(webhook.types().at(-1)).toBe('webhook.test');
    expect((await webhook.deliveries()).map(({ kind }: Json) => kind)).toEqual(['TEST', 'REDELIVERY', 'QUEUED']);
    receiver.behaves = answer(204);
  }, 60_000);

  it('is signed by the secret before as well for a while', async () => {
    const webhook = await told({ events: ['task.created'] });
    const rotated = (await webhook.order('rotate-secret', { overlapHours: 1 })).body;
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(webhook.secret);
    expect(Date.parse(rotated.webhook.oldSecretUntil)).toBeGreaterThan(Date.now());
    await webhook.project.task();
    await until(() => webhook.received().length === 1);
    const [both] = webhook.received();
    for (const secret of [webhook.secret, rotated.secret])
      new Webhook(secret).verify(both?.body ?? '', both?.headers ?? {});

    const { secret } = (await webhook.order('rotate-secret', { overlapHours: 0 })).body;
    await webhook.project.task();
    await until(() => webhook.received().length === 2);
    const last = webhook.received()[1];
    new Webhook(secret).verify(last?.body ?? '', last?.headers ?? {});
    expect(() => new Webhook(rotated.secret).verify(last?.body ?? '', last?.headers ?? {})).toThrow();
    const stored = JSON.stringify(await api.worker.store.webhooks.endpoints.byId(webhook.id));
    for (const one of [webhook.secret, rotated.secret, secret]) expect(stored).not.toContain(one.slice(6, 20));
  }, 60_000);
});

describe('a receiver that fails', () => {
  it('gets everything in order once it is back, whatever was killed meanwhile', async () => {
    const webhook = await told({ events: ['task.created'] });
    receiver.behaves = answer(500, {}, 'out of order');
    const keys = [await webhook.project.task()];
    await until(async () => (await webhook.view()).failing?.attempts === 1);
    for (let count = 0; count < 4; count += 1) keys.push(await webhook.project.task());
    await until(async () => (await webhook.view()).waiting === 5);
    // An hour of failures, as far as the schedule goes, without waiting for it.
    for (let attempts = 2; attempts <= 4; attempts += 1) {
      const { failing } = await webhook.view();
      expectStatus(await api.post(`/webhook-deliveries/${failing.deliveryId}/redeliver`), 202);
      await until(async () => (await webhook.view()).failing?.attempts === attempts);
    }
    const { failing } = await webhook.view();
    expect(Date.parse(failing.nextAttemptAt) - Date.now()).toBeGreaterThan(60_000);
    expect(failing.error).toBe('the answer was 500');
    // What came after it was not tried: the order is kept.
    expect(new Set(webhook.received().map(({ message }) => message.data.task.key))).toEqual(new Set([keys[0]]));

    await api.worker.pause();
    receiver.behaves = answer(204);
    await api.worker.resume();
    expectStatus(await api.post(`/webhook-deliveries/${failing.deliveryId}/redeliver`), 202);
    await until(async () => (await webhook.view()).waiting === 0);
    const arrived = webhook.received().slice(4);
    expect(arrived.map(({ message }) => message.data.task.key)).toEqual(keys);
    expect(
      new Set(
        webhook
          .received()
          .slice(0, 5)
          .map(({ headers }) => headers['webhook-id']),
      ).size,
    ).toBe(1);
  }, 90_000);

  it('for 24 hours is disabled with an alert, and gets what it has missed when it is enabled', async () => {
    const webhook = await told({ events: ['task.created'] });
    const { slug } = webhook.project;
    receiver.behaves = answer(503);
    const first = await webhook.project.task();
    const { failing } = await eventually(async () => {
      const view = await webhook.view();
      return view.failing?.attempts === 1 && view;
    });
    const aDayAgo = new Date(Date.now() - 24 * 3_600_000).toISOString();
    const { deliveries } = api.worker.store.webhooks;
    const attempt = { at: aDayAgo, milliseconds: 1, request: { headers: {} }, error: 'the answer was 503' };
    const since = { status: 'PENDING', firstTriedAt: aDayAgo, nextAttemptAt: undefined } as const;
    await deliveries.noteAttempt(failing.deliveryId, attempt, since);
    expectStatus(await api.post(`/webhook-deliveries/${failing.deliveryId}/redeliver`), 202);
    await until(async () => (await webhook.view()).status === 'DISABLED');
    const alertsOf = async () => (await ask(200, 'GET', `/alerts?project=${slug}`)).items;
    expect(await alertsOf()).toMatchObject([{ kind: 'WEBHOOK_DISABLED', severity: 'ERROR', status: 'OPEN' }]);

    receiver.behaves = answer(204);
    const seen = webhook.received().length;
    const second = await webhook.project.task();
    expectStatus(await webhook.order('enable'), 200);
    await until(() => webhook.received().length === seen + 2);
    const late = webhook.received().slice(seen);
    expect(late.map(({ message }) => message.data.task.key)).toEqual([first, second]);
    expect(await alertsOf()).toMatchObject([{ status: 'RESOLVED' }]);

    expectStatus(await webhook.order('disable', { reason: 'holidays' }), 200);
    await webhook.project.task();
    expectStatus(await webhook.order('enable', { skipMissed: true }), 200);
    const last = await webhook.project.task();
    await until(() => webhook.received().length === seen + 3);
    expect(webhook.received().at(-1)?.message.data.task.key).toBe(last);
  }, 90_000);

  it('that says that it is gone is asked no more', async () => {
    const webhook = await told({ events: ['task.created'] });
    receiver.behaves = answer(410);
    await webhook.project.task();
    await until(async () => (await webhook.view()).status === 'DISABLED');
    expect(webhook.received()).toHaveLength(1);
    receiver.behaves = answer(204);

    expectStatus(await api.send('DELETE', `/webhooks/${webhook.id}`), 204);
    problem(await api.get(`/webhooks/${webhook.id}`), 404);
    expect(await ended(api.worker.client, webhookWorkflowId(webhook.id))).toBe('COMPLETED');
  }, 60_000);
});

describe('what strangers may not make us do', () => {
  it('is refused where the address says it already', async () => {
    const { slug } = await ProjectProbe.create(api);
    for (const url of [
      'https://10.0.0.1/',
      'http://2130706434/',
      'ftp://example.com/',
      'https://a:b@example.com/',
      'x',
    ]) {
      const refused = problem(await api.post(`/projects/${slug}/webhooks`, { url }), 400);
      expect(refused.errors).toMatchObject([{ path: 'url' }]);
    }
    problem(await api.get(`/projects/${slug}/webhooks`, { token: (await personWith(api)).token }), 404);
  });

  it('is refused when a name leads there, each time anew, and nothing is sent', async () => {
    const seen = receiver.received.length;
    const addresses = ['93.184.216.34', '127.0.0.1'];
    const asked: string[] = [];
    const resolve = (
      hostname: string,
      _options: object,
      found: (error: null, all: { address: string; family: 4 }[]) => void,
    ) => {
      asked.push(hostname);
      found(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );
    };
    const client = new GuardedClient({ allowHttp: true, allowedNetworks: [] }, { resolve: resolve as never });
    const send = (url: string) => client.post(url, {}, '{}');
    await expect(send(`http://rebound.example:${receiver.port}/`)).rejects.toThrow(
      '127.0.0.1, which is not on the internet',
    );
    await expect(send(`http://localhost:${receiver.port}/`)).rejects.toThrow('not on the internet');
    await expect(send(receiver.url())).rejects.toThrow('not on the internet');
    expect(asked).toEqual(['rebound.example', 'localhost']);
    expect(receiver.received).toHaveLength(seen);
    client.close();
  });

  it('is not done by a redirect, by waiting for ever, or by an answer without end', async () => {
    const reach = { allowHttp: true, allowedNetworks: ['127.0.0.1/32'] };
    const client = new GuardedClient(reach);
    const impatient = new GuardedClient(reach, { timeoutMs: 300 });
    const hidden = await new Receiver().start();
    receiver.behaves = answer(302, { location: hidden.url('/internal') });
    expect(await client.post(receiver.url(), {}, '{}')).toMatchObject({ status: 302 });
    expect(hidden.received).toEqual([]);
    receiver.behaves = () => undefined;
    await expect(impatient.post(receiver.url(), {}, '{}')).rejects.toThrow('no answer within 0.3 s');
    receiver.behaves = (_request, response) => {
      response.writeHead(200);
      response.on('drain', () => response.write('x'.repeat(65_536)));
      response.write('x'.repeat(65_536));
    };
    const endless = await client.post(receiver.url(), {}, '{}');
    expect(endless).toMatchObject({ status: 200, isCut: true });
    expect(endless.body).toHaveLength(16 * 1024);
    receiver.behaves = answer(204);
    client.close();
    impatient.close();
    hidden.stop();
  });
});
