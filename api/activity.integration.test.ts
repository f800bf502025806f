import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { actorRef, MISSION_CONTROL } from '../domain/actor.ts';
import { createConnection } from '../store/connection.ts';
import { createModels, type Models } from '../store/models.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';

let api: TestApi;
let models: Models;
const connection = createConnection();

beforeAll(async () => {
  api = await startTestApi();
  await connection.openUri(api.worker.config.mongodbUri);
  models = createModels(connection);
});
afterAll(async () => {
  await connection.close();
  await api.stop();
});

const feed = async (query: string, token = api.tokens.owner): Promise<Json[]> => {
  const answer = await api.get(`/activity?${query}`, { token });
  expectStatus(answer, 200);
  return answer.body.items;
};
const types = async (query: string, token?: string) => (await feed(query, token)).map(({ type }) => type);

it('what happens in tasks and outside of them is one list, newest first', async () => {
  const project = await ProjectProbe.create(api);
  const key = await project.task();
  await api.post(`/projects/${project.slug}/mode`, { mode: 'PAUSED', reason: 'lunch' });
  await project.command(key, 'comment', { body: 'hello' });
  expect(await feed(`project=${project.slug}`)).toMatchObject([
    { id: `${key}:2`, type: 'task.commented', taskKey: key, actor: { name: 'Olga Owner' } },
    { type: 'project.mode_changed', summary: 'set the mode to PAUSED: lunch', projectId: project.slug },
    { id: `${key}:1`, type: 'task.created', summary: 'created OPS task "Do it" with priority 3' },
    { type: 'project.created' },
  ]);
});

describe('pages', () => {
  it('have neither gaps nor repeats, also where everything has the same millisecond', async () => {
    const project = await ProjectProbe.create(api);
    const keys = await Promise.all(Array.from({ length: 6 }, () => project.task()));
    await Promise.all(keys.map((key) => project.command(key, 'comment', { body: 'hello' })));
    const at = new Date();
    const one = { actor: actorRef(MISSION_CONTROL), type: 'test.done', summary: 'did it', projectId: project.slug };
    const deeds = Array.from({ length: 7 }, () => ({ ...one, _id: ulid(), at: at.toISOString() }));
    await models.activities.collection.insertMany(deeds as never);
    await models.events.updateMany({ projectId: project.slug }, { $set: { storedAt: at } });
    const whole = (await feed(`project=${project.slug}&limit=200`)).map(({ id }) => id);
    expect(whole).toHaveLength(6 + 6 + 7 + 1);
    expect(new Set(whole).size).toBe(whole.length);
    for (const limit of [1, 3, 12]) expect(await idsInPages(project.slug, limit)).toEqual(whole);
  });

  it('go on where they were while new things happen on top', async () => {
    const project = await ProjectProbe.create(api);
    const key = await project.task();
    for (const body of ['one', 'two', 'three']) await project.command(key, 'comment', { body });
    const before = (await feed(`project=${project.slug}`)).map(({ id }) => id);
    const paged = await idsInPages(project.slug, 2, () => project.command(key, 'comment', { body: 'more' }));
    expect(paged).toEqual(before);
  });

  it('of one task follow its log', async () => {
    const project = await ProjectProbe.create(api);
    const key = await project.task();
    for (const body of ['one', 'two', 'three']) await project.command(key, 'comment', { body });
    const first = await api.get(`/activity?task=${key}&limit=3`);
    const second = await api.get(`/activity?task=${key}&limit=3&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: Json) => id);
    expect(ids).toEqual([4, 3, 2, 1].map((seq) => `${key}:${seq}`));
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('begin at no cursor that nobody gave out', async () => {
    const forged = ['1 DEED x', '1 EVENT 1', 'x', '9 DEED 01ARZ3NDEKTSV4RRFFQ69G5FAV; drop'];
    for (const text of forged) {
      const cursor = Buffer.from(text).toString('base64url');
      expect(problem(await api.get(`/activity?cursor=${cursor}`), 400).errors?.[0]?.path).toBe('cursor');
    }
  });
});

async function idsInPages(project: string, limit: number, meanwhile?: () => Promise<unknown>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await api.get(`/activity?project=${project}&limit=${limit}${more}`);
    ids.push(...body.items.map(({ id }: Json) => id));
    cursor = body.nextCursor;
    await meanwhile?.();
  }
  return ids;
}

it('is filtered by task, actor and type', async () => {
  const project = await ProjectProbe.create(api);
  const agent = await agentWith(api, project);
  const [key, other] = [await project.task(), await project.task()];
  await project.command(other, 'comment', { body: 'by an agent' }, { token: agent.token });
  const ask = { action: 'deploy', summary: 's', risk: 'YELLOW', blocking: false };
  await project.command(key, 'requestApproval', ask);
  expect(await types(`task=${key}`)).toEqual(['approval.requested', 'task.created']);
  expect(await types(`project=${project.slug}&actor=${agent.id}`)).toEqual(['task.commented']);
  expect(await types(`project=${project.slug}&actorKind=AGENT`)).toEqual(['task.commented']);
  expect(await types(`project=${project.slug}&type=approval`)).toEqual(['approval.requested']);
  expect(await types(`project=${project.slug}&type=project`)).toEqual(['project.created']);
  expect(await types(`project=${project.slug}&type=task.commented`)).toEqual(['task.commented']);
  expect(await types(`project=${project.slug}&type=tas`)).toEqual([]);
  problem(await api.get('/activity?task=NONE-1'), 404);
  const elsewhere = await ProjectProbe.create(api);
  problem(await api.get(`/activity?task=${key}&project=${elsewhere.slug}`), 404);
  problem(await api.get('/activity?type=a.b.c'), 400);
});

it('shows a member their own project, and what belongs to none to ADMINs of the installation', async () => {
  const [mine, theirs] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
  const theirTask = await theirs.task();
  await api.operations.activity.note({ actor: MISSION_CONTROL, type: 'installation.tested', summary: 'tested' });
  const { token } = await personWith(api, { memberships: [{ project: mine.slug, role: 'VIEWER' }] });
  const seen = await feed('limit=200', token);
  expect(seen.map(({ projectId }) => projectId)).toEqual([mine.slug]);
  problem(await api.get(`/activity?project=${theirs.slug}`, { token }), 404);
  problem(await api.get(`/activity?task=${theirTask}`, { token }), 404);
  expect(await types('type=installation')).toEqual(['installation.tested']);
  expect(await types('type=installation', token)).toEqual([]);
});
