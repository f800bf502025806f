import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, dayIn } from '../domain/budget/day.ts';
import type { TaskStatus } from '../domain/task/vocabulary.ts';
import { Flow } from '../operations/analytics/flow.ts';
import type { RunDocument } from '../store/documents/budget.ts';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { finishedRun, foldOf, groupsOf, manyRuns, writeRuns } from '../tests/ledger.test-support.ts';

const ZONES = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu'] as const;
const DAYS_OF = { today: 1, '7d': 7, '30d': 30, all: 10_000 } as const;
type Period = keyof typeof DAYS_OF;
const PERIODS = Object.keys(DAYS_OF) as Period[];

let api: TestApi;

beforeAll(async () => void (api = await startTestApi()), 60_000);
afterAll(() => api.stop(), 60_000);

const costs = async (query: string, token = api.tokens.owner) => {
  const answer = await api.get(`/analytics/costs?${query}`, { token });
  expectStatus(answer, 200);
  return answer.body;
};

/** A project in a zone with runs of the last 45 days of that zone. */
async function projectWithRuns(timeZone: string) {
  const project = await ProjectProbe.create(api, { timeZone });
  const today = dayIn(timeZone, new Date());
  const runs = manyRuns(project.slug, today, { days: 45, count: 240 });
  await writeRuns(api.worker.store, runs);
  return { project, today, runs };
}
type ProjectWithRuns = Awaited<ReturnType<typeof projectWithRuns>>;

/** The runs that each project counts to a period. */
const within = (projects: readonly ProjectWithRuns[], period: Period): RunDocument[] =>
  projects.flatMap(({ today, runs }) => runs.filter(({ day }) => day > addDays(today, -DAYS_OF[period])));

/** What the page must say, from the runs one by one. */
function expectedCosts(projects: readonly ProjectWithRuns[], period: Period) {
  const runs = within(projects, period);
  const days = [...runs.map(({ day }) => day), ...projects.map(({ today }) => today)].toSorted();
  const first =
    period === 'all' ? days[0]! : projects.map(({ today }) => addDays(today, 1 - DAYS_OF[period])).toSorted()[0]!;
  const listed: string[] = [];
  for (let day = first; day <= days.at(-1)!; day = addDays(day, 1)) listed.push(day);
  return {
    period,
    total: foldOf(runs),
    summary: {
      today: foldOf(within(projects, 'today')),
      last7Days: foldOf(within(projects, '7d')),
      last30Days: foldOf(within(projects, '30d')),
      all: foldOf(within(projects, 'all')),
    },
    byDay: listed.map((day) => ({ day, ...foldOf(runs.filter((run) => run.day === day)) })),
    byAgent: groupsOf(runs, ({ agentId = 'none', agentName = 'No agent' }) => [agentId, agentName]),
    byModel: groupsOf(runs, ({ model, usage }) => both(usage?.model ?? model ?? 'unknown')),
    byType: groupsOf(runs, ({ taskType }) => (taskType ? both(taskType) : ['none', 'No task'])),
    byTask: groupsOf(runs, ({ taskKey }) => (taskKey === undefined ? undefined : both(taskKey))),
  };
}
const both = (name: string) => [name, name] as const;

describe('costs', () => {
  const projects: ProjectWithRuns[] = [];
  beforeAll(async () => {
    for (const zone of ZONES) projects.push(await projectWithRuns(zone));
  }, 60_000);

  describe.each(PERIODS)('of %s', (period) => {
    it.each(ZONES.map((zone, index) => [zone, index] as const))(
      'in %s are what the runs add up to',
      async (_zone, index) => {
        const one = projects[index]!;
        const page = await costs(`project=${one.project.slug}&period=${period}`);
        expect(page).toEqual(expectedCosts([one], period));
        expect(page.total.runs).toBeGreaterThan(0);
        expect(await costs(`project=${one.project.slug}&period=${period}`)).toEqual(page);
      },
    );

    it('without a project are those of all that one sees, each by its own days', async () => {
      const seen = projects.slice(0, 2);
      const memberships = seen.map(({ project }) => ({ project: project.slug, role: 'VIEWER' as const }));
      const { token } = await personWith(api, { memberships });
      expect(await costs(`period=${period}`, token)).toEqual(expectedCosts(seen, period));
    });
  });

  it('of another project are not there for a member of one', async () => {
    const { token } = await personWith(api, { memberships: [{ project: projects[0]!.project.slug, role: 'ADMIN' }] });
    problem(await api.get(`/analytics/costs?project=${projects[1]!.project.slug}`, { token }), 404);
    const page = await costs('period=all', token);
    expect(page.summary.all).toEqual(foldOf(projects[0]!.runs));
  });

  it('of nothing that one sees are nothing', async () => {
    const { token } = await personWith(api);
    expect(await costs('', token)).toMatchObject({
      period: '7d',
      total: { micros: 0, runs: 0 },
      byDay: [],
      byAgent: [],
    });
  });

  it('are for people and services, not for agents', async () => {
    const { slug } = projects[0]!.project;
    problem(await api.get(`/analytics/costs?project=${slug}`, { token: (await agentWith(api, slug)).token }), 403);
    const { token } = await keyOf(api, { kind: 'SERVICE', role: 'VIEWER', projects: [slug] });
    expect((await costs('period=all', token)).total).toEqual(foldOf(projects[0]!.runs));
  });

  it('of an empty project are seven days of nothing', async () => {
    const { slug } = await ProjectProbe.create(api);
    const page = await costs(`project=${slug}`);
    const today = dayIn('UTC', new Date());
    expect(page.byDay.map(({ day }: { day: string }) => day)).toEqual(
      [6, 5, 4, 3, 2, 1, 0].map((ago) => addDays(today, -ago)),
    );
    expect(page).toMatchObject({ total: { micros: 0, runs: 0 }, summary: { all: { runs: 0 } }, byTask: [] });
    expect((await costs(`project=${slug}&period=all`)).byDay).toHaveLength(1);
  });

  it('know the days on which the clocks change: the one has 25 hours, the other 23', async () => {
    const timeZone = 'Europe/Berlin';
    const { slug } = await ProjectProbe.create(api, { timeZone });
    const hourly = (from: string) =>
      Array.from({ length: 72 }, (_, hour) => new Date(Date.parse(from) + hour * 3_600_000).toISOString());
    const instants = [...hourly('2025-10-25T00:00:00Z'), ...hourly('2026-03-28T00:00:00Z')];
    const runs = instants.map((startedAt) => finishedRun(slug, dayIn(timeZone, startedAt), { startedAt }));
    await writeRuns(api.worker.store, runs);
    const { byDay } = await costs(`project=${slug}&period=all`);
    const runsOn = (wanted: string) => byDay.find(({ day }: { day: string }) => day === wanted).runs;
    expect(['2025-10-25', '2025-10-26', '2026-01-15', '2026-03-28', '2026-03-29'].map(runsOn)).toEqual([
      22, 25, 0, 23, 23,
    ]);
    expect(byDay[0].day).toBe('2025-10-25');
  });

  it('change with a late report of a day long past', async () => {
    const { project, today, runs } = await projectWithRuns('UTC');
    await costs(`project=${project.slug}&period=all`);
    const late = finishedRun(project.slug, addDays(today, -20), { agentId: 'agent-0', agentName: 'Renamed' });
    await writeRuns(api.worker.store, [late]);
    const page = await costs(`project=${project.slug}&period=all`);
    expect(page.total).toEqual(foldOf([...runs, late]));
    const agent = page.byAgent.find(({ key }: { key: string }) => key === 'agent-0');
    // Under the name of the newest day, not of the newest report.
    expect(agent).toMatchObject({ label: 'Agent 0' });
  });

  it('take no other period', async () => {
    expect(problem(await api.get('/analytics/costs?period=90d'), 400).errors).toMatchObject([{ path: 'period' }]);
  });
});

describe('the forecast', () => {
  const forecast = async (slug: string) => {
    const answer = await api.get(`/analytics/forecast?project=${slug}`);
    expectStatus(answer, 200);
    return answer.body;
  };

  it('goes on as the last days did, against the budget of the month', async () => {
    const timeZone = 'Pacific/Kiritimati';
    const { slug } = await ProjectProbe.create(api, { timeZone, monthlyBudgetMicros: 5_000 });
    const today = dayIn(timeZone, new Date());
    await writeRuns(
      api.worker.store,
      Array.from({ length: 50 }, (_, ago) => finishedRun(slug, addDays(today, -ago))),
    );
    const page = await forecast(slug);
    const dayOfMonth = Number(today.slice(8));
    const days = page.burnDown.length;
    expect(days).toBe(new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).getUTCDate());
    expect(page).toMatchObject({
      monthlyBudgetMicros: 5_000,
      spentThisMonthMicros: dayOfMonth * 1_000,
      burnPerDayMicros: 1_000,
      projectedMonthMicros: days * 1_000,
      usedUpOn: `${today.slice(0, 8)}05`,
    });
    expect(page.basis).toContain('last 7 complete days');
    expect(page.burnDown[dayOfMonth - 1]).toMatchObject({ day: today, spentMicros: dayOfMonth * 1_000 });
    expect(page.burnDown.at(-1)).toMatchObject({ forecastMicros: days * 1_000 });
  });

  it('says what it lacks', async () => {
    const { slug } = await ProjectProbe.create(api);
    const page = await forecast(slug);
    expect(page).toMatchObject({ spentThisMonthMicros: 0, basis: expect.stringContaining('Too little to go by') });
    expect(page).not.toHaveProperty('burnPerDayMicros');
    expect(page).not.toHaveProperty('monthlyBudgetMicros');
  });

  it('is for those who see the project', async () => {
    const { slug } = await ProjectProbe.create(api);
    problem(await api.get(`/analytics/forecast?project=${slug}`, { token: (await personWith(api)).token }), 404);
    problem(await api.get('/analytics/forecast?project=nowhere'), 404);
  });

  it('of all projects adds up those that one sees, against their budgets where each has one', async () => {
    const one = await ProjectProbe.create(api, { monthlyBudgetMicros: 5_000 });
    const other = await ProjectProbe.create(api, { monthlyBudgetMicros: 7_000 });
    const stranger = await ProjectProbe.create(api);
    const today = dayIn('UTC', new Date());
    const days = Array.from({ length: 40 }, (_, ago) => addDays(today, -ago));
    for (const { slug } of [one, other, stranger])
      await writeRuns(
        api.worker.store,
        days.map((day) => finishedRun(slug, day)),
      );
    const person = await personWith(api, {
      memberships: [one, other].map(({ slug }) => ({ project: slug, role: 'VIEWER' as const })),
    });
    const read = async () => (await api.get('/analytics/forecast', { token: person.token })).body;
    const dayOfMonth = Number(today.slice(8));
    const page = await read();
    expect(page).toMatchObject({
      monthlyBudgetMicros: 12_000,
      spentThisMonthMicros: dayOfMonth * 2_000,
      burnPerDayMicros: 2_000,
      projectedMonthMicros: page.burnDown.length * 2_000,
    });
    expectStatus(await api.send('PATCH', `/projects/${other.slug}`, { body: { monthlyBudgetMicros: null } }), 200);
    expect(await read()).not.toHaveProperty('monthlyBudgetMicros');
  });
});

/** Moves a task through its statuses as people do. */
async function drive(
  project: ProjectProbe,
  assignee: object,
  to: readonly TaskStatus[],
  type = 'OPS',
): Promise<string> {
  const key = await project.task({ type });
  expectStatus(await project.command(key, 'assign', { assignees: [assignee] }), 200);
  expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  for (const status of to) {
    if (status === 'REVIEW') expectStatus(await project.command(key, 'submit', { summary: 'done' }), 200);
    else
      expectStatus(await project.command(key, 'transition', { to: status, reason: 'a test', feedback: 'a test' }), 200);
  }
  return key;
}

describe('flow', () => {
  let project: ProjectProbe;
  const keys: string[] = [];
  beforeAll(async () => {
    project = await ProjectProbe.create(api, { timeZone: 'Asia/Kathmandu' });
    const me = await project.me();
    const done = ['IN_PROGRESS', 'REVIEW', 'DONE'] as const;
    keys.push(await drive(project, me, done));
    keys.push(await drive(project, me, ['IN_PROGRESS', 'REVIEW', 'IN_PROGRESS', 'REVIEW', 'DONE'], 'DOCS'));
    keys.push(await drive(project, me, done, 'DOCS'));
    keys.push(await drive(project, me, ['IN_PROGRESS', 'CANCELED']));
    keys.push(await drive(project, me, ['IN_PROGRESS', 'BLOCKED']));
    keys.push(await project.task(), await project.task());
  }, 60_000);

  const flow = async () => {
    const answer = await api.get(`/analytics/flow?project=${project.slug}`);
    expectStatus(answer, 200);
    return answer.body;
  };

  /** Every stay of every task, from the log alone. */
  async function staysOfLogs(): Promise<{ status: string; seconds: number }[]> {
    const logs = await Promise.all(
      keys.map(async (key) => (await api.get(`/tasks/${key}/events?limit=200`)).body.items),
    );
    return logs.flatMap((log: { type: string; at: string; data: { from: string } }[]) => {
      const moves = log.filter(({ type }) => type === 'task.transitioned');
      return moves.map(({ at, data }, index) => ({
        status: data.from,
        seconds: (Date.parse(at) - Date.parse((moves[index - 1] ?? log[0]!).at)) / 1000,
      }));
    });
  }

  it('says how long work took, by type', async () => {
    const page = await flow();
    const times = await Promise.all(keys.slice(0, 3).map(async (key) => (await api.get(`/tasks/${key}`)).body));
    const cycles = times.map(({ startedAt, completedAt }) => (Date.parse(completedAt) - Date.parse(startedAt)) / 1000);
    const leads = times.map(({ createdAt, completedAt }) => (Date.parse(completedAt) - Date.parse(createdAt)) / 1000);
    const middle = (values: number[]) => values.toSorted((one, other) => one - other)[1];
    expect(page.cycleTime).toMatchObject({ count: 3, medianSeconds: expect.closeTo(middle(cycles)!, 6) });
    expect(page.leadTime).toMatchObject({ count: 3, medianSeconds: expect.closeTo(middle(leads)!, 6) });
    expect(page.byType).toMatchObject([
      { type: 'OPS', count: 1, medianSeconds: expect.closeTo(cycles[0]!, 6) },
      { type: 'DOCS', count: 2, medianSeconds: expect.closeTo((cycles[1]! + cycles[2]!) / 2, 6) },
    ]);
  });

  it('counts what ended by the days of the project', async () => {
    const { throughput, since } = await flow();
    const today = dayIn('Asia/Kathmandu', new Date());
    expect(throughput).toHaveLength(30);
    expect(throughput.at(-1)).toEqual({ day: today, done: 3, canceled: 1 });
    expect(dayIn('Asia/Kathmandu', since)).toBe(addDays(today, -29));
  });

  it('shows where tasks spent their time and where they wait', async () => {
    const { bottlenecks } = await flow();
    const stays = await staysOfLogs();
    const byStatus = new Map<string, { count: number; totalSeconds: number; waiting: number }>(
      bottlenecks.map((one: { status: string }) => [one.status, one]),
    );
    for (const status of ['INBOX', 'ASSIGNED', 'IN_PROGRESS', 'REVIEW']) {
      const own = stays.filter((stay) => stay.status === status);
      expect(byStatus.get(status)).toMatchObject({
        count: own.length,
        totalSeconds: expect.closeTo(
          own.reduce((sum, { seconds }) => sum + seconds, 0),
          6,
        ),
      });
    }
    expect(byStatus.get('INBOX')).toMatchObject({ waiting: 2, oldestWaitingSeconds: expect.any(Number) });
    expect(byStatus.get('BLOCKED')).toMatchObject({ count: 0, waiting: 1, oldestWaitingSeconds: expect.any(Number) });
    expect(byStatus.get('REVIEW')).toMatchObject({ count: 4, waiting: 0 });
    expect([...byStatus.keys()].toSorted()).toEqual(['ASSIGNED', 'BLOCKED', 'INBOX', 'IN_PROGRESS', 'REVIEW']);
    const totals = bottlenecks.map(({ totalSeconds }: { totalSeconds: number }) => totalSeconds);
    expect(totals).toEqual(totals.toSorted((one: number, other: number) => other - one));
  });

  it('with more rows than are looked at is that of the newest, and says since when', async () => {
    const { store } = api.worker;
    const caller = await api.operations.credentials.ofBearer(api.tokens.owner);
    const page = await new Flow({ store, projects: api.operations.projects }, 2).read(caller, project.slug);
    const newest = await store.flow.endedWork({ projects: [project.slug], since: '', limit: 2 });
    expect(page.since >= newest[1]!.completedAt).toBe(true);
    expect(page.cycleTime.count).toBeLessThan(3);
    expect(page.throughput).toEqual([]);
  });

  it('of an empty project is empty', async () => {
    const { slug } = await ProjectProbe.create(api);
    const { body } = await api.get(`/analytics/flow?project=${slug}`);
    const none = { count: 0, medianSeconds: 0, p90Seconds: 0 };
    expect(body).toMatchObject({ cycleTime: none, leadTime: none, byType: [], bottlenecks: [] });
    problem(await api.get(`/analytics/flow?project=${slug}`, { token: (await personWith(api)).token }), 404);
  });

  it('of all projects is that of those one sees', async () => {
    const { token } = await keyOf(api, { kind: 'SERVICE', role: 'VIEWER', projects: [project.slug] });
    const all = (await api.get('/analytics/flow', { token })).body;
    expect(all.cycleTime).toEqual((await flow()).cycleTime);
    const waiting = (body: { bottlenecks: { waiting: number }[] }) => body.bottlenecks.map((one) => one.waiting);
    expect(waiting(all)).toEqual(waiting(await flow()));
    const nobody = { token: (await personWith(api)).token };
    expect((await api.get('/analytics/flow', nobody)).body).toMatchObject({ cycleTime: { count: 0 }, byType: [] });
    expect((await api.get('/analytics/performance', nobody)).body).toEqual({ items: [] });
  });
});
