import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { Listener } from '../tests/listener.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const projectScope = ({ slug }: ProjectProbe) => ({ kind: 'PROJECT', project: slug });

async function published(scope: object, rules: object, more: object = {}): Promise<Answer['body']> {
  const answer = await api.post('/policies', { scope, rules, note: 'a test', ...more });
  expectStatus(answer, 201);
  return answer.body;
}

const activate = (id: string, reason = 'a test', options = {}) =>
  api.post(`/policies/${id}/activate`, { reason }, options);

async function activeIds(project: ProjectProbe): Promise<string[]> {
  const { body } = await api.get(`/policies?project=${project.slug}&active=true`);
  return body.items.map(({ id }: { id: string }) => id).filter((id: string) => !id.startsWith('GLOBAL'));
}

describe('publishing', () => {
  it('makes the next version of the scope, which holds when somebody says so', async () => {
    const project = await ProjectProbe.create(api);
    const first = await published(projectScope(project), { shellAllowed: ['make'] });
    expect(first).toMatchObject({
      id: `PROJECT:${project.slug}@1`,
      version: 1,
      rules: { shellAllowed: ['make'] },
      note: 'a test',
      publishedBy: { kind: 'HUMAN', name: 'Olga Owner' },
      isActive: false,
    });
    expect(await activeIds(project)).toEqual([]);
    const second = await published(projectScope(project), { shellAllowed: [] }, { activate: true });
    expect(second).toMatchObject({ version: 2, isActive: true, activatedBy: { name: 'Olga Owner' } });
    expect(await activeIds(project)).toEqual([second.id]);
    expect((await api.get(`/policies/${first.id}`)).body).toEqual(first);
  });

  it('of ten people at the same moment gives the versions 1 to 10', async () => {
    const project = await ProjectProbe.create(api);
    const publish = (_: unknown, n: number) => published(projectScope(project), { shellAllowed: [`make part${n}`] });
    const all = await Promise.all(Array.from({ length: 10 }, publish));
    const versions = all.map(({ version }) => version as number).toSorted((one, other) => one - other);
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { id, rules } of all) expect((await api.get(`/policies/${id}`)).body.rules).toEqual(rules);
  });

  it('happens once for an idempotency key, and not for another body with it', async () => {
    const project = await ProjectProbe.create(api);
    const body = { scope: projectScope(project), rules: { unlisted: 'NEEDS_APPROVAL' }, note: 'once', activate: true };
    const headers = { 'idempotency-key': `once-${project.slug}` };
    const answers = await Promise.all([1, 2, 3].map(() => api.post('/policies', body, { headers })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const other = problem(await api.post('/policies', { ...body, note: 'twice' }, { headers }), 409);
    expect(other.type).toMatch(/idempotency-conflict$/);
    const feed = await api.get(`/activity?project=${project.slug}&type=policy.published`);
    expect(feed.body.items).toHaveLength(1);
  });

  it('does not activate again what was deactivated when its request is repeated', async () => {
    const project = await ProjectProbe.create(api);
    const scope = projectScope(project);
    const headers = { 'idempotency-key': `late-${project.slug}` };
    const body = { scope, rules: { completionApproval: true }, note: 'late', activate: true };
    expect((await api.post('/policies', body, { headers })).body.isActive).toBe(true);
    await api.post('/policies/deactivate', { scope, reason: 'no' });
    expect((await api.post('/policies', body, { headers })).body.isActive).toBe(false);
    expect(await activeIds(project)).toEqual([]);
  });

  it('says that the latest version says the same already', async () => {
    const project = await ProjectProbe.create(api);
    await published(projectScope(project), { loops: { comments: 5 }, unlisted: 'DENY' });
    const body = { scope: projectScope(project), rules: { unlisted: 'DENY', loops: { comments: 5 } }, note: 'again' };
    expect(problem(await api.post('/policies', body), 409).detail).toContain(`PROJECT:${project.slug}@1`);
    await published(projectScope(project), {});
    expect((await published(projectScope(project), body.rules)).version).toBe(3);
  });

  it.each([
    [{ shellAllowed: ['ls | sh'] }, 'rules.shellAllowed.0'],
    [{ readPaths: ['../**'] }, 'rules.readPaths.0'],
    [{ hostsAllowed: ['a b'] }, 'rules.hostsAllowed.0'],
    [{ autonomy: { INTERN: ['PINK'] } }, 'rules.autonomy.INTERN.0'],
    [{ allow: ['everything'] }, 'rules.allow'],
    [{ approvals: { RED: { decisions: 0, role: 'OPERATOR' } } }, 'rules.approvals.RED.decisions'],
  ])('refuses %j and names the field', async (rules, path) => {
    const project = await ProjectProbe.create(api);
    const refused = problem(await api.post('/policies', { scope: projectScope(project), rules, note: 'x' }), 400);
    expect(refused.errors?.map((error) => error.path)).toContain(path);
    expect((await api.get(`/policies/PROJECT:${project.slug}@1`)).status).toBe(404);
  });

  it('wants an agent of the project, and nothing from it that is about tasks', async () => {
    const [project, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const [mine, theirs] = await Promise.all([agentWith(api, project), agentWith(api, other)]);
    const publish = (agentId: string, rules: object) =>
      api.post('/policies', { scope: { kind: 'AGENT', project: project.slug, agentId }, rules, note: 'x' });
    expectStatus(await publish(mine.id, { toolsBlocked: ['deploy'] }), 201);
    const unknown = problem(await publish(theirs.id, {}), 400);
    expect(unknown.errors?.[0]?.path).toBe('scope.agentId');
    const misplaced = problem(await publish(mine.id, { loops: { comments: 3 } }), 400);
    expect(misplaced.errors?.[0]?.path).toBe('rules.loops');
    problem(await api.post('/policies', { scope: { kind: 'PROJECT', project: 'nowhere' }, rules: {}, note: 'x' }), 404);
  });
});

describe('what holds', () => {
  it('is rolled back by activating an older version, and ends by deactivating', async () => {
    const project = await ProjectProbe.create(api);
    const scope = projectScope(project);
    const one = await published(scope, { shellAllowed: ['one'] }, { activate: true });
    const two = await published(scope, { shellAllowed: ['two'] }, { activate: true });
    expect(await activeIds(project)).toEqual([two.id]);
    expect((await activate(one.id, 'two was too much')).body).toMatchObject({ isActive: true, version: 1 });
    expect(await activeIds(project)).toEqual([one.id]);
    expectStatus(await activate(one.id, 'again'), 200);
    const ended = await api.post('/policies/deactivate', { scope, reason: 'not needed' });
    expect(ended.body).toEqual({ deactivated: one.id });
    expect((await api.post('/policies/deactivate', { scope, reason: 'twice' })).body).toEqual({});
    expect(await activeIds(project)).toEqual([]);
    expect((await api.get(`/policies?project=${project.slug}&active=false`)).body.items).toMatchObject([
      expect.objectContaining({ id: two.id, isActive: false }),
      expect.objectContaining({ id: one.id, isActive: false }),
    ]);
    const { body } = await api.get(`/activity?project=${project.slug}&type=policy`);
    expect(body.items.map(({ type, summary }: Record<string, string>) => `${type}: ${summary}`)).toEqual([
      `policy.deactivated: deactivated ${one.id}: not needed`,
      `policy.activated: activated ${one.id}: two was too much`,
      `policy.activated: activated ${two.id}: a test`,
      `policy.published: published ${two.id}: a test`,
      `policy.activated: activated ${one.id}: a test`,
      `policy.published: published ${one.id}: a test`,
    ]);
  });

  it('is one version of a scope, however many are activated at the same moment', async () => {
    const project = await ProjectProbe.create(api);
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      ids.push((await published(projectScope(project), { shellAllowed: [name] })).id);
    }
    const answers = await Promise.all(ids.map((id) => activate(id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await activeIds(project)).toHaveLength(1);
  });

  it('is heard of by those who may read it', async () => {
    const [project, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const member = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    const stranger = await personWith(api, { memberships: [{ project: other.slug, role: 'VIEWER' }] });
    const [heard, unheard] = await Promise.all([member, stranger].map(({ token }) => Listener.open(api, { token })));
    const scopesHeard = (listener: Listener | undefined) =>
      listener?.events.filter(({ name }) => name === 'policy.changed').map(({ data }) => data.scope as string);
    await published(projectScope(project), { unlisted: 'DENY' }, { activate: true });
    await published({ kind: 'GLOBAL' }, { shellAllowed: [project.slug] });
    await eventually(() => scopesHeard(heard)?.includes('GLOBAL') && scopesHeard(unheard)?.includes('GLOBAL'));
    expect(new Set(scopesHeard(heard))).toEqual(new Set([`PROJECT:${project.slug}`, 'GLOBAL']));
    expect(new Set(scopesHeard(unheard))).toEqual(new Set(['GLOBAL']));
    [heard, unheard].forEach((listener) => listener?.close());
  });
});

describe('who may', () => {
  const member = (project: ProjectProbe, role: 'VIEWER' | 'OPERATOR' | 'ADMIN') =>
    personWith(api, { memberships: [{ project: project.slug, role }] });

  it('see policies: the project, whatever the role, and nobody else', async () => {
    const [project, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const { id } = await published(projectScope(project), { shellAllowed: ['make'] }, { activate: true });
    const everywhere = await published({ kind: 'GLOBAL' }, { shellAllowed: [project.slug] });
    const [viewer, agent, stranger] = await Promise.all([
      member(project, 'VIEWER'),
      agentWith(api, project),
      member(other, 'ADMIN'),
    ]);
    const idsOf = async (token: string, query = '') =>
      (await api.get(`/policies${query}`, { token })).body.items.map((one: { id: string }) => one.id);
    for (const { token } of [viewer, agent]) {
      expect(await idsOf(token, `?project=${project.slug}`)).toEqual(expect.arrayContaining([id, everywhere.id]));
      expectStatus(await api.get(`/policies/${id}/export`, { token }), 200);
      expectStatus(await api.get(`/policies/${everywhere.id}`, { token }), 200);
    }
    expect(await idsOf(stranger.token)).toEqual(expect.arrayContaining([everywhere.id]));
    expect(await idsOf(stranger.token)).not.toContain(id);
    for (const path of [`/policies/${id}`, `/policies/${id}/export`, `/policies?project=${project.slug}`]) {
      problem(await api.get(path, { token: stranger.token }), 404);
    }
    problem(await activate(id, 'mine now', { token: stranger.token }), 404);
    const scope = projectScope(project);
    problem(await api.post('/policies', { scope, rules: {}, note: 'x' }, { token: stranger.token }), 404);
    problem(await api.post('/policies/deactivate', { scope, reason: 'x' }, { token: stranger.token }), 404);
  });

  it('publish and activate: ADMINs of the project, and GLOBAL ones only those of the installation', async () => {
    const project = await ProjectProbe.create(api);
    const [admin, operator, agent, service] = await Promise.all([
      member(project, 'ADMIN'),
      member(project, 'OPERATOR'),
      agentWith(api, project),
      keyOf(api, { kind: 'SERVICE', role: 'ADMIN' }),
    ]);
    const scope = projectScope(project);
    const publish = (token: string, place: object = scope) =>
      api.post('/policies', { scope: place, rules: { productionTargets: [token] }, note: 'x' }, { token });
    const { body } = await publish(admin.token);
    expectStatus(await activate(body.id, 'x', { token: admin.token }), 200);
    for (const { token } of [operator, agent]) {
      problem(await publish(token), 403);
      problem(await activate(body.id, 'x', { token }), 403);
      problem(await api.post('/policies/deactivate', { scope, reason: 'x' }, { token }), 403);
    }
    const everywhere = await published({ kind: 'GLOBAL' }, { shellAllowed: [project.slug] });
    for (const { token } of [admin, service]) {
      problem(await publish(token, { kind: 'GLOBAL' }), 403);
      problem(await activate(everywhere.id, 'x', { token }), 403);
      problem(await api.post('/policies/deactivate', { scope: { kind: 'GLOBAL' }, reason: 'x' }, { token }), 403);
    }
    expect((await api.get(`/policies/${everywhere.id}`)).body.isActive).toBe(false);
  });
});

describe('a file', () => {
  it('comes out and goes in again as the same policy', async () => {
    const [project, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const rules = {
      shellAllowed: ['make *', 'ls'],
      readPaths: ['**'],
      approvals: { RED: { decisions: 3, role: 'ADMIN' } },
    };
    const { id } = await published(projectScope(project), rules);
    const exported = await api.get(`/policies/${id}/export`);
    expect(exported.headers.get('content-type')).toMatch(/^application\/yaml/);
    expect(exported.headers.get('content-disposition')).toContain(`policy-PROJECT-${project.slug}-1.yaml`);
    const twice = await api.post('/policies/import', { yaml: exported.text });
    expect(problem(twice, 409).detail).toContain(id);
    const yaml = exported.text.replace(project.slug, other.slug);
    const imported = await api.post('/policies/import', { yaml, activate: true });
    expectStatus(imported, 201);
    expect(imported.body).toMatchObject({ version: 1, rules, note: 'a test', isActive: true });
    expect((await api.get(`/policies/${imported.body.id}/export`)).text).toBe(yaml);
  });

  it('with a mistake names line and field, and publishes nothing', async () => {
    const project = await ProjectProbe.create(api);
    const scope = `{ kind: PROJECT, project: ${project.slug} }`;
    const yaml = `missionControlPolicy: 1\nscope: ${scope}\nnote: x\nrules:\n  shellAllowed:\n    - ls | sh\n`;
    const refused = problem(await api.post('/policies/import', { yaml }), 400);
    expect(refused.errors).toEqual([{ path: 'rules.shellAllowed.0', message: expect.stringMatching(/^line 6: /) }]);
    expect((await api.get(`/policies/PROJECT:${project.slug}@1`)).status).toBe(404);
  });

  it('of another project is refused as if that project were not there', async () => {
    const [mine, theirs] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const { token } = await personWith(api, { memberships: [{ project: mine.slug, role: 'ADMIN' }] });
    const yaml = `missionControlPolicy: 1\nscope: { kind: PROJECT, project: ${theirs.slug} }\nnote: x\nrules: {}\n`;
    problem(await api.post('/policies/import', { yaml }, { token }), 404);
  });
});
