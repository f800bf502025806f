import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { createLogger } from '../config/logger.ts';
import { dayIn } from '../domain/budget/day.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { StandupSchedules } from '../operations/standup-schedules.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';
import { Listener } from '../tests/listener.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';
import { ensureStandupSchedules } from '../workers/schedules.ts';
import { connectWorker } from '../workers/task-worker.ts';
import { STANDUP_WORKFLOW, standupScheduleId } from '../workflows/messages.ts';

const HOSTILE = '](https://evil.example) <img src=x>';
const USAGE = { model: 'm', inputTokens: 1000, outputTokens: 200, costMicros: 640_000, costSource: 'BILLED' };

let api: TestApi;
let connection: NativeConnection;

beforeAll(async () => {
  api = await startTestApi();
  connection = await connectWorker(api.worker.config);
}, 60_000);
afterAll(async () => {
  for (const { _id } of await api.worker.store.projects.all())
    await schedule(_id)
      .delete()
      .catch(() => undefined);
  await connection.close();
  await api.stop();
}, 60_000);

const scheduleId = (slug: string) => standupScheduleId(api.worker.config.temporal.taskQueue, slug);
const schedule = (slug: string) => api.worker.client.schedule.getHandle(scheduleId(slug));
const read = async (path: string, token = api.tokens.owner): Promise<Json> => {
  const answer = await api.get(path, { token });
  expectStatus(answer, 200);
  return answer.body;
};
const keys = ({ items }: Json): string[] => items.map(({ key }: Json) => key);

/** A project in which something was done, and something waits for people. */
async function busyProject() {
  const project = await ProjectProbe.create(api, { name: 'Shop', timeZone: 'Europe/Berlin' });
  const { slug } = project;
  const agent = await agentWith(api, slug, { name: 'Scout' });
  await agentWith(api, slug, {
    name: 'Night Watch',
    control: { status: 'QUARANTINED', reason: 'It deleted a branch', at: new Date().toISOString() },
  });
  const start = async (fields: object) => {
    const key = await project.task(fields);
    const assignees = [{ kind: 'AGENT', id: agent.id }];
    expectStatus(await project.command(key, 'assign', { assignees }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
    return key;
  };
  const done = await start({ title: 'Ship it' });
  const run = await api.post('/runs', { task: done }, { token: agent.token });
  expectStatus(run, 201);
  expectStatus(await api.post(`/runs/${run.body.id}/finish`, { usage: USAGE }, { token: agent.token }), 200);
  expectStatus(await project.command(done, 'submit', { summary: 'shipped' }), 200);
  expectStatus(await project.command(done, 'transition', { to: 'DONE' }), 200);

  const inProgress = await start({ title: 'Draw it' });
  const review = await start({ title: 'Write it' });
  expectStatus(await project.command(review, 'submit', { summary: 'written' }), 200);
  const blocked = await start({ title: HOSTILE, priority: 2 });
  expectStatus(await project.command(blocked, 'transition', { to: 'BLOCKED', reason: 'no password' }), 200);
  const asked = await project.command(inProgress, 'requestApproval', {
    action: 'deploy',
    summary: 'deploy it to production',
    risk: 'RED',
    blocking: false,
  });
  expectStatus(asked, 200);
  const inbox = await project.task({ title: 'Nobody has it' });
  const raise = (severity: 'WARNING' | 'CRITICAL', title: string) =>
    api.operations.alerts.raise({
      key: `${slug}:${title}`,
      severity,
      kind: 'TEST',
      title,
      description: '',
      projectId: slug,
    });
  await raise('CRITICAL', 'The shop is down');
  await raise('WARNING', 'Something is odd');
  return { project, slug, agent, done, inProgress, review, blocked, inbox, approval: asked.body.approvalId as string };
}

describe('the standup of a project', () => {
  let busy: Awaited<ReturnType<typeof busyProject>>;
  beforeAll(async () => void (busy = await busyProject()), 60_000);

  it('says what was done, what goes on, what waits, and what it costs', async () => {
    const { slug, agent, done, inProgress, review, blocked, approval } = busy;
    const day = await read(`/projects/${slug}/standup`);
    const who = [{ kind: 'AGENT', id: agent.id, name: 'Scout' }];
    expect(day).toMatchObject({
      project: { slug, name: 'Shop', timeZone: 'Europe/Berlin', mode: 'NORMAL' },
      date: dayIn('Europe/Berlin', day.at),
      done: { total: 1, items: [{ key: done, title: 'Ship it', assignees: who, costMicros: 640_000 }] },
      blocked: { total: 1, items: [{ key: blocked, title: HOSTILE, reason: 'no password', assignees: who }] },
      approvals: { total: 1, items: [{ id: approval, risk: 'RED', askedBy: 'Olga Owner', isEscalated: false }] },
      alerts: { total: 2, items: [{ severity: 'CRITICAL', title: 'The shop is down' }, { severity: 'WARNING' }] },
      inbox: 1,
      agents: {
        total: 2,
        byStatus: { ACTIVE: 1, QUARANTINED: 1 },
        items: [
          { name: 'Scout', done: 1, cost: { micros: 640_000, runs: 1 } },
          { name: 'Night Watch', status: 'QUARANTINED', reason: 'It deleted a branch' },
        ],
      },
      costs: { last24Hours: { micros: 640_000, runs: 1 }, todayMicros: 640_000, monthMicros: 640_000 },
    });
    expect(keys(day.inProgress)).toEqual([inProgress]);
    expect(keys(day.inReview)).toEqual([review]);
    expect(Date.parse(day.at) - Date.parse(day.from)).toBe(86_400_000);
    expect(day.actions.map(({ kind }: Json) => kind)).toEqual(['LOOK_AT_ALERT', 'DECIDE_APPROVAL', 'UNBLOCK_TASK']);
  });

  it('as markdown, whole or in short, is nothing that acts', async () => {
    const path = `/projects/${busy.slug}/standup.md`;
    const whole = await api.get(path);
    expect(whole.headers.get('content-type')).toMatch(/^text\/markdown/);
    expect(whole.text).toContain('# Standup: Shop, ');
    expect(whole.text).toContain(`- **${busy.done}** Ship it · Scout`);
    const brief = await api.get(`${path}?form=brief`);
    expect(brief.text).toContain('**Shop: 1 done, 1 in progress, 1 in review, 1 blocked, 1 approval waits');
    for (const { text } of [whole, brief]) expect(text).not.toMatch(/(^|[^\\])(<img|\]\()/);
    expect(problem(await api.get(`${path}?form=poem`), 400).errors).toMatchObject([{ path: 'form' }]);
  });

  it('is for whoever sees the project, also for its agents', async () => {
    const { slug, agent } = busy;
    expect((await read(`/projects/${slug}/standup`, agent.token)).done.total).toBe(1);
    const stranger = await personWith(api);
    problem(await api.get(`/projects/${slug}/standup`, { token: stranger.token }), 404);
  });

  it('says that everything stands still while it does', async () => {
    const set = (mode: string) => api.post(`/projects/${busy.slug}/mode`, { mode, reason: 'a test' });
    expectStatus(await set('PAUSED'), 200);
    expect((await read(`/projects/${busy.slug}/standup`)).project.mode).toBe('PAUSED');
    expectStatus(await set('NORMAL'), 200);
  });

  it('is kept once a day by its schedule, and told to whoever listens', async () => {
    const { slug, done } = busy;
    const listener = await Listener.open(api);
    const before = new Date(Date.now() - 1000);
    await schedule(slug).trigger(ScheduleOverlapPolicy.ALLOW_ALL);
    const { data } = await listener.next(
      ({ name, data: told }) => name === 'standup.created' && told.projectId === slug,
    );
    const [kept] = (await eventually(async () => {
      const { items } = await read(`/projects/${slug}/standups`);
      return items.length > 0 && items;
    })) as Json[];
    const date = dayIn('Europe/Berlin', kept.storedAt);
    expect(kept).toMatchObject({ id: `${slug}:${date}`, projectId: slug, date });
    expect(kept.headline).toMatch(/^Shop: 1 done, /);
    expect(data).toEqual({ id: kept.id, projectId: slug, date });

    const first = await read(`/standups/${kept.id}`);
    expect(keys(first.standup.done)).toEqual([done]);
    const { client, config, store } = api.worker;
    const again = await client.workflow.execute(STANDUP_WORKFLOW, {
      workflowId: `${slug}-again`,
      taskQueue: config.temporal.taskQueue,
      args: [slug],
    });
    expect(again).toBe(kept.id);
    expect(await read(`/standups/${kept.id}`)).toEqual(first);
    expect((await read(`/projects/${slug}/standups`)).items).toEqual([kept]);
    const followed = await store.standups.storedSince(before, 100);
    expect(followed.filter(({ projectId }) => projectId === slug).map(({ _id }) => _id)).toEqual([kept.id]);
    expect(listener.events.filter(({ name }) => name === 'standup.created')).toHaveLength(1);
    listener.close();
  });

  it('of another day comes page by page, newest first', async () => {
    const { slug } = busy;
    const { store } = api.worker;
    const [latest] = await store.standups.page(slug, 1);
    const { standup } = latest!;
    for (const date of ['2026-01-01', '2026-01-02']) {
      await store.standups.addOnce({ _id: `${slug}:${date}`, projectId: slug, date, standup, storedAt: new Date() });
    }
    const page = await read(`/projects/${slug}/standups?limit=2`);
    expect(page.items.map(({ date }: Json) => date)).toEqual([latest!.date, '2026-01-02']);
    const rest = await read(`/projects/${slug}/standups?limit=2&cursor=${page.nextCursor}`);
    expect(rest.items.map(({ date }: Json) => date)).toEqual(['2026-01-01']);
    const stranger = await personWith(api);
    problem(await api.get(`/standups/${slug}:2026-01-01`, { token: stranger.token }), 404);
    problem(await api.get(`/standups/${slug}:2025-01-01`), 404);
  });
});

describe('the schedule of a standup', () => {
  const calendarOf = async (slug: string) => {
    const { spec } = await schedule(slug).describe();
    const [calendar] = spec.calendars ?? [];
    return { timezone: spec.timezone, hour: calendar?.hour, minute: calendar?.minute, days: calendar?.dayOfWeek };
  };
  const isThere = (slug: string) =>
    schedule(slug)
      .describe()
      .then(() => true)
      .catch((error: unknown) => {
        if (error instanceof ScheduleNotFoundError) return false;
        throw error;
      });
  const edit = (slug: string, body: object) => api.send('PATCH', `/projects/${slug}`, { body });

  it('goes by the clock of the project, on working days at nine until somebody chooses', async () => {
    const { slug } = await ProjectProbe.create(api, { timeZone: 'Asia/Kathmandu' });
    const chosen = { isOn: true, hour: 9, minute: 0, weekdays: [1, 2, 3, 4, 5] };
    expect((await read(`/projects/${slug}`)).standup).toEqual(chosen);
    const { info } = await schedule(slug).describe();
    expect(await calendarOf(slug)).toMatchObject({ timezone: 'Asia/Kathmandu', hour: [{ start: 9 }] });
    // 9:00 in Kathmandu is 3:15 in UTC.
    expect(info.nextActionTimes.every((time) => time.toISOString().slice(11, 16) === '03:15')).toBe(true);
    expect(info.nextActionTimes.some((time) => [0, 6].includes(time.getUTCDay()))).toBe(false);
  });

  it('follows every change, also when it is paused, and goes with the project', async () => {
    const { slug } = await ProjectProbe.create(api);
    await schedule(slug).pause('holidays');
    const standup = { isOn: true, hour: 17, minute: 45, weekdays: [7] };
    const edited = await edit(slug, { standup, timeZone: 'America/New_York' });
    expectStatus(edited, 200);
    expect(edited.body.standup).toEqual(standup);
    expect(await calendarOf(slug)).toMatchObject({
      timezone: 'America/New_York',
      hour: [{ start: 17 }],
      minute: [{ start: 45 }],
      days: [{ start: 'SUNDAY' }],
    });
    expect((await schedule(slug).describe()).state.paused).toBe(true);

    expectStatus(await edit(slug, { standup: { ...standup, isOn: false } }), 200);
    expect(await isThere(slug)).toBe(false);
    expectStatus(await edit(slug, { standup }), 200);
    expect(await isThere(slug)).toBe(true);
    expectStatus(await api.send('DELETE', `/projects/${slug}`), 204);
    expect(await isThere(slug)).toBe(false);
  });

  it('is set right by a worker that starts', async () => {
    const [lost, left] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
    await schedule(lost.slug).delete();
    await api.worker.store.projects.update(left.slug, { removedAt: new Date().toISOString() }, []);
    await ensureStandupSchedules(connection, api.worker.config, api.worker.store);
    expect(await isThere(lost.slug)).toBe(true);
    expect(await isThere(left.slug)).toBe(false);
  });

  it('is tried again while Temporal is away, and nobody has to wait for it', async () => {
    const { slug } = await ProjectProbe.create(api);
    const nowhere = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) });
    const { taskQueue } = api.worker.config.temporal;
    const schedules = new StandupSchedules({
      client: nowhere,
      store: api.worker.store,
      logger: createLogger('test', 'silent'),
      taskQueue,
      timeoutMs: 300,
    });
    const startedAt = performance.now();
    await schedules.follow(slug);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    schedules.close();
    await nowhere.connection.close();
  });

  it('that is behind keeps nothing for a project that wants none', async () => {
    const { slug } = await ProjectProbe.create(api);
    await api.worker.store.projects.update(slug, { standup: { isOn: false, hour: 9, minute: 0, weekdays: [1] } }, []);
    const workflow = { workflowId: `${slug}-late`, taskQueue: api.worker.config.temporal.taskQueue, args: [slug] };
    expect(await api.worker.client.workflow.execute(STANDUP_WORKFLOW, workflow)).toBeUndefined();
    expect((await read(`/projects/${slug}/standups`)).items).toEqual([]);
  });

  it.each([
    [{ isOn: true, hour: 24, weekdays: [1] }, 'standup.hour'],
    [{ isOn: true, hour: 9, minute: 5, weekdays: [1] }, 'standup.minute'],
    [{ isOn: true, hour: 9, weekdays: [] }, 'standup.weekdays'],
    [{ isOn: true, hour: 9, weekdays: [1, 1] }, 'standup.weekdays'],
    [{ isOn: true, hour: 9, weekdays: [0] }, 'standup.weekdays.0'],
  ])('refuses %j', async (standup, path) => {
    const { slug } = await ProjectProbe.create(api);
    expect(problem(await edit(slug, { standup }), 400).errors).toMatchObject([{ path }]);
  });
});
