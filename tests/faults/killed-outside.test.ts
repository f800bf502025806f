import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Json } from '../api.test-support.ts';
import { createProject, startBreakableStack, type BreakableStack } from '../faults.test-support.ts';
import { FakeGithub } from '../fakes/github/fake-github.ts';
import { eventually } from '../stack.test-support.ts';

const LONG = 240_000;
const ISSUES = 120;
const MESSAGES = 40;

let faults: BreakableStack;
let github: FakeGithub;
let receiver: Server;
/** Ids and tasks of the messages that a receiver has taken, each time that it has. */
const taken: { readonly id: string; readonly task: string }[] = [];

beforeAll(async () => {
  github = await FakeGithub.start();
  receiver = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      taken.push({ id: String(request.headers['webhook-id']), task: (JSON.parse(body) as Json).data.task.key });
      setTimeout(() => response.writeHead(204).end(), 30);
    })();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  // Processes of the stack inherit them.
  process.env['GITHUB_API_ROOT'] = github.apiRoot;
  process.env['WEBHOOK_ALLOW_HTTP'] = 'true';
  process.env['WEBHOOK_ALLOWED_NETWORKS'] = '127.0.0.1/32';
  faults = await startBreakableStack();
}, LONG);
afterAll(async () => {
  await faults.stop();
  receiver.close();
  receiver.closeAllConnections();
  await github.stop();
}, LONG);

it(
  'a sync of GitHub makes each issue one task, though the worker is killed three times in the middle of it',
  async () => {
    const project = await createProject(faults);
    const repository = github.addRepository('acme/killed');
    for (let index = 0; index < ISSUES; index += 1) repository.addIssue({}, ISSUES - index);
    const path = `/projects/${project}/github`;
    const connected = await faults.persist('POST', path, {
      repository: repository.fullName,
      access: { kind: 'TOKEN', token: github.token },
      settings: { syncEveryMinutes: 0 },
    });
    expect(connected.status).toBe(201);
    const { id } = connected.body.repository;
    const read = async (): Promise<Json> =>
      (await faults.call('GET', path)).body.items.find((item: Json) => item.id === id);

    expect((await faults.persist('POST', `${path}/${id}/sync`, {})).status).toBe(202);
    for (const done of [10, 40, 70]) {
      await eventually(async () => (await read()).issues > done, LONG);
      await eventually(() => faults.kill('worker') === undefined, LONG);
    }
    await eventually(async () => (await read()).sync.state === 'DONE', LONG);

    const refs: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await faults.call('GET', `/tasks?project=${project}&limit=200${cursor}`);
      const tasks = body.items as Json[];
      refs.push(
        ...(await Promise.all(
          tasks.map(async ({ key }) => (await faults.call('GET', `/tasks/${key}`)).body.sourceRef),
        )),
      );
      if (body.nextCursor === undefined) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    expect(refs).toHaveLength(ISSUES);
    expect(new Set(refs).size).toBe(ISSUES);
    expect((await faults.call('GET', `/projects/${project}/verify`)).body.problems).toEqual([]);
  },
  LONG,
);

it(
  'a webhook is told everything in its order, though the worker is killed while it tells',
  async () => {
    const project = await createProject(faults);
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const made = await faults.persist('POST', `/projects/${project}/webhooks`, { url, events: ['task.created'] });
    expect(made.status).toBe(201);
    const keys: string[] = [];
    for (let index = 0; index < MESSAGES; index += 1) {
      const { body } = await faults.persist('POST', '/tasks', { project, title: `Task ${index}`, type: 'OPS' });
      keys.push(body.task.key);
      if (index % 15 === 10) await eventually(() => faults.kill('worker') === undefined, LONG);
    }
    const waiting = async () => (await faults.call('GET', `/webhooks/${made.body.webhook.id}`)).body.waiting as number;
    await eventually(() => new Set(taken.map(({ id }) => id)).size === MESSAGES, LONG);
    await eventually(async () => (await waiting()) === 0, LONG);

    // Whoever was told twice can tell by the id; nobody is told of a later task before an earlier one.
    expect([...new Set(taken.map(({ task }) => task))]).toEqual(keys);
    expect(taken.length).toBeLessThanOrEqual(MESSAGES + 3);
  },
  LONG,
);
