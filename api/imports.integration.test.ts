import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';

const CSV = [
  'ref,title,type,priority,labels,parent,due',
  'A-1,First,OPS,high,"ui, api",,2026-03-01',
  'A-2,Second,CODE_CHANGE,,,,',
  ',Third,DOCS,4,,,',
  ',Third,DOCS,4,,,',
].join('\n');

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()), 120_000);
afterAll(() => api.stop(), 60_000);

const states = ({ rows }: Json) => rows.map(({ state }: Json) => state);
const keys = ({ rows }: Json) => rows.map(({ taskKey }: Json) => taskKey);

it('shows what a file would do, does it, and does nothing the second time, whoever asks', async () => {
  const project = await ProjectProbe.create(api);
  const path = `/projects/${project.slug}/imports`;
  const file = { format: 'CSV', text: CSV };
  const preview = await api.post(`${path}/preview`, file);
  expectStatus(preview, 200);
  expect(states(preview.body)).toEqual(['NEW', 'NEW', 'NEW', 'NEW']);
  expect((await api.get(`/tasks?project=${project.slug}`)).body.items).toEqual([]);

  const imported = await api.post(path, file);
  expectStatus(imported, 200);
  expect(imported.body.counts).toMatchObject({ CREATED: 4, EXISTS: 0, INVALID: 0, FAILED: 0 });
  const created = keys(imported.body);
  expect(new Set(created).size).toBe(4);
  const first = (await api.get(`/tasks/${created[0]}`)).body;
  expect(first).toMatchObject({
    title: 'First',
    type: 'OPS',
    priority: 2,
    labels: ['ui', 'api'],
    sourceRef: 'import:A-1',
    dueAt: '2026-03-01T00:00:00.000Z',
  });

  const longer = { format: 'CSV', text: `${CSV}\nA-3,Fourth,OPS,,,${created[0]},\n` };
  const again = await api.post(path, longer, { token: api.tokens.second });
  expectStatus(again, 200);
  expect(states(again.body)).toEqual(['EXISTS', 'EXISTS', 'EXISTS', 'EXISTS', 'CREATED']);
  expect(keys(again.body).slice(0, 4)).toEqual(created);
  expect((await api.get(`/tasks?project=${project.slug}`)).body.items).toHaveLength(5);
}, 60_000);

it('that was cut off before it was noted goes on where it stopped', async () => {
  const { slug } = await ProjectProbe.create(api);
  const path = `/projects/${slug}/imports`;
  const file = { format: 'JSON', text: JSON.stringify([{ ref: 'a', title: 'Only once', type: 'OPS' }]) };
  const [one] = keys((await api.post(path, file)).body);
  // As after a crash between the task and the note about it.
  const client = await MongoClient.connect(api.worker.config.mongodbUri);
  await client.db().collection('importedRows').deleteMany({});
  await client.close();
  const [same] = keys((await api.post(path, file, { token: api.tokens.second })).body);
  expect(same).toBe(one);
}, 60_000);

it('creates nothing while a row is wrong, unless that was said', async () => {
  const project = await ProjectProbe.create(api);
  const path = `/projects/${project.slug}/imports`;
  const text = 'title,type,priority,parent\nRight,OPS,1,\n,OPS,7,\nOrphan,OPS,1,NONE-1\n';
  const refused = problem(await api.post(path, { format: 'CSV', text }), 400);
  expect(refused.errors?.map((error) => error.path)).toEqual(['line 3: title', 'line 3: priority', 'line 4: parent']);
  expect((await api.get(`/tasks?project=${project.slug}`)).body.items).toEqual([]);
  const { body } = await api.post(path, { format: 'CSV', text, skipInvalid: true });
  expect(states(body)).toEqual(['CREATED', 'INVALID', 'INVALID']);
  problem(await api.post(path, { format: 'CSV', text: '"' }), 400);
}, 60_000);

it('links the tasks of a file to each other, and later ones to them', async () => {
  const { slug } = await ProjectProbe.create(api);
  const path = `/projects/${slug}/imports`;
  const rows = [
    { ref: 'ship', title: 'Ship it', type: 'OPS', parent: 'epic', dependsOn: ['build', 'check'] },
    { ref: 'check', title: 'Check it', type: 'OPS', parent: 'epic', dependsOn: ['build'] },
    { ref: 'build', title: 'Build it', type: 'CODE_CHANGE', parent: 'epic' },
    { ref: 'epic', title: 'The whole of it', type: 'OPS' },
  ];
  const file = { format: 'JSON', text: JSON.stringify(rows) };
  expect(states((await api.post(`${path}/preview`, file)).body)).toEqual(['NEW', 'NEW', 'NEW', 'NEW']);
  const { body } = await api.post(path, file);
  expect(states(body)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED']);
  const [ship, check, build, epic] = keys(body);
  expect((await api.get(`/tasks/${ship}`)).body).toMatchObject({ parent: epic, dependsOn: [build, check] });
  expect((await api.get(`/tasks/${check}`)).body).toMatchObject({ parent: epic, dependsOn: [build] });
  expect(keys((await api.post(path, file)).body)).toEqual([ship, check, build, epic]);

  const later = { format: 'CSV', text: 'title,type,parent,depends on\nTell them,EMAIL,epic,ship\n' };
  const [told] = keys((await api.post(path, later)).body);
  expect((await api.get(`/tasks/${told}`)).body).toMatchObject({ parent: epic, dependsOn: [ship] });

  const circle = { format: 'CSV', text: 'ref,title,type,depends on\nx,X,OPS,y\ny,Y,OPS,x\nz,Z,OPS,y\n' };
  const refused = problem(await api.post(path, circle), 400);
  expect(refused.errors?.map((error) => error.path)).toEqual([2, 3, 4].map((line) => `line ${line}: dependsOn`));
}, 60_000);

it('is for people who may create tasks, and for services', async () => {
  const { slug } = await ProjectProbe.create(api);
  const path = `/projects/${slug}/imports/preview`;
  const file = { format: 'JSON', text: '[{"title":"One","type":"OPS"}]' };
  const membership = (role: 'VIEWER' | 'OPERATOR') => personWith(api, { memberships: [{ project: slug, role }] });
  const [viewer, operator] = await Promise.all([membership('VIEWER'), membership('OPERATOR')]);
  problem(await api.post(path, file, { token: viewer.token }), 403);
  expectStatus(await api.post(path, file, { token: operator.token }), 200);
  problem(await api.post(path, file, { token: (await agentWith(api, slug)).token }), 403);
  const service = await keyOf(api, { kind: 'SERVICE', role: 'OPERATOR', projects: [slug] });
  expectStatus(await api.post(path, file, { token: service.token }), 200);
});
