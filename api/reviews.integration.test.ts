import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHistoryActivities } from '../activities/history.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
let author: { id: string; token: string };
let reviewer: { id: string; token: string };

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
  [author, reviewer] = await Promise.all([agentWith(api, project), agentWith(api, project)]);
});
afterAll(() => api.stop());

const REFUTE = { kind: 'REFUTE', severity: 'MAJOR', comment: 'it loses the last line' };
const CHANGESET = {
  kind: 'CHANGESET',
  files: [
    { path: 'src/read.ts', action: 'MODIFY', diff: '@@ -1 +1 @@\n-lines.slice(0, -1)\n+lines' },
    { path: 'src/old.ts', action: 'DELETE' },
  ],
  comment: 'keep every line',
};

/** A task of the author, handed in by it for review. */
async function handedIn(where = project, who = author, fields: object = {}): Promise<string> {
  const key = await where.task(fields);
  expectStatus(await where.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: who.id }] }), 200);
  expectStatus(await where.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  expectStatus(await where.command(key, 'transition', { to: 'IN_PROGRESS' }, { token: who.token }), 200);
  expectStatus(await where.command(key, 'submit', { summary: 'read it' }, { token: who.token }), 200);
  return key;
}

const review = (key: string, verdict: object, { token } = reviewer): Promise<Answer> =>
  api.post(`/tasks/${key}/commands/review`, verdict, { token });
const respond = (id: string, response: 'ACCEPT' | 'REJECT', { token } = author): Promise<Answer> =>
  api.post(`/reviews/${id}/respond`, { response, comment: 'because' }, { token });
const list = async (query: string, token = api.tokens.owner): Promise<Json[]> => {
  const answer = await api.get(`/reviews?${query}`, { token });
  expectStatus(answer, 200);
  return answer.body.items;
};
const one = async (id: string): Promise<Json> => (await api.get(`/reviews/${id}`)).body;
const kinds = async ({ token }: { token: string }, key: string): Promise<string[]> => {
  const { body } = await api.get('/notifications?limit=200', { token });
  return body.items.filter(({ taskKey }: Json) => taskKey === key).map(({ kind }: Json) => kind);
};

describe('an objection', () => {
  it('is kept with its diffs, keeps the task from DONE, and takes it back when the author agrees', async () => {
    const key = await handedIn();
    const given = await review(key, CHANGESET);
    expectStatus(given, 200);
    expect(given.body.reviewId).toBe(`${key}-V1`);
    expect(given.body.task.openReviews).toMatchObject([{ kind: 'CHANGESET', paths: ['src/read.ts', 'src/old.ts'] }]);
    expect(await one(`${key}-V1`)).toMatchObject({
      id: `${key}-V1`,
      taskKey: key,
      verdict: CHANGESET,
      reviewer: { id: reviewer.id },
      authors: [{ id: author.id }],
      status: 'PENDING',
      blocksCompletion: true,
    });
    const refused = problem(await project.command(key, 'transition', { to: 'DONE' }), 422);
    expect(refused.errors).toMatchObject([{ path: `reviews.${key}-V1` }]);
    const answered = await respond(`${key}-V1`, 'ACCEPT');
    expect(answered.body.task).toMatchObject({ status: 'IN_PROGRESS', reviewCycles: 1, openReviews: [] });
    expect(answered.body.task.feedback).toEqual([expect.stringContaining('keep every line')]);
    expect(await one(`${key}-V1`)).toMatchObject({
      status: 'ACCEPTED',
      blocksCompletion: false,
      response: { by: { id: author.id }, comment: 'because' },
    });
  });

  it('is replaced by what the same reviewer says next, however often the history is written', async () => {
    const key = await handedIn();
    expectStatus(await review(key, REFUTE), 200);
    expectStatus(await review(key, { kind: 'PRAISE', score: 8, comment: 'better than I thought' }), 200);
    await writeAgain(key);
    expect(await list(`task=${key}`)).toMatchObject([
      { id: `${key}-V2`, status: 'PENDING' },
      { id: `${key}-V1`, status: 'SUPERSEDED', supersededBy: `${key}-V2` },
    ]);
    expectStatus(await project.command(key, 'transition', { to: 'DONE' }), 200);
  });

  it('opens the way when it is rejected, once', async () => {
    const key = await handedIn();
    expectStatus(await review(key, REFUTE), 200);
    const both = await Promise.all([respond(`${key}-V1`, 'REJECT'), respond(`${key}-V1`, 'REJECT')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await one(`${key}-V1`)).toMatchObject({ status: 'REJECTED' });
    expectStatus(await project.command(key, 'transition', { to: 'DONE' }), 200);
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

describe('who', () => {
  it('has done the work does not review it, and who reviews it does not answer', async () => {
    const key = await handedIn();
    problem(await review(key, { kind: 'APPROVE' }, author), 403);
    expectStatus(await review(key, REFUTE), 200);
    problem(await respond(`${key}-V1`, 'REJECT', reviewer), 403);
    problem(await respond(`${key}-V1`, 'REJECT', await agentWith(api, project)), 403);
  });

  it('is in another project knows nothing of it', async () => {
    const key = await handedIn();
    expectStatus(await review(key, REFUTE), 200);
    const other = await ProjectProbe.create(api);
    const stranger = await agentWith(api, other);
    problem(await review(key, REFUTE, stranger), 404);
    problem(await respond(`${key}-V1`, 'REJECT', stranger), 404);
    problem(await api.get(`/reviews/${key}-V1`, { token: stranger.token }), 404);
    problem(await api.get(`/reviews?project=${project.slug}`, { token: stranger.token }), 404);
    expect(await list('', stranger.token)).toEqual([]);
    problem(await api.get('/reviews/nonsense'), 404);
    problem(await respond('nonsense', 'REJECT'), 404);
  });

  it('is a VIEWER reads, and a SERVICE key as well', async () => {
    const key = await handedIn();
    expectStatus(await review(key, REFUTE), 200);
    const viewer = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    const service = await keyOf(api, { kind: 'SERVICE', role: 'VIEWER' });
    for (const { token } of [viewer, service]) {
      expect((await list(`task=${key}`, token)).map(({ id }) => id)).toEqual([`${key}-V1`]);
      problem(await review(key, REFUTE, { id: '', token }), 403);
    }
  });
});

it.each([
  [{ kind: 'PRAISE', score: 11 }, 'score'],
  [{ kind: 'REFUTE', comment: 'no' }, 'severity'],
  [{ kind: 'REFUTE', severity: 'MAJOR', comment: ' ' }, 'comment'],
  [{ kind: 'CHANGESET', files: [] }, 'files'],
  [{ kind: 'CHANGESET', files: [{ path: 'a', action: 'ADD', diff: '\u0000' }] }, 'files.0.diff'],
  [{ kind: 'CHANGESET', files: [{ path: 'a', action: 'ADD', diff: '\ud800' }] }, 'files.0.diff'],
  [{ kind: 'SHRUG' }, 'kind'],
])('%j is refused with the name of what is wrong', async (verdict, path) => {
  const key = await handedIn();
  const { errors } = problem(await review(key, verdict), 400);
  expect(errors?.map((error) => error.path)).toContain(path);
});

it('secrets in what a reviewer writes are never kept', async () => {
  const key = await handedIn();
  const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  const files = [{ path: 'a', action: 'ADD', diff: `+token = "${secret}"` }];
  expectStatus(await review(key, { kind: 'CHANGESET', files, comment: `remove ${secret}` }), 200);
  const read = await Promise.all([
    api.get(`/reviews/${key}-V1`),
    api.get(`/tasks/${key}`),
    api.get(`/tasks/${key}/events`),
    api.get(`/tasks/${key}/report.md`),
  ]);
  expect(read.filter(({ text }) => text.includes(secret))).toEqual([]);
  expect(read[0].body.verdict.comment).toMatch(/remove \[redacted/);
});

describe('the list', () => {
  it('is filtered, paged, newest first, and carries diffs only for one task', async () => {
    const place = await ProjectProbe.create(api);
    const [writer, critic] = await Promise.all([agentWith(api, place), agentWith(api, place)]);
    const keys = [await handedIn(place, writer), await handedIn(place, writer)];
    const human = { id: '', token: api.tokens.second };
    for (const key of keys) {
      expectStatus(await review(key, CHANGESET, critic), 200);
      expectStatus(await review(key, { kind: 'APPROVE' }, human), 200);
    }
    const [first, second] = keys;
    const ids = async (query: string) => (await list(`project=${place.slug}${query}`)).map(({ id }) => id);
    const all = [`${second}-V2`, `${second}-V1`, `${first}-V2`, `${first}-V1`];
    expect(await ids('')).toEqual(all);
    expect(await ids('&kind=APPROVE')).toEqual([all[0], all[2]]);
    expect(await ids(`&reviewer=${critic.id}`)).toEqual([all[1], all[3]]);
    expect(await ids(`&author=${writer.id}&status=PENDING`)).toEqual(all);
    expect(await ids(`&author=${critic.id}`)).toEqual([]);
    const paged: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`/reviews?project=${place.slug}&limit=3${cursor}`);
      paged.push(...body.items.map(({ id }: Json) => id));
      cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
    const [file] = CHANGESET.files;
    expect((await list(`task=${first}&kind=CHANGESET`))[0].verdict.files[0]).toEqual(file);
    expect((await list(`project=${place.slug}&kind=CHANGESET`))[0].verdict.files[0]).toEqual({
      path: file?.path,
      action: file?.action,
    });
  });

  it('adds up to who says what of whose work', async () => {
    const place = await ProjectProbe.create(api);
    const writer = await agentWith(api, place, { name: 'A writer' });
    const critic = await agentWith(api, place, { name: 'B critic' });
    const [first, second] = [await handedIn(place, writer), await handedIn(place, writer)];
    expectStatus(await review(first, REFUTE, critic), 200);
    expectStatus(await respond(`${first}-V1`, 'REJECT', writer), 200);
    expectStatus(await review(first, { kind: 'PRAISE', score: 4 }, critic), 200);
    expectStatus(await review(second, { kind: 'PRAISE', score: 9 }, critic), 200);
    expectStatus(await respond(`${second}-V1`, 'ACCEPT', writer), 200);
    const answer = await api.get(`/reviews/statistics?project=${place.slug}`);
    const none = { praise: 0, approve: 0, changeset: 0, refuteMinor: 0, refuteMajor: 0, refuteCritical: 0 };
    const said = { ...none, praise: 2, refuteMajor: 1 };
    const who = ({ id }: { id: string }, name: string) => ({ kind: 'AGENT', id, name });
    expect(answer.body.items).toEqual([
      { who: who(writer, 'A writer'), given: none, received: said, averageScore: 6.5, acceptedShare: null },
      { who: who(critic, 'B critic'), given: said, received: none, averageScore: null, acceptedShare: 0.5 },
    ]);
  });
});

it('everybody concerned is told, and something critical raises an alert until it is settled', async () => {
  const key = await handedIn(project, author, { reviewer: { kind: 'AGENT', id: reviewer.id } });
  expect(await kinds(reviewer, key)).toEqual(['REVIEW_REQUESTED']);
  expectStatus(await review(key, { ...REFUTE, severity: 'CRITICAL' }), 200);
  expect((await kinds(author, key)).filter((kind) => kind.startsWith('REVIEW'))).toEqual(['REVIEW_GIVEN']);
  const alerts = async () => (await api.get(`/alerts?task=${key}`)).body.items;
  expect(await alerts()).toMatchObject([{ kind: 'CRITICAL_REFUTE', severity: 'WARNING', status: 'OPEN' }]);
  const before = (await kinds(author, key)).length;
  expectStatus(await respond(`${key}-V1`, 'ACCEPT'), 200);
  expect(await alerts()).toMatchObject([{ kind: 'CRITICAL_REFUTE', status: 'RESOLVED' }]);
  expect(await kinds(reviewer, key)).toEqual(['REVIEW_ANSWERED', 'REVIEW_REQUESTED']);
  // What follows from its own answer does not wake it.
  expect(await kinds(author, key)).toHaveLength(before);
});
