import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reportCommand } from '../cli/commands/report.ts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import { chain } from '../store/hash-chain.ts';
import { personWith } from '../tests/identities.test-support.ts';
import { inDatabase } from '../tests/people.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
let key: string;
let other: string;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
  key = await project.task({ title: 'Tell it' });
  other = await project.task({ title: 'Tell it too' });
  expectStatus(await project.command(key, 'comment', { body: 'first' }), 200);
  expectStatus(await project.command(key, 'comment', { body: 'second' }), 200);
}, 240_000);
afterAll(() => api.stop(), 60_000);

const report = async (path: string): Promise<Json> => {
  const answer = await api.get(path);
  expectStatus(answer, 200);
  return answer;
};

describe('the report of a task', () => {
  it('is the same bytes for the same history, also of a task that runs', async () => {
    const [one, two] = [await report(`/tasks/${key}/report.md`), await report(`/tasks/${key}/report.md`)];
    expect(one.text).toBe(two.text);
    expect(one.headers.get('content-disposition')).toBe(`attachment; filename=incident-report-${key}.md`);
    expect(one.text).toContain('## Messages (2)\n\n**Olga Owner** at');
    expect(one.text).toContain('so far\n');
    expect(one.text).toMatch(/- hash chain verified: yes\n$/);
    const { body } = await report(`/tasks/${key}/report.json`);
    expect(body).toMatchObject({ task: { key }, integrity: { verified: true, events: 3, problems: [] } });
    expect(body.timeline.map(({ seq }: Json) => seq)).toEqual([1, 2, 3]);
    expect(body.messages.map((message: Json) => message.body)).toEqual(['first', 'second']);
  });

  it('is refused before it begins', async () => {
    problem(await api.get(`/tasks/${key}/report.md`, { token: (await personWith(api)).token }), 404);
    problem(await api.get(`/tasks/${project.keyPrefix}-99/report.json`), 404);
  });
});

describe('the integrity of a log', () => {
  let log: Json[];
  beforeEach(async () => {
    log ??= await inDatabase(api, (database) => database.collection('events').find({ taskKey: key }).toArray());
    await inDatabase(api, async (database) => {
      await database.collection('events').deleteMany({ taskKey: key });
      await database.collection('events').insertMany(log as never);
    });
  });
  const problems = async (): Promise<string[]> => {
    const { integrity } = (await report(`/tasks/${key}/report.json`)).body;
    expect(integrity.verified).toBe(integrity.problems.length === 0);
    return integrity.problems;
  };
  const change = (seq: number, update: object) =>
    inDatabase(api, (database) => database.collection('events').updateOne({ taskKey: key, seq }, update));

  it('is broken by an event that was changed', async () => {
    expect(await problems()).toEqual([]);
    await change(2, { $set: { 'data.body': 'what nobody said' } });
    expect(await problems()).toEqual(['event 2 was changed']);
    expect((await report(`/tasks/${key}/report.md`)).text).toContain('verified: NO\n  - event 2 was changed\n');
    expect((await report(`/projects/${project.slug}/report.md`)).text).toContain('NOT verified: event 2 was changed');
  });

  it.each([
    [2, 'event 2 is missing'],
    [3, 'event 3 is missing'],
  ])('is broken where event %d was removed', async (seq, told) => {
    await inDatabase(api, (database) => database.collection('events').deleteOne({ taskKey: key, seq }));
    expect(await problems()).toEqual([told]);
  });

  it('is broken where two events were swapped', async () => {
    await change(2, { $set: { seq: 99 } });
    await change(3, { $set: { seq: 2 } });
    await change(99, { $set: { seq: 3 } });
    expect(await problems()).toEqual([
      'event 2 does not follow the one before it',
      'event 2 was changed',
      'event 3 does not follow the one before it',
      'event 3 was changed',
    ]);
  });
});

it('the report of a task with more to tell than is held in memory leaves nothing out', async () => {
  const long = await (await ProjectProbe.create(api)).task({ title: 'Long' });
  const text = (seq: number) => `${seq} ${'so many words '.repeat(7_000)}`;
  await inDatabase(api, async (database) => {
    const events = database.collection('events');
    const [first] = await events.find({ taskKey: long }).toArray();
    const { _id, hash, previousHash: _previousHash, ...common } = first as Json;
    const more = Array.from({ length: 100 }, (_, index) => {
      const seq = index + 2;
      const comment = { type: 'task.commented', data: { messageId: `M${seq}`, body: text(seq) } };
      const refusal = { type: 'task.command_refused', data: { command: 'submit', message: text(seq) } };
      return { ...common, ...(seq % 2 === 0 ? comment : refusal), seq };
    });
    const edit = { type: 'task.comment_edited', data: { messageId: 'M100', body: 'in short' } };
    await events.insertMany(chain([...more, { ...common, ...edit, seq: 102 }] as TaskEvent[], hash) as never);
  });
  const { body, text: whole } = await report(`/tasks/${long}/report.json`);
  expect(whole.length).toBeGreaterThan(9_000_000);
  expect(body.integrity).toMatchObject({ verified: true, events: 102 });
  expect(body.timeline.map(({ seq }: Json) => seq)).toEqual(Array.from({ length: 102 }, (_, index) => index + 1));
  expect(body.timeline[100].what).toBe(`was refused submit: ${text(101)}`);
  const said = Array.from({ length: 49 }, (_, index) => text(2 * index + 2));
  expect(body.messages.map((message: Json) => message.body)).toEqual([...said, 'in short']);
  const [one, two] = [await report(`/tasks/${long}/report.md`), await report(`/tasks/${long}/report.md`)];
  expect(one.text).toBe(two.text);
  expect(one.text).toContain('## Messages (50)');
});

describe('the report of a project', () => {
  const of = (query = '', form = 'md') => report(`/projects/${project.slug}/report.${form}${query}`);

  it('is of the last week, of other days, or of some tasks', async () => {
    const { text } = await of();
    expect(text).toMatch(/^# Report: Tests\n\n- \*\*Project:\*\*/);
    expect(text).toContain(`- **Tasks:** ${key}, ${other}`);
    expect(text).toContain('- total: $0.00 (0 tokens in, 0 out, 0 runs)');
    expect(text).toMatch(new RegExp(`^- \\*\\*${other}\\*\\* Tell it too: INBOX, OPS, .*, 1 events, verified$`, 'm'));
    expect((await of('?from=2020-01-01&until=2020-01-31')).text).toContain('## Tasks (0)\n\nNone.\n');
    const chosen = await of(`?tasks=${other}&detail=full`);
    expect(chosen.text).toContain(`## Incident report: ${other} Tell it too`);
    expect(chosen.text).not.toContain(key);
    const { body } = await of(`?tasks=${key},${other}&detail=full`, 'json');
    expect(body.tasks.map(({ timeline }: Json) => timeline.length)).toEqual([3, 1]);
    expect((await of('', 'json')).body.tasks).toMatchObject([{ task: { key } }, { task: { key: other } }]);
  });

  it('says what is wrong with what is asked for', async () => {
    const path = `/projects/${project.slug}/report.md`;
    expect(problem(await api.get(`${path}?from=2026-02-01&until=2026-01-01`), 400).errors).toMatchObject([
      { path: 'from' },
    ]);
    problem(await api.get(`${path}?tasks=nothing`), 400);
    const elsewhere = await (await ProjectProbe.create(api)).task();
    problem(await api.get(`${path}?tasks=${key},${elsewhere}`), 404);
    problem(await api.get(path, { token: (await personWith(api)).token }), 404);
  });
});

it('mission-control report writes files', async () => {
  process.env['MISSION_CONTROL_URL'] = api.url;
  process.env['MISSION_CONTROL_TOKEN'] = api.tokens.owner;
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-test-'));
  try {
    const out = join(folder, 'report');
    const run = async (...args: string[]) => {
      await reportCommand.parseAsync([...args, '--out', out], { from: 'user' });
      return readFile(out, 'utf8');
    };
    expect(await run(key)).toBe((await report(`/tasks/${key}/report.md`)).text);
    expect(JSON.parse(await run(key, other, '--json')).keys).toEqual([key, other]);
    expect(await run('--project', project.slug, '--full')).toContain(`## Incident report: ${key}`);
  } finally {
    delete process.env['MISSION_CONTROL_URL'];
    delete process.env['MISSION_CONTROL_TOKEN'];
    await rm(folder, { recursive: true });
  }
});
