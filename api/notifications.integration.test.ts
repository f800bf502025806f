import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHistoryActivities } from '../activities/history.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { uniqueName } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
});
afterAll(() => api.stop());

const inbox = async (token: string, query = ''): Promise<Json> => {
  const answer = await api.get(`/notifications?${query}`, { token });
  expectStatus(answer, 200);
  return answer.body;
};
const told = async (token: string, query = ''): Promise<string[]> =>
  (await inbox(token, query)).items.map(({ kind, taskKey }: Json) => `${kind} ${taskKey}`);
const member = (role: 'VIEWER' | 'OPERATOR' | 'ADMIN' = 'OPERATOR', name = uniqueName('Member')) =>
  personWith(api, { name, memberships: [{ project: project.slug, role }] });
const comment = async (key: string, body: string, token?: string) =>
  expectStatus(await project.command(key, 'comment', { body }, token === undefined ? {} : { token }), 200);

describe('a mention', () => {
  it('of a name with spaces reaches exactly that member, once, however often the history is written', async () => {
    const suffix = uniqueName('');
    const long = await member('VIEWER', `Ada Lovelace ${suffix}`);
    const short = await member('VIEWER', 'Ada');
    const key = await project.task();
    await comment(key, `please look, @ada lovelace ${suffix}! (not \`@Ada\`)`);
    expect(await told(long.token)).toEqual([`MENTION ${key}`]);
    await writeAgain(key);
    await writeAgain(key);
    const { items, unreadCount } = await inbox(long.token);
    expect(items).toMatchObject([{ by: { name: 'Olga Owner' }, body: expect.stringContaining('please look') }]);
    expect(unreadCount).toBe(1);
    expect(await told(short.token)).toEqual([]);
    const { body } = await api.get(`/tasks/${key}/messages`);
    expect(body.items[0].mentions).toEqual([{ kind: 'HUMAN', id: long.id, name: `Ada Lovelace ${suffix}` }]);
  });

  it('reaches nobody outside of the project', async () => {
    const other = await ProjectProbe.create(api);
    const name = uniqueName('Stranger');
    const stranger = await personWith(api, { name, memberships: [{ project: other.slug, role: 'OPERATOR' }] });
    await comment(await project.task(), `hello @${name}`);
    expect(await told(stranger.token)).toEqual([]);
  });

  it('reaches an agent by its own key, but not for what it wrote itself', async () => {
    const name = uniqueName('Scribe');
    const agent = await agentWith(api, project, { name });
    const key = await project.task();
    await comment(key, `@${name} go on`);
    await comment(key, `I am @${name}`, agent.token);
    expect(await told(agent.token)).toEqual([`MENTION ${key}`]);
  });
});

/** What Temporal does when the activity's answer is lost. */
async function writeAgain(key: string): Promise<void> {
  const { store } = api.worker;
  const task = await store.tasks.byKey(key);
  if (!task) throw new Error('no task');
  const log = await store.history.events(task.id, 0, 100);
  const events = log.map(({ hash: _hash, previousHash: _previous, ...event }) => event) as unknown as TaskEvent[];
  await createHistoryActivities({ store }).appendHistory({ events, task, previousHash: '' });
}

it('a VIEWER gets the names to complete mentions with', async () => {
  const agent = await agentWith(api, project);
  const { token, id } = await member('VIEWER');
  const { body } = await api.get(`/projects/${project.slug}/members`, { token });
  expect(body.items.map((one: Json) => one.id)).toEqual(expect.arrayContaining([agent.id, id]));
});

describe('assigning and moving', () => {
  it('tells an agent what it is given and what others do with it, and not what it does', async () => {
    const agent = await agentWith(api, project);
    const key = await project.task();
    await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] });
    expect(await told(agent.token)).toEqual([`TRANSITION ${key}`, `ASSIGNMENT ${key}`]);
    const plan = { bullets: ['one', 'two', 'three'] };
    expectStatus(await project.command(key, 'plan', plan, { token: agent.token }), 200);
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }, { token: agent.token }), 200);
    expect(await told(agent.token, 'kind=TRANSITION')).toHaveLength(1);
  });

  it('tells watchers, for as long as they watch', async () => {
    const watcher = await member('VIEWER');
    const key = await project.task();
    const watch = async (on: boolean) =>
      (await api.post(`/tasks/${key}/watch`, { watch: on }, { token: watcher.token })).body;
    expect(await watch(true)).toMatchObject({ watching: true, watchers: [{ kind: 'HUMAN', id: watcher.id }] });
    expect((await watch(true)).watchers).toHaveLength(1);
    const seenByOwner = await api.get(`/tasks/${key}/watchers`);
    expect(seenByOwner.body).toMatchObject({ watching: false, watchers: [{ id: watcher.id }] });
    const block = { to: 'BLOCKED', reason: 'wait' };
    expectStatus(await project.command(key, 'transition', block), 200);
    expect(await inbox(watcher.token)).toMatchObject({ items: [{ kind: 'TRANSITION', body: 'wait' }] });
    expect(await watch(false)).toEqual({ watching: false, watchers: [] });
    expectStatus(await project.command(key, 'transition', { to: 'CANCELED', reason: 'no' }), 200);
    expect(await told(watcher.token)).toHaveLength(1);
  });

  it('lets nobody watch what they do not see', async () => {
    const stranger = await personWith(api);
    const key = await project.task();
    problem(await api.post(`/tasks/${key}/watch`, { watch: true }, { token: stranger.token }), 404);
    problem(await api.get(`/tasks/${key}/watchers`, { token: stranger.token }), 404);
    const service = await keyOf(api, { kind: 'SERVICE', role: 'ADMIN' });
    problem(await api.post(`/tasks/${key}/watch`, { watch: true }, { token: service.token }), 403);
  });
});

it('an approval is asked of those who may decide, and its end told to who asked', async () => {
  const [operator, viewer] = await Promise.all([member('OPERATOR'), member('VIEWER')]);
  const agent = await agentWith(api, project);
  const key = await project.task();
  await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] });
  const ask = { action: 'deploy', summary: 'deploy it now', risk: 'YELLOW' };
  const asked = await project.command(key, 'requestApproval', ask, { token: agent.token });
  expectStatus(asked, 200);
  const { approvalId } = asked.body;
  const [notice] = (await inbox(operator.token, 'kind=APPROVAL_REQUESTED')).items;
  expect(notice).toMatchObject({ taskKey: key, approvalId, body: 'deploy it now', by: { id: agent.id } });
  expect(await told(viewer.token)).toEqual([]);
  const approve = { approvalId, decision: 'APPROVE' };
  expectStatus(await project.command(key, 'decideApproval', approve, { token: operator.token }), 200);
  expect((await inbox(agent.token, 'kind=APPROVAL_DECIDED')).items).toMatchObject([{ approvalId }]);
});

describe('an inbox', () => {
  it('is read one by one, in pages, or as a whole, and only by its owner', async () => {
    const [mine, theirs] = await Promise.all([member(), member()]);
    const name = async ({ id }: { id: string }) => (await api.worker.store.people.byId(id))?.name;
    const key = await project.task();
    const both = `@${await name(mine)} and @${await name(theirs)}`;
    for (const text of ['one', 'two', 'three']) await comment(key, `${text} for ${both}`);
    const first = await inbox(mine.token, 'limit=2');
    const second = await inbox(mine.token, `limit=2&cursor=${first.nextCursor}`);
    const bodies = [...first.items, ...second.items].map(({ body }: Json) => body.split(' ')[0]);
    expect(bodies).toEqual(['three', 'two', 'one']);
    const [newest] = first.items;
    const marked = await api.post('/notifications/read', { ids: [newest.id] }, { token: mine.token });
    expect(marked.body).toEqual({ unreadCount: 2 });
    expect((await inbox(mine.token, 'unread=false')).items).toMatchObject([{ id: newest.id }]);
    expect((await inbox(mine.token, 'unread=true')).items).toHaveLength(2);
    await api.post('/notifications/read', { ids: [second.items[0].id] }, { token: theirs.token });
    expect((await inbox(mine.token)).unreadCount).toBe(2);
    expect((await api.post('/notifications/read', {}, { token: mine.token })).body).toEqual({ unreadCount: 0 });
    expect((await inbox(theirs.token)).unreadCount).toBe(3);
  });

  it('shows nothing more of a project to somebody who left it', async () => {
    const leaver = await member('OPERATOR');
    const watcher = { kind: 'HUMAN', id: leaver.id, name: 'Leaver' } as const;
    const key = await project.task();
    const task = await api.worker.store.tasks.byKey(key);
    const stranger = await personWith(api);
    for (const { id } of [leaver, stranger]) await api.worker.store.watches.begin(task!, { ...watcher, id });
    expectStatus(await project.command(key, 'transition', { to: 'CANCELED', reason: 'no' }), 200);
    expect(await told(leaver.token)).toEqual([`TRANSITION ${key}`]);
    expect(await inbox(stranger.token)).toEqual({ items: [], unreadCount: 0 });
  });

  it('is for people and agents', async () => {
    const service = await keyOf(api, { kind: 'SERVICE', role: 'ADMIN' });
    problem(await api.get('/notifications', { token: service.token }), 403);
    problem(await api.post('/notifications/read', { ids: [] }), 400);
  });
});
