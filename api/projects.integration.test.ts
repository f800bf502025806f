import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';
import { uniqueName } from '../tests/stack.test-support.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});

afterAll(() => api.stop());

const prefix = () => `Q${uniqueName('').slice(1, 8).toUpperCase()}`;

describe('a project', () => {
  it('has a time zone, budgets and a key prefix that are checked', async () => {
    const body = { slug: uniqueName('zones'), name: 'Zones', keyPrefix: prefix(), timeZone: 'Europe/Berlin' };
    const created = await api.post('/projects', { ...body, taskBudgets: { OPS: 1_500_000 }, monthlyBudgetMicros: 5 });
    expectStatus(created, 201);
    expect(created.body).toMatchObject({ timeZone: 'Europe/Berlin', mode: 'NORMAL', monthlyBudgetMicros: 5 });
    const task = await api.post('/tasks', { project: body.slug, title: 'One', type: 'OPS' });
    expect(task.body.task.budgetMicros).toBe(1_500_000);
    const wrong = problem(await api.post('/projects', { ...body, timeZone: 'Mars/Olympus' }), 400);
    expect(wrong.errors?.[0]).toMatchObject({ path: 'timeZone' });
    problem(await api.post('/projects', body), 409);
  });

  it('can be edited, and loses its monthly budget again', async () => {
    const { slug } = await ProjectProbe.create(api, { monthlyBudgetMicros: 7 });
    const edited = await api.send('PATCH', `/projects/${slug}`, { body: { name: 'New', timeZone: 'Asia/Tokyo' } });
    expectStatus(edited, 200);
    expect(edited.body).toMatchObject({ name: 'New', timeZone: 'Asia/Tokyo', monthlyBudgetMicros: 7 });
    const cleared = await api.send('PATCH', `/projects/${slug}`, { body: { monthlyBudgetMicros: null } });
    expect(cleared.body.monthlyBudgetMicros).toBeUndefined();
  });

  it('remembers how it ran, newest first, with who and why', async () => {
    const { slug } = await ProjectProbe.create(api);
    await api.post(`/projects/${slug}/mode`, { mode: 'PAUSED', reason: 'holidays' });
    await api.post(`/projects/${slug}/mode`, { mode: 'NORMAL', reason: 'back again' });
    const { body } = await api.get(`/projects/${slug}/mode-history`);
    expect(body.items).toMatchObject([
      { mode: 'NORMAL', reason: 'back again', by: { name: 'Olga Owner' } },
      { mode: 'PAUSED', reason: 'holidays', by: { name: 'Olga Owner' } },
    ]);
    problem(await api.post(`/projects/${slug}/mode`, { mode: 'PAUSED', reason: ' ' }), 400);
  });

  it('goes only when it is empty, and is then nowhere to be seen', async () => {
    const project = await ProjectProbe.create(api);
    const key = await project.task();
    expect(problem(await api.send('DELETE', `/projects/${project.slug}`), 409).detail).toMatch(/1 open task/);
    await project.command(key, 'transition', { to: 'CANCELED', reason: 'not needed' });
    expectStatus(await api.send('DELETE', `/projects/${project.slug}`), 204);
    problem(await api.get(`/projects/${project.slug}`), 404);
    const { body } = await api.get('/projects');
    expect(body.items.map(({ slug }: { slug: string }) => slug)).not.toContain(project.slug);
    problem(await api.post('/tasks', { project: project.slug, title: 'One', type: 'OPS' }), 404);
  });
});

describe('a mode', () => {
  it.each(['PAUSED', 'DRAINING', 'QUARANTINED'])('%s lets no work start', async (mode) => {
    const project = await ProjectProbe.create(api);
    const key = await project.task();
    await project.command(key, 'assign', { assignees: [await project.me()] });
    await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] });
    expectStatus(await api.post(`/projects/${project.slug}/mode`, { mode, reason: 'a test' }), 200);
    const refused = problem(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 422);
    expect(refused.errors).toContainEqual(expect.objectContaining({ path: 'project.mode' }));
    await api.post(`/projects/${project.slug}/mode`, { mode: 'NORMAL', reason: 'over' });
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
  });
});

describe('isolation', () => {
  it('shows a member one project and nothing of another', async () => {
    const [mine, theirs] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const [myTask, theirTask] = await Promise.all([mine.task(), theirs.task()]);
    const { token } = await personWith(api, { memberships: [{ project: mine.slug, role: 'OPERATOR' }] });
    const slugs = (await api.get('/projects', { token })).body.items.map(({ slug }: { slug: string }) => slug);
    expect(slugs).toEqual([mine.slug]);
    const keys = (await api.get('/tasks', { token })).body.items.map(({ key }: { key: string }) => key);
    expect(keys).toEqual([myTask]);
    for (const path of [`/projects/${theirs.slug}`, `/tasks/${theirTask}`, `/tasks?project=${theirs.slug}`]) {
      expect(problem(await api.get(path, { token }), 404).detail).toMatch(/does not exist/);
    }
    problem(await api.post(`/tasks/${theirTask}/commands/comment`, { body: 'hello' }, { token }), 404);
    problem(await api.post('/tasks', { project: theirs.slug, title: 'One', type: 'OPS' }, { token }), 404);
  });

  it('lets no task depend on, belong to or be reviewed by anybody of another project', async () => {
    const [mine, theirs] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const theirTask = await theirs.task();
    const agent = await agentWith(api, theirs.slug);
    const create = (more: object) => api.post('/tasks', { project: mine.slug, title: 'One', type: 'OPS', ...more });
    problem(await create({ dependsOn: [theirTask] }), 400);
    problem(await create({ parent: theirTask }), 400);
    problem(await create({ reviewer: { kind: 'AGENT', id: agent.id } }), 400);
    const key = await mine.task();
    problem(await mine.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] }), 400);
    problem(await mine.command(key, 'edit', { dependsOn: [theirTask] }), 400);
  });

  it('gives a VIEWER everything to read and nothing to change', async () => {
    const project = await ProjectProbe.create(api);
    const key = await project.task();
    const { token } = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    const read = await api.get(`/tasks/${key}`, { token });
    expectStatus(read, 200);
    expect(read.body.allowedTransitions).toEqual([]);
    expect((await api.get(`/projects/${project.slug}`, { token })).body.role).toBe('VIEWER');
    const refused = problem(await api.post(`/tasks/${key}/commands/comment`, { body: 'hello' }, { token }), 403);
    expect(refused.detail).toMatch(/takes OPERATOR/);
  });

  it('lets an OPERATOR of one project only look in another', async () => {
    const [mine, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    const key = await other.task();
    const { token } = await personWith(api, {
      memberships: [
        { project: mine.slug, role: 'OPERATOR' },
        { project: other.slug, role: 'VIEWER' },
      ],
    });
    expectStatus(await api.post('/tasks', { project: mine.slug, title: 'One', type: 'OPS' }, { token }), 201);
    problem(await api.post(`/tasks/${key}/commands/comment`, { body: 'hello' }, { token }), 403);
  });
});
