import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { DEFAULT_ROUTING_RULES } from '../domain/routing/rule.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

const RULE = { types: ['OPS'], executor: 'CURSOR', score: 0.8, reason: 'ops to Cursor' };

const routingOf = (slug: string) => `/projects/${slug}/routing`;
const replace = (slug: string, body: object, token?: string) =>
  api.send('PUT', routingOf(slug), { body, ...(token !== undefined && { token }) });

/** An executor asks for work: that is what makes it live, whether it gets some or not. */
async function poll(type: string, more: object = {}): Promise<void> {
  const claim = { types: [type], executor: { name: `box-${type}`, ...more } };
  const { status } = await api.post('/executions/claim', claim, { token: api.tokens.executor });
  expect([200, 204]).toContain(status);
}

/** Everybody who has asked for work was last seen a day and more ago. */
const nobodyIsLive = async () => {
  const { mongodbUri } = api.worker.config;
  const client = await new MongoClient(mongodbUri).connect();
  await client
    .db()
    .collection('executors')
    .updateMany({}, { $set: { lastSeenAt: new Date(0) } });
  await client.close();
};

async function planned(probe: ProjectProbe, fields: object = {}): Promise<string> {
  const key = await probe.task(fields);
  expectStatus(await probe.command(key, 'assign', { assignees: [await probe.me()] }), 200);
  expectStatus(await probe.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  return key;
}

describe('the rules of a project', () => {
  it('begin as the built-in ones, and are replaced as a whole by whoever has seen them', async () => {
    const own = await ProjectProbe.create(api);
    const { body: first } = await api.get(routingOf(own.slug));
    expect(first).toMatchObject({ version: 0, isBuiltIn: true, rules: DEFAULT_ROUTING_RULES });
    const changed = await replace(own.slug, { version: 0, rules: [RULE] });
    expect(changed.body).toMatchObject({
      version: 1,
      isBuiltIn: false,
      rules: [RULE],
      changedBy: { name: 'Olga Owner' },
    });
    // The answer was lost: the same again changes nothing.
    expect((await replace(own.slug, { version: 0, rules: [RULE] })).body).toEqual(changed.body);
    expect(problem(await replace(own.slug, { version: 0, rules: [] }), 409).errors?.[0]?.path).toBe('version');
    problem(await replace(own.slug, { version: 0, rules: [RULE] }, api.tokens.second), 409);
    expect((await api.get(routingOf(own.slug))).body).toEqual(changed.body);
    expect((await api.get(`/projects/${own.slug}`)).body).not.toHaveProperty('routing');
  });

  it('also change with the project, which makes a new version', async () => {
    const own = await ProjectProbe.create(api);
    expectStatus(await api.send('PATCH', `/projects/${own.slug}`, { body: { routingRules: [RULE] } }), 200);
    expect((await api.get(routingOf(own.slug))).body).toMatchObject({ version: 1, rules: [RULE] });
    problem(await replace(own.slug, { version: 0, rules: [] }), 409);
  });

  it('leave word of who replaced them, and by what', async () => {
    const own = await ProjectProbe.create(api);
    expectStatus(await replace(own.slug, { version: 0, rules: [RULE] }), 200);
    const { body } = await api.get(`/activity?project=${own.slug}`);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        type: 'project.routing_changed',
        summary: 'replaced the routing rules: 1 rule, version 1',
        actor: expect.objectContaining({ name: 'Olga Owner' }),
      }),
    );
  });

  it.each([
    ['rules.0.executor', { ...RULE, executor: 'ROBOT' }],
    ['rules.0.fallbacks.0', { ...RULE, fallbacks: ['CURSOR'] }],
    ['rules.0.fallbacks.1', { ...RULE, fallbacks: ['MANUAL', 'MANUAL'] }],
    ['rules.0.maxCostMicros', { ...RULE, maxCostMicros: 0 }],
    ['rules.0.maxMinutes', { ...RULE, maxMinutes: -1 }],
    ['rules.0.score', { ...RULE, score: 2 }],
    ['rules.0.reason', { ...RULE, reason: ' ' }],
    ['rules.0.types', { ...RULE, types: [] }],
    ['rules.0.labels.0', { ...RULE, labels: ['a b'] }],
    ['rules.0.titlePattern', { ...RULE, titlePattern: '.*' }],
  ])('are refused with the field that is wrong: %s', async (path, rule) => {
    const refused = problem(await replace(project.slug, { version: 0, rules: [rule] }), 400);
    expect(refused.errors?.map((error) => error.path)).toEqual([path]);
  });

  it('are at most 50', async () => {
    const rules = Array.from({ length: 51 }, () => RULE);
    expect(problem(await replace(project.slug, { version: 0, rules }), 400).errors?.[0]?.path).toBe('rules');
    expectStatus(await replace((await ProjectProbe.create(api)).slug, { version: 0, rules: rules.slice(1) }), 200);
  });
});

describe('a route', () => {
  const rules = [
    { types: ['DOCS'], executor: 'CODEMOD', score: 1, reason: 'not this one' },
    { ...RULE, fallbacks: ['OPENCLAW_AGENT'], maxMinutes: 7 },
    { executor: 'CLAUDE_CODE', score: 0.6, reason: 'the rest', maxAttempts: 1 },
  ];
  let own: ProjectProbe;
  beforeAll(async () => void (own = await ProjectProbe.create(api, { routingRules: rules })));

  it('goes to who is there, and its preview says why not to the others; dispatching keeps both', async () => {
    await nobodyIsLive();
    const key = await planned(own);
    expect((await api.get(`/tasks/${key}/route`)).body).toMatchObject({
      route: { executor: 'MANUAL', rule: 'LAST_RESORT', skipped: [{ rule: 1 }, { rule: 1 }, { rule: 2 }] },
      notMatched: [{ rule: 0, reason: 'the type is OPS, not DOCS' }],
    });
    await poll('OPENCLAW_AGENT');
    const { body: preview } = await api.get(`/tasks/${key}/route`);
    expect(preview.route).toMatchObject({
      executor: 'OPENCLAW_AGENT',
      reason: 'OPENCLAW_AGENT instead of CURSOR: ops to Cursor',
      maxMinutes: 7,
      rule: 1,
      skipped: [{ executor: 'CURSOR', rule: 1, reason: 'no CURSOR executor is connected' }],
    });
    const dispatched = await own.command(key, 'dispatch', {});
    expectStatus(dispatched, 200);
    const { body: execution } = await api.get(`/executions/${dispatched.body.executionId}`);
    expect(execution).toMatchObject({ executor: 'OPENCLAW_AGENT', route: preview.route });
    const { body: events } = await api.get(`/tasks/${key}/events`);
    expect(events.items.find(({ type }: Json) => type === 'execution.requested').data.execution.route).toEqual(
      preview.route,
    );
    expect((await api.get(`/tasks/${key}/verify`)).body.problems).toEqual([]);
  });

  it('leaves out an executor whose circuit is open, and takes it again when it tries', async () => {
    await nobodyIsLive();
    const key = await planned(own);
    const circuit = { service: 'cursor-cloud', since: new Date().toISOString(), reason: 'HTTP 503' };
    await poll('CURSOR', { circuits: [{ ...circuit, state: 'OPEN' }] });
    await poll('CLAUDE_CODE');
    expect((await api.get(`/tasks/${key}/route`)).body.route).toMatchObject({
      executor: 'CLAUDE_CODE',
      skipped: [{ executor: 'CURSOR', reason: 'the circuit is open to cursor-cloud (HTTP 503)' }, { rule: 1 }],
    });
    await poll('CURSOR', { circuits: [{ ...circuit, state: 'HALF_OPEN' }] });
    expect((await api.get(`/tasks/${key}/route`)).body.route.executor).toBe('CURSOR');
  });

  it('is asked to close its circuit once, by an ADMIN, where it has an open one', async () => {
    await nobodyIsLive();
    const circuit = { service: 'cursor-cloud', since: new Date().toISOString(), state: 'OPEN' };
    const claim = { types: ['CURSOR'], executor: { name: 'box-CURSOR', circuits: [circuit] }, waitSeconds: 20 };
    const asked = async () => {
      const { status, headers } = await api.post('/executions/claim', claim, { token: api.tokens.cursor });
      return [status, headers.get('mission-control-reset')];
    };
    const reset = (body: object, executor = 'CURSOR') => api.post(`/executors/${executor}/reset-circuits`, body);
    expect((await reset({})).body).toEqual({ processes: 0 });
    await poll('CURSOR', { circuits: [circuit] });
    expect((await reset({ service: 'another' })).body).toEqual({ processes: 0 });
    expect((await reset({}, 'CLAUDE_CODE')).body).toEqual({ processes: 0 });
    expect((await reset({ service: 'cursor-cloud' })).body).toEqual({ processes: 1 });
    // At once, though there is no work.
    expect(await asked()).toEqual([204, 'cursor-cloud']);
    claim.waitSeconds = 0;
    expect(await asked()).toEqual([204, null]);
    problem(await reset({}, 'NOBODY'), 400);
  });

  it('that a person chooses is never skipped', async () => {
    await nobodyIsLive();
    const key = await planned(own);
    const dispatched = await own.command(key, 'dispatch', { executor: 'CURSOR' });
    expectStatus(dispatched, 200);
    expect((await api.get(`/executions/${dispatched.body.executionId}`)).body).toMatchObject({
      route: { executor: 'CURSOR', rule: 'BY_HAND', reason: 'chosen by Olga Owner' },
      waitingFor: 'a CURSOR executor: none is connected',
    });
  });
});

it('trying out says which of the newest tasks a draft would send elsewhere, and changes nothing', async () => {
  await nobodyIsLive();
  const own = await ProjectProbe.create(api);
  const ops = await own.task({ title: 'Renew it' });
  const docs = await own.task({ type: 'DOCS' });
  const newest = await own.task({ type: 'RESEARCH' });
  const { body } = await api.post(`${routingOf(own.slug)}/try-out`, { rules: [RULE, DEFAULT_ROUTING_RULES[3]] });
  expect(body).toMatchObject({
    looked: 3,
    changed: 1,
    items: [
      {
        key: ops,
        title: 'Renew it',
        isChanged: true,
        before: { executor: 'MANUAL' },
        after: { executor: 'CURSOR', rule: 0 },
      },
      { key: newest, isChanged: false, before: { rule: 3 }, after: { executor: 'CLAUDE_CODE', rule: 1 } },
      { key: docs, isChanged: false },
    ],
    unavailable: [
      { executor: 'CURSOR', reason: 'no CURSOR executor is connected' },
      { executor: 'CLAUDE_CODE', reason: 'no CLAUDE_CODE executor is connected' },
    ],
  });
  expect((await api.post(`${routingOf(own.slug)}/try-out`, { rules: [], tasks: 1 })).body.looked).toBe(1);
  problem(await api.post(`${routingOf(own.slug)}/try-out`, { rules: [], tasks: 101 }), 400);
  expect((await api.get(routingOf(own.slug))).body.isBuiltIn).toBe(true);
});

it('executors are shown with what they say of themselves and what there is to do', async () => {
  await nobodyIsLive();
  const own = await ProjectProbe.create(api);
  await own.dispatched('CURSOR');
  const of = async (executor: string) =>
    (await api.get(`/executors?project=${own.slug}`)).body.items.find((item: Json) => item.executor === executor);
  expect(await of('CURSOR')).toMatchObject({ isAvailable: false, pending: 1, running: 0, processes: [] });
  const health = (await api.get('/health')).body;
  expect(health).toMatchObject({ status: 'UP' });
  expect(health.components.find(({ name }: Json) => name === 'executor CURSOR')).toMatchObject({ status: 'WARNING' });

  await own.claimed('CODEMOD');
  const says = { version: '1.2.0', tool: { name: 'codex', version: '3.4' }, concurrency: 2 };
  await poll('OPENCLAW_AGENT', says);
  expect(await of('OPENCLAW_AGENT')).toMatchObject({
    isAvailable: true,
    processes: [{ name: 'box-OPENCLAW_AGENT', ...says, circuits: [], isLive: true, running: 0 }],
  });
  expect(await of('CODEMOD')).toMatchObject({ running: 1, processes: [{ name: 'tester', isLive: true, running: 1 }] });
  expect((await api.get('/health')).body.components).toContainEqual({
    name: 'executor OPENCLAW_AGENT',
    status: 'UP',
    detail: '1 connected',
  });
  // Probes are for anybody, and hear nothing of it.
  const ready = await fetch(`${api.url}/readyz`);
  expect(JSON.stringify(await ready.json())).not.toContain('executor');
});
