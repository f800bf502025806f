import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HumanRole } from '../domain/actor.ts';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

const views = (probe: ProjectProbe = project) => `/projects/${probe.slug}/views`;
const list = async (token: string, probe?: ProjectProbe) => (await api.get(views(probe), { token })).body;
const namesOf = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);

async function member(role: HumanRole, probe: ProjectProbe = project): Promise<string> {
  const { token } = await personWith(api, { memberships: [{ project: probe.slug, role }] });
  return token;
}

async function create(body: object, token: string, probe?: ProjectProbe) {
  const answer = await api.post(views(probe), body, { token });
  expectStatus(answer, 201);
  return answer.body as { id: string; version: number };
}

const edit = (id: string, body: object, token: string) => api.send('PATCH', `${views()}/${id}`, { body, token });

describe('views of a board', () => {
  it('are their own or the project’s, and come with all that they stand for', async () => {
    const [operator, viewer] = [await member('OPERATOR'), await member('VIEWER')];
    const look = {
      filters: { priority: 1, label: '~none' },
      grouping: 'ASSIGNEE',
      hiddenColumns: ['DONE', 'CANCELED'],
    };
    await create({ name: 'Fires', isShared: true, ...look }, operator);
    await create({ name: 'Mine', filters: { text: 'otter' } }, viewer);
    expect(namesOf(await list(operator))).toEqual(['Fires']);
    const seen = await list(viewer);
    expect(namesOf(seen)).toEqual(['Fires', 'Mine']);
    expect(seen.items[0]).toMatchObject({ isShared: true, version: 1, ...look });
    expect(seen.items[1]).toMatchObject({ isShared: false, filters: { text: 'otter' }, hiddenColumns: [] });
    expect(seen.items[1]).not.toHaveProperty('nameKey');
  });

  it('are shared and changed for all by operators alone, and made private by their owner', async () => {
    const [owner, operator, viewer] = [await member('OPERATOR'), await member('OPERATOR'), await member('VIEWER')];
    problem(await api.post(views(), { name: 'From a viewer', isShared: true }, { token: viewer }), 403);
    const { id } = await create({ name: 'Triage' }, owner);
    problem(await edit(id, { version: 1, name: 'Stolen' }, operator), 404);
    expectStatus(await edit(id, { version: 1, isShared: true }, owner), 200);
    problem(await edit(id, { version: 2, name: 'Mine now' }, viewer), 403);
    problem(await api.send('DELETE', `${views()}/${id}`, { token: viewer }), 403);
    expectStatus(await edit(id, { version: 2, name: 'Triage first' }, operator), 200);
    problem(await edit(id, { version: 3, isShared: false }, operator), 403);
    expectStatus(await edit(id, { version: 3, isShared: false }, owner), 200);
    expect(namesOf(await list(operator))).not.toContain('Triage first');
    // What somebody does not see is, for them, deleted already.
    expectStatus(await api.send('DELETE', `${views()}/${id}`, { token: operator }), 204);
    expect(namesOf(await list(owner))).toContain('Triage first');
    expectStatus(await api.send('DELETE', `${views()}/${id}`, { token: owner }), 204);
    expectStatus(await api.send('DELETE', `${views()}/${id}`, { token: owner }), 204);
    expect(namesOf(await list(owner))).not.toContain('Triage first');
  });

  it('say who was faster, take the same again for a repetition, and keep names apart', async () => {
    const [one, other] = [await member('OPERATOR'), await member('OPERATOR')];
    const headers = { 'idempotency-key': 'once' };
    const asked = { name: 'Release', isShared: true };
    const first = await api.post(views(), asked, { token: one, headers });
    expect((await api.post(views(), asked, { token: one, headers })).body).toEqual(first.body);
    const { id } = first.body as { id: string };
    const change = { version: 1, grouping: 'LABEL', filters: { type: 'OPS' } };
    const changed = await edit(id, change, one);
    expect((await edit(id, change, one)).body).toEqual(changed.body);
    const refused = problem(await edit(id, { version: 1, name: 'Other' }, other), 409);
    expect(refused.detail).toMatch(/has changed the view Release .* version 2 now/);
    const cleared = await edit(id, { version: 2, grouping: null }, other);
    expect(cleared.body).not.toHaveProperty('grouping');
    expect(cleared.body).toMatchObject({ version: 3, filters: { type: 'OPS' } });
    const taken = problem(await api.post(views(), { name: 'RELEASE', isShared: true }, { token: other }), 409);
    expect(taken.errors?.[0]?.path).toBe('name');
    await create({ name: 'Release' }, other);
  });

  it('are arranged by everybody for themselves', async () => {
    const probe = await ProjectProbe.create(api);
    const [one, other] = [await member('VIEWER', probe), await member('OPERATOR', probe)];
    const ids: string[] = [];
    for (const name of ['A', 'B', 'C']) ids.push((await create({ name, isShared: true }, other, probe)).id);
    const order = [ids[2], ids[0], 'unknown'];
    const choice = { order, defaultView: ids[0] };
    const chosen = await api.send('PUT', `${views(probe)}/choice`, { body: choice, token: one });
    expectStatus(chosen, 200);
    expect(namesOf(chosen.body)).toEqual(['C', 'A', 'B']);
    expect(chosen.body.defaultView).toBe(ids[0]);
    expect(namesOf(await list(other, probe))).toEqual(['A', 'B', 'C']);
    expectStatus(await api.send('DELETE', `${views(probe)}/${ids[0]}`, { token: other }), 204);
    expect(await list(one, probe)).not.toHaveProperty('defaultView');
    expect(namesOf(await list(one, probe))).toEqual(['C', 'B']);
  });

  it('refuse what no board can show', async () => {
    const token = await member('OPERATOR');
    const all = ['INBOX', 'ASSIGNED', 'IN_PROGRESS', 'REVIEW', 'NEEDS_APPROVAL', 'BLOCKED', 'DONE', 'CANCELED'];
    for (const bad of [
      { hiddenColumns: all },
      { hiddenColumns: ['DONE', 'DONE'] },
      { grouping: 'STATUS' },
      { filters: { priority: 9 } },
      { filters: { owner: 'me' } },
      { name: 'two\nlines' },
    ])
      problem(await api.post(views(), { name: 'Bad', ...bad }, { token }), 400);
  });
});

describe('the board', () => {
  it('has true totals with filters, apart for each lane, and of what nobody has', async () => {
    const probe = await ProjectProbe.create(api);
    const agent = await agentWith(api, probe.slug, { name: 'Ada' });
    const [busy] = [await probe.task({ labels: ['a', 'b'], priority: 1 }), await probe.task({ labels: ['a'] })];
    await probe.task();
    const assignees = [await probe.me(), { kind: 'AGENT', id: agent.id }];
    expectStatus(await probe.command(busy, 'assign', { assignees }), 200);
    const read = async (path: string) => (await api.get(`/projects/${probe.slug}/${path}`)).body;

    const labelled = await read('board?label=a&limit=1');
    const totals = labelled.columns.map(({ status, count }: { status: string; count: number }) => [status, count]);
    expect(Object.fromEntries(totals)).toMatchObject({ INBOX: 1, ASSIGNED: 1, DONE: 0 });
    expect((await read('board?limit=1')).columns[0]).toMatchObject({ count: 2, nextCursor: expect.any(String) });

    const byAssignee = await read('lanes?by=ASSIGNEE');
    expect(byAssignee.counts).toEqual({ INBOX: 2, ASSIGNED: 1 });
    expect(byAssignee.items).toHaveLength(3);
    expect(byAssignee.items).toContainEqual({ value: '~none', counts: { INBOX: 2 } });
    expect(byAssignee.items).toContainEqual({ value: agent.id, name: 'Ada', kind: 'AGENT', counts: { ASSIGNED: 1 } });
    const byLabel = await read('lanes?by=LABEL&priority=3');
    expect(byLabel.items).toHaveLength(2);
    expect(byLabel.items).toContainEqual({ value: 'a', counts: { INBOX: 1 } });
    expect((await read('lanes?by=PRIORITY')).items).toContainEqual({ value: '1', counts: { ASSIGNED: 1 } });

    const nobody = (await api.get(`/tasks?project=${probe.slug}&assignee=~none&label=~none`)).body;
    expect(nobody.items).toHaveLength(1);
  });

  it('says how many tasks its columns should hold', async () => {
    expect((await api.get(`/projects/${project.slug}`)).body.columnLimits).toEqual({});
    const limits = { IN_PROGRESS: 4, REVIEW: 2 };
    const set = (columnLimits: object, token?: string) =>
      api.send('PATCH', `/projects/${project.slug}`, { body: { columnLimits }, ...(token !== undefined && { token }) });
    expect((await set(limits)).body.columnLimits).toEqual(limits);
    problem(await set({ IN_PROGRESS: 0 }), 400);
    problem(await set({}, await member('OPERATOR')), 403);
    expect((await set({})).body.columnLimits).toEqual({});
  });
});
