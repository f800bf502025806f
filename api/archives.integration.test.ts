import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import mongoose from 'mongoose';
import { ulid } from 'ulid';
import { readArchive, writeArchive } from '../operations/archive/archive.test-support.ts';
import { FILES, type ArchiveManifest } from '../operations/archive/format.ts';
import { SYSTEM_CALLER } from '../operations/caller.ts';
import { openOperations } from '../operations/operations.ts';
import { hashToken } from '../operations/tokens.ts';
import { createLogger } from '../config/logger.ts';
import { createStore } from '../store/store.ts';
import { expectStatus, problem, startTestApi, type Json, type TestApi } from '../tests/api.test-support.ts';
import { FakeGithub } from '../tests/fakes/github/fake-github.ts';
import { keyOf, personWith } from '../tests/identities.test-support.ts';
import { eventually, temporaryFolder } from '../tests/stack.test-support.ts';
import { busyProject, exportTo, newNamespace, restore, restored, type BusyProject } from './archives.test-support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let github: FakeGithub;
let source: TestApi;
let target: TestApi;
let busy: BusyProject;
let archive: Buffer;
let database: mongoose.Connection;
/** Ann is known by the same address in both, under other ids; Bob in the source alone. */
let annThere: Json;

/** What the source says of a project, before and after. */
const SAME = (slug: string): readonly string[] => [
  `/analytics/costs?project=${slug}&period=all`,
  `/runs?project=${slug}`,
  `/reviews?project=${slug}`,
  `/policies?project=${slug}`,
  `/projects/${slug}/mode-history`,
  `/projects/${slug}/routing`,
];

beforeAll(async () => {
  folder = await temporaryFolder();
  github = await FakeGithub.start();
  const [sourceApi, namespace] = await Promise.all([startTestApi({ GITHUB_API_ROOT: github.apiRoot }), newNamespace()]);
  source = sourceApi;
  target = await startTestApi({ TEMPORAL_NAMESPACE: namespace });
  const [ann, bob] = await Promise.all([personWith(source, { name: 'Ann' }), personWith(source, { name: 'Bob' })]);
  annThere = await twinOf(ann.id);
  busy = await busyProject(source, github, { ann, bob });
  const path = join(folder.path, 'archive.tar.gz');
  await exportTo(path, source, busy.slug);
  archive = readFileSync(path);
  database = await mongoose.createConnection(target.worker.config.mongodbUri).asPromise();
}, 240_000);

afterAll(async () => {
  await database?.close();
  await source.stop();
  await target.stop();
  await github.stop();
  await folder.remove();
}, 60_000);

/** The same person in the other installation. */
async function twinOf(id: string): Promise<Json> {
  const { email = '', name = '' } = (await source.worker.store.people.byId(id)) ?? {};
  const now = new Date();
  const _id = ulid();
  const fields = { emailVerified: true, memberships: [], createdAt: now, updatedAt: now };
  await target.worker.store.people.ensure({ _id, name, email, role: 'MEMBER', ...fields });
  return { id: _id, token: (await keyOf(target, { kind: 'PERSONAL', personId: _id })).token };
}

/** How many documents there are of each collection, but of those that have nothing to do with projects. */
async function countsOf(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of (await database.db?.listCollections().toArray()) ?? []) {
    if (!['changes', 'locks', 'apiKeys', 'activities'].includes(name)) {
      counts[name] = (await database.db?.collection(name).countDocuments()) ?? 0;
    }
  }
  return counts;
}

const damaged = async (change: (files: Map<string, string>) => void, said: Partial<ArchiveManifest> = {}) => {
  const [from, to] = ['archive.tar.gz', 'damaged.tar.gz'].map((name) => join(folder.path, name)) as [string, string];
  const files = await readArchive(from);
  const { files: _listed, ...manifest } = JSON.parse(files.get(FILES.manifest) ?? '') as ArchiveManifest;
  files.delete(FILES.manifest);
  // Its bytes are no text.
  for (const path of files.keys()) if (path.startsWith('files/')) files.delete(path);
  change(files);
  await writeArchive(to, files, { ...manifest, ...said });
  return readFileSync(to);
};

describe('an archive', () => {
  it('has everything of the project', async () => {
    const files = await readArchive(join(folder.path, 'archive.tar.gz'));
    const manifest = JSON.parse(files.get(FILES.manifest) ?? '') as ArchiveManifest;
    expect(manifest).toMatchObject({
      formatVersion: 1,
      project: { slug: busy.slug },
      counts: { tasks: 6, openTasks: 4, files: 2 },
    });
    const parts = new Set([...files.keys()].map((path) => path.split('/')[0]));
    const wanted = ['tasks', 'agents', 'policies', 'activePolicies', 'boardViews', 'runs', 'budgets', 'costDays'];
    expect([...parts]).toEqual(
      expect.arrayContaining([...wanted, 'alerts', 'activities', 'watches', 'artifacts', 'telegramChats']),
    );
    expect([...parts]).toEqual(
      expect.arrayContaining(['webhookEndpoints', 'githubConnections', 'people.ndjson', 'files']),
    );
  });

  it('has no secret in it', async () => {
    const files = await readArchive(join(folder.path, 'archive.tar.gz'));
    const text = [...files].map(([path, content]) => `${path}\n${content}`).join('\n');
    for (const [name, secret] of busy.secrets) {
      expect([name, secret.length > 3]).toEqual([name, true]);
      expect([name, text.includes(secret) || text.includes(hashToken(secret))]).toEqual([name, false]);
    }
    expect(text).not.toMatch(/sealed|"salt"|passwordHash|tokenHash/i);
  });

  it('is for administrators of the project, and restored by those of the installation', async () => {
    const token = (await personWith(source, { memberships: [{ project: busy.slug, role: 'OPERATOR' }] })).token;
    problem(await source.get(`/projects/${busy.slug}/archive`, { token }), 403);
    const administrator = (await personWith(target, { memberships: [{ project: busy.slug, role: 'ADMIN' }] })).token;
    problem(await target.post('/restorations', {}, { token: administrator }), 403);
  });

  it('can be looked at, and says where there is no place for it', async () => {
    const here = await restore(source, archive, '?check=true');
    expect(here.body.obstacles[0]).toMatch(/there is a project .* here already: keys and ids are part of the hashed/);
    const there = await restore(target, archive, '?check=true');
    expect(there.body).toMatchObject({ obstacles: [], counts: { tasks: 6, openTasks: 4 } });
    expect(problem(await restore(source, archive), 409).detail).toMatch('restore into another installation');
  });

  it('is not restored beside an installation that works in the same namespace of Temporal', async () => {
    const { config } = target.worker;
    const neighbour = openOperations(
      { ...config, mongodbUri: `${config.mongodbUri}-beside`, temporal: source.worker.config.temporal },
      createLogger('test', 'silent'),
      'neighbour',
    );
    await eventually(async () => (await neighbour.health()).status === 'UP');
    await expect(neighbour.restorations.begin(SYSTEM_CALLER, Readable.from([archive]), undefined)).rejects.toThrow(
      /runs in this namespace of Temporal/,
    );
    await neighbour.close();
  });
});

describe('a damaged archive is refused, and nothing is written', () => {
  it.each<[string, () => Promise<Buffer>, RegExp]>([
    [
      'one byte',
      async () => Buffer.from(archive.map((byte, at) => (at === 5_000 ? byte ^ 1 : byte))),
      /cannot be restored/,
    ],
    ['its end', async () => archive.subarray(0, archive.length - 1_000), /cut off/],
    ['a part', () => damaged((files) => void files.delete('runs/00001.ndjson'), {}), /bytes of the file|missing/],
    ['the order of events', () => damaged(swapEvents), /the log of .* event \d+ is (missing|out of its place)/],
  ])('where %s is not what it was', async (_what, make, message) => {
    const before = await countsOf();
    expect(problem(await restore(target, await make()), 400).detail).toMatch(message);
    expect(await countsOf()).toEqual(before);
    problem(await target.get(`/projects/${busy.slug}`), 404);
  });
});

function swapEvents(files: Map<string, string>): void {
  const path = 'tasks/00001.ndjson';
  const lines = (files.get(path) ?? '').split('\n');
  [lines[2], lines[3]] = [lines[3] ?? '', lines[2] ?? ''];
  files.set(path, lines.join('\n'));
}

describe('restoring', () => {
  /** Operations on the target that break at some point. */
  async function broken(breakIt: (store: ReturnType<typeof createStore>) => void): Promise<Json> {
    const { config } = target.worker;
    const store = createStore(config.mongodbUri, 'broken');
    breakIt(store);
    const operations = openOperations(config, createLogger('test', 'silent'), 'broken', store);
    await eventually(async () => (await operations.health()).status === 'UP');
    await operations.restorations.begin(SYSTEM_CALLER, Readable.from([archive]), undefined);
    const ended = await restored(target, busy.slug);
    await operations.close();
    return ended;
  }
  const fails = (): never => {
    throw new Error('the machine is gone');
  };

  it('leaves a project that nobody sees where it breaks off, and goes on from there', async () => {
    const inDocuments = await broken(({ archive: parts }) => {
      const { insert } = parts;
      parts.insert = (part, documents) => (part === 'watches' ? fails() : insert.call(parts, part, documents));
    });
    expect(inDocuments).toMatchObject({ state: 'FAILED', step: 'DOCUMENTS', failure: 'the machine is gone' });
    problem(await target.get(`/projects/${busy.slug}`), 404);
    // Nobody but administrators of the installation finds its tasks, and nothing changes them.
    problem(await target.post(`/tasks/${busy.assigned}/commands/comment`, { body: 'hello' }), 409);
    expect((await target.get('/projects')).body.items).toEqual([]);

    const inWorkflows = await broken((store) => {
      store.people.setMembership = fails;
    });
    expect(inWorkflows).toMatchObject({ state: 'FAILED', step: 'WORKFLOWS' });
    problem(await target.get(`/projects/${busy.slug}`), 404);

    expectStatus(await restore(target, archive), 202);
    const ended = await restored(target, busy.slug);
    expect(ended).toMatchObject({ state: 'DONE', step: 'DONE', by: { name: 'Mission Control' } });
    expect(ended.notes.join('\n')).toMatch(/Webhooks are disabled[\s\S]*GitHub: give access/);
    expect((await target.get(`/projects/${busy.slug}`)).body).toMatchObject({ name: 'Tests', mode: 'NORMAL' });
  }, 120_000);

  it('changes nothing where it is done', async () => {
    const before = await countsOf();
    expect((await restore(target, archive)).body).toMatchObject({ state: 'DONE' });
    expect(await countsOf()).toEqual(before);
  });

  it('leaves what verification finds nothing wrong with', async () => {
    const { body } = await target.get(`/tasks?project=${busy.slug}&limit=200`);
    expect(body.items).toHaveLength(6);
    for (const { key } of body.items) {
      expect((await target.get(`/tasks/${key}/verify`)).body).toMatchObject({ key, problems: [] });
    }
    expect((await target.get(`/projects/${busy.slug}/verify`)).body.problems).toEqual([]);
  });

  it('gives the same reports, byte for byte, and what followed from it at the end', async () => {
    for (const key of [busy.done, busy.canceled, busy.asked]) {
      const [before, after] = await Promise.all([source, target].map((api) => api.get(`/tasks/${key}/report.md`)));
      expect(after?.text).toBe(before?.text);
    }
    const [before, after] = (
      await Promise.all([source, target].map((api) => api.get(`/tasks/${busy.running}/report.json`)))
    ).map(({ body }) => body.timeline) as [Json[], Json[]];
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 2);
    expect(JSON.stringify(after.at(-1))).toMatch(/restored from an archive of/);
  });

  it('gives the same pages', async () => {
    for (const path of SAME(busy.slug)) {
      const [before, after] = await Promise.all([source, target].map(async (api) => (await api.get(path)).body));
      expect([path, after]).toEqual([path, before]);
    }
    const counts = async (api: TestApi) =>
      (await api.get(`/projects/${busy.slug}/board`)).body.columns.map(({ status, count }: Json) => [status, count]);
    const moved = new Map<string, number>(await counts(source));
    moved.set('IN_PROGRESS', (moved.get('IN_PROGRESS') ?? 0) - 1).set('BLOCKED', (moved.get('BLOCKED') ?? 0) + 1);
    expect(new Map(await counts(target))).toEqual(moved);
    const [before, after] = await Promise.all(
      [source, target].map(async (api) => (await api.get(`/tasks/${busy.done}/messages`)).body),
    );
    expect(after).toEqual(before);
  });

  it('brings the bytes of files', async () => {
    const headers = { authorization: `Bearer ${target.tokens.owner}` };
    const large = await fetch(`${target.url}/api/v1/artifacts/${busy.largeArtifact}`, { headers });
    expect(Buffer.from(await large.arrayBuffer()).equals(busy.bytes)).toBe(true);
    expect((await target.get(`/artifacts/${busy.artifact}`)).text).toBe('a small file');
  });

  it('knows people by their addresses, and nobody else', async () => {
    const { body } = await target.get(`/projects/${busy.slug}/members`);
    const names = body.items.map(({ name, role }: Json) => `${name} ${role}`);
    expect(names).toContain('Ann OPERATOR');
    expect(names.join()).not.toMatch('Bob');
    const task = (await target.get(`/tasks/${busy.assigned}`)).body;
    expect(task.assignees).toEqual([{ kind: 'HUMAN', id: annThere.id, name: 'Ann' }]);
    expect(task.reviewer.id).toBe(annThere.id);
    expect((await target.get(`/tasks/${busy.asked}/watchers`)).body.watchers).toMatchObject([{ id: annThere.id }]);
    const views = (await target.get(`/projects/${busy.slug}/views`, { token: annThere.token })).body.items;
    expect(views.map(({ owner, isShared }: Json) => [owner.name, isShared])).toEqual([
      ['Ann', false],
      ['Bob', true],
    ]);
  });

  it('turns off what reaches outside, and says what to do', async () => {
    const [webhook] = (await target.get(`/projects/${busy.slug}/webhooks`)).body.items;
    expect(webhook).toMatchObject({
      status: 'DISABLED',
      disabled: { because: expect.stringMatching(/rotate the secret/) },
    });
    expectStatus(await target.post(`/webhooks/${webhook.id}/rotate-secret`, {}), 200);
    expectStatus(await target.post(`/webhooks/${webhook.id}/enable`, { skipMissed: true }), 200);
    const [repository] = (await target.get(`/projects/${busy.slug}/github`)).body.items;
    expect(repository).toMatchObject({
      settings: { syncEveryMinutes: 0 },
      trouble: { because: expect.stringMatching(/access/) },
    });
    expect((await target.get(`/projects/${busy.slug}/telegram`)).body.chat).toMatchObject({
      isOn: false,
      title: 'Crew',
    });
  });

  it('blocks what ran, so that a person starts it again', async () => {
    const lost = (await target.get(`/executions/${busy.execution}`)).body;
    expect(lost).toMatchObject({ status: 'CANCELED', progress: { percent: 40 }, logTail: 'a line of the log\n' });
    const { body } = await target.get(`/tasks/${busy.running}`);
    expect(body).toMatchObject({ status: 'BLOCKED', blockedReason: expect.stringMatching(/restored from an archive/) });
    const alerts = (await target.get(`/alerts?project=${busy.slug}`)).body.items;
    expect(alerts.map(({ kind, taskKey }: Json) => [kind, taskKey])).toEqual([
      ['TASK_BLOCKED', busy.running],
      ['TEST', undefined],
    ]);
    const command = (name: string, more: object) => target.post(`/tasks/${busy.running}/commands/${name}`, more);
    expectStatus(await command('transition', { to: 'IN_PROGRESS' }), 200);
    const dispatched = await command('dispatch', { executor: 'CODEMOD' });
    expect(dispatched.body.executionId).toBe(`${busy.running}-X2`);
  });

  it('lets open tasks go on to their end, and those start that waited for them', async () => {
    const command = async (name: string, body: object) =>
      expectStatus(await target.post(`/tasks/${busy.assigned}/commands/${name}`, body), 200);
    await command('transition', { to: 'IN_PROGRESS' });
    await command('submit', { summary: 'done here' });
    await command('transition', { to: 'DONE' });
    await eventually(async () => (await target.get(`/tasks/${busy.queued}`)).body.status === 'IN_PROGRESS', 20_000);
    const approval = `${busy.asked}-A1`;
    expectStatus(
      await target.post(`/tasks/${busy.asked}/commands/decideApproval`, { approvalId: approval, decision: 'APPROVE' }),
      200,
    );
    for (const key of [busy.assigned, busy.queued, busy.asked, busy.running]) {
      expect((await target.get(`/tasks/${key}/verify`)).body).toMatchObject({ key, problems: [] });
    }
    expect((await target.get(`/projects/${busy.slug}/verify`)).body.problems).toEqual([]);
    const next = await target.post('/tasks', { project: busy.slug, title: 'A new one', type: 'OPS' });
    expect(next.body.task.key).toBe(`${busy.project.keyPrefix}-7`);
  });

  it('is written down on both sides', async () => {
    const types = async (api: TestApi) =>
      (await api.get(`/activity?project=${busy.slug}&type=project`)).body.items.map(({ type }: Json) => type);
    expect(await types(source)).toContain('project.exported');
    expect(await types(target)).toContain('project.restored');
  });

  it('leads to a project that can be exported again', async () => {
    const path = join(folder.path, 'again.tar.gz');
    const commenting = Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        target.post(`/tasks/${busy.queued}/commands/comment`, { body: `meanwhile ${index}` }),
      ),
    );
    await exportTo(path, target, busy.slug);
    await commenting;
    const checked = await restore(target, readFileSync(path), '?check=true');
    expect(checked.body).toMatchObject({ counts: { tasks: 7, files: 2 } });
    expect(problem(await restore(target, readFileSync(path)), 409).detail).toMatch('there is a project');
  });
});
