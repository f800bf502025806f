import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../config/logger.ts';
import { openOperations } from '../operations/operations.ts';
import { hashToken } from '../operations/tokens.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { browser, cookieIn, inDatabase, stranger } from '../tests/people.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
let other: ProjectProbe;
/** ADMIN of `project` alone. */
let lead: { id: string; token: string };

beforeAll(async () => {
  api = await startTestApi({ API_TRUST_PROXY: '1' });
  project = await ProjectProbe.create(api);
  other = await ProjectProbe.create(api);
  lead = await personWith(api, { name: 'Lea Lead', memberships: [{ project: project.slug, role: 'ADMIN' }] });
}, 60_000);
afterAll(() => api.stop(), 60_000);

const make = (body: object, token = api.tokens.owner): Promise<Answer> =>
  api.post('/api-keys', { name: 'a key', ...body }, { token });
const revoke = (id: string, token = api.tokens.owner) => api.send('DELETE', `/api-keys/${id}`, { token });
const idsSeenBy = async (token: string): Promise<string[]> =>
  (await api.get('/api-keys', { token })).body.items.map(({ id }: { id: string }) => id);

async function made(body: object, token?: string): Promise<{ id: string; token: string }> {
  const answer = await make(body, token);
  expectStatus(answer, 201);
  return { id: answer.body.key.id, token: answer.body.token };
}

describe('a new key', () => {
  it('is shown once, and kept as a hash', async () => {
    const { body } = await make({ kind: 'PERSONAL', name: 'My laptop' }, lead.token);
    expect(body.token).toMatch(/^mc_pers_[\w-]{43}$/);
    expect(body.key).toMatchObject({
      kind: 'PERSONAL',
      name: 'My laptop',
      hint: body.token.slice(-4),
      person: { id: lead.id, name: 'Lea Lead' },
      scopes: [],
    });
    const listed = await api.get('/api-keys', { token: lead.token });
    expect(listed.body.items).toContainEqual(body.key);
    const stored = await inDatabase(api, async (database) => {
      const names = (await database.listCollections().toArray()).map(({ name }) => name);
      return Promise.all(names.map((name) => database.collection(name).find().toArray()));
    });
    const text = JSON.stringify(stored);
    expect(text).toContain(hashToken(body.token));
    expect(text).not.toContain(body.token);
    expect(listed.text).not.toContain(hashToken(body.token));
  });

  it.each([
    ['SERVICE', { role: 'VIEWER' }, /^mc_serv_/],
    ['EXECUTOR', { executorTypes: ['CODEMOD'] }, /^mc_exec_/],
  ])('of kind %s says what it is', async (kind, fields, pattern) => {
    const { body } = await make({ kind, ...fields, projects: [project.slug] });
    expect(body.token).toMatch(pattern);
    expect(body.key).toMatchObject({ kind, ...fields, projects: [project.slug] });
  });

  it('of an agent acts as it, where it is', async () => {
    const agent = await agentWith(api, project, { name: 'Scout' });
    const { body } = await make({ kind: 'AGENT', agentId: agent.id }, lead.token);
    expect(body.token).toMatch(/^mc_agent_/);
    expect(body.key.agent).toEqual({ id: agent.id, name: 'Scout', projectId: project.slug });
    expectStatus(await api.get(`/projects/${project.slug}`, { token: body.token }), 200);
    problem(await api.get(`/projects/${other.slug}`, { token: body.token }), 404);
  });

  it('of a service has the role it was given, there and nowhere else', async () => {
    const { token } = await made({ kind: 'SERVICE', role: 'OPERATOR', projects: [project.slug] }, lead.token);
    const task = (slug: string) => api.post('/tasks', { project: slug, title: 'x', type: 'OPS' }, { token });
    expectStatus(await task(project.slug), 201);
    problem(await task(other.slug), 404);
    problem(await api.send('PATCH', `/projects/${project.slug}`, { body: { name: 'y' }, token }), 403);
    const everywhere = await made({ kind: 'SERVICE', role: 'VIEWER' });
    expectStatus(await api.get(`/projects/${other.slug}`, { token: everywhere.token }), 200);
  });

  it('of a person does what they may do, with a change of it at once', async () => {
    const person = await personWith(api);
    const { token } = await made({ kind: 'PERSONAL' }, person.token);
    problem(await api.get(`/projects/${project.slug}`, { token }), 404);
    const memberships = [{ project: project.slug, role: 'VIEWER' }];
    expectStatus(await api.send('PATCH', `/people/${person.id}`, { body: { memberships } }), 200);
    expect((await api.get('/session', { token })).body.projects).toEqual(memberships);
  });
});

describe('nobody makes a key that reaches further than they do:', () => {
  it.each([
    ['a service everywhere', { kind: 'SERVICE', role: 'VIEWER' }, 403],
    ['an executor everywhere', { kind: 'EXECUTOR' }, 403],
  ])('%s', async (_what, body, status) => {
    problem(await make(body, lead.token), status);
  });

  it('a service of a project that one does not see, or one besides', async () => {
    const body = (...projects: string[]) => ({ kind: 'SERVICE', role: 'VIEWER', projects });
    problem(await make(body(other.slug), lead.token), 404);
    problem(await make(body(project.slug, other.slug), lead.token), 404);
    problem(await make(body('nowhere')), 404);
  });

  it('an agent of another project, or none', async () => {
    const agent = await agentWith(api, other);
    problem(await make({ kind: 'AGENT', agentId: agent.id }, lead.token), 404);
    problem(await make({ kind: 'AGENT', agentId: 'nobody' }, lead.token), 404);
  });

  it('an OPERATOR makes personal ones alone', async () => {
    const operator = await personWith(api, { memberships: [{ project: project.slug, role: 'OPERATOR' }] });
    const agent = await agentWith(api, project);
    problem(await make({ kind: 'AGENT', agentId: agent.id }, operator.token), 403);
    problem(await make({ kind: 'SERVICE', role: 'VIEWER', projects: [project.slug] }, operator.token), 403);
    problem(await make({ kind: 'EXECUTOR', projects: [project.slug] }, operator.token), 403);
    expectStatus(await make({ kind: 'PERSONAL' }, operator.token), 201);
  });

  it('a limited key makes none, and neither do machines', async () => {
    const limited = await made({ kind: 'PERSONAL', scopes: ['apiKeys'] });
    problem(await make({ kind: 'PERSONAL' }, limited.token), 403);
    expectStatus(await api.get('/api-keys', { token: limited.token }), 200);
    const service = await made({ kind: 'SERVICE', role: 'ADMIN' });
    problem(await make({ kind: 'PERSONAL' }, service.token), 403);
    problem(await make({ kind: 'PERSONAL' }, api.tokens.executor), 403);
  });
});

describe('scopes', () => {
  it('limit a key to operations', async () => {
    const { token } = await made({ kind: 'PERSONAL', scopes: ['tasks.read', 'projects'] });
    expectStatus(await api.get(`/tasks?project=${project.slug}`, { token }), 200);
    expectStatus(await api.get('/projects', { token }), 200);
    const refused = await api.post('/tasks', { project: project.slug, title: 'x', type: 'OPS' }, { token });
    expect(problem(refused, 403).detail).toMatch(/limited to tasks.read, projects/);
    problem(await api.get('/people', { token }), 403);
  });

  it.each([
    ['is nothing', 'PERSONAL', 'nonsense'],
    ['is the beginning of a name', 'PERSONAL', 'task'],
    ['no key may do', 'PERSONAL', 'setup'],
    ['a machine may not do', 'SERVICE', 'people.edit'],
  ])('that %s are refused by name', async (_what, kind, scope) => {
    const answer = await make({ kind, ...(kind === 'SERVICE' && { role: 'VIEWER' }), scopes: ['tasks', scope] });
    expect(problem(answer, 400).errors).toEqual([
      { path: 'scopes.1', message: `${scope} is nothing that a key of kind ${kind} may do` },
    ]);
  });
});

describe('a key', () => {
  it('is refused from the moment it expires, and shows when it was last used', async () => {
    const { body } = await make({ kind: 'PERSONAL', expiresInDays: 7 });
    const inAWeek = Date.now() + 7 * 24 * 3_600_000;
    expect(Math.abs(Date.parse(body.key.expiresAt) - inAWeek)).toBeLessThan(60_000);
    expect(body.key.lastUsedAt).toBeUndefined();
    expectStatus(await api.get('/projects', { token: body.token }), 200);
    const { body: list } = await api.get('/api-keys');
    expect(list.items.find(({ id }: { id: string }) => id === body.key.id).lastUsedAt).toBeDefined();
    const over = await keyOf(api, { kind: 'PERSONAL', personId: lead.id, expiresAt: new Date().toISOString() });
    const refused = await api.get('/projects', { token: over.token });
    problem(refused, 401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('that is revoked stops working everywhere, with its sessions, and stays on record', async () => {
    const { id, token } = await made({ kind: 'PERSONAL' }, lead.token);
    const cookie = cookieIn(await api.post('/session', { token }, stranger()));
    const second = openOperations(api.worker.config, createLogger('test', 'silent'), 'second-api');
    await eventually(() => second.credentials.ofBearer(token).then(() => true));
    expectStatus(await api.get('/session', browser(cookie)), 200);
    expectStatus(await revoke(id, lead.token), 204);
    const refused = await api.get('/projects', { token });
    problem(refused, 401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    problem(await api.get('/session', browser(cookie)), 401);
    await eventually(() =>
      second.credentials.ofBearer(token).then(
        () => false,
        (error: { code?: string }) => error.code === 'UNAUTHENTICATED',
      ),
    );
    await second.close();
    const { body } = await api.get('/api-keys', { token: lead.token });
    const record = body.items.find((key: { id: string }) => key.id === id);
    expect(record.revokedAt).toBeDefined();
    expectStatus(await revoke(id, lead.token), 204);
    const again = await api.get('/api-keys', { token: lead.token });
    expect(again.body.items.find((key: { id: string }) => key.id === id).revokedAt).toBe(record.revokedAt);
  });

  it('is seen by its person, by ADMINs of what it is bound to, and by those of the installation', async () => {
    const agent = await agentWith(api, project);
    const own = await made({ kind: 'PERSONAL' }, lead.token);
    const ofAgent = await made({ kind: 'AGENT', agentId: agent.id });
    const service = await made({ kind: 'SERVICE', role: 'VIEWER', projects: [project.slug, other.slug] });
    const elsewhere = await made({ kind: 'EXECUTOR', projects: [other.slug] });
    const everywhere = await made({ kind: 'SERVICE', role: 'VIEWER' });
    const foreign = await made({ kind: 'PERSONAL' });
    const all = [own, ofAgent, service, elsewhere, everywhere, foreign].map(({ id }) => id);
    const visible = async (token: string) => {
      const ids = new Set(await idsSeenBy(token));
      return all.filter((id) => ids.has(id));
    };
    expect(await visible(api.tokens.owner)).toEqual(all);
    expect(await visible(lead.token)).toEqual([own.id, ofAgent.id, service.id]);
    const viewer = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    expect(await visible(viewer.token)).toEqual([]);
    for (const { id } of [elsewhere, everywhere, foreign]) problem(await revoke(id, lead.token), 404);
    problem(await revoke(service.id, lead.token), 403);
    expectStatus(await revoke(ofAgent.id, lead.token), 204);
    expectStatus(await revoke(own.id), 204);
    problem(await revoke('nothing'), 404);
  });

  it('is noted when it is made and when it is revoked, without its token', async () => {
    const { id, token } = await made({ kind: 'PERSONAL', name: 'Noted key' });
    expectStatus(await revoke(id), 204);
    const notes = await inDatabase(api, (database) =>
      database
        .collection('activities')
        .find({ summary: /Noted key/ })
        .toArray(),
    );
    expect(notes.map(({ type }) => type as string).toSorted()).toEqual(['api_key.created', 'api_key.revoked']);
    expect(JSON.stringify(notes)).not.toContain(token);
  });
});
