import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScheduleNotFoundError } from '@temporalio/client';
import { createLogger } from '../config/logger.ts';
import { keepRecurringSchedules } from '../integrations/recurring/serve.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { Listener } from '../tests/listener.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';
import { recurringScheduleId } from '../workflows/messages.ts';

const LONG = 60_000;
const HOUR = 3_600_000;
const TEMPLATE = { title: 'Report of {{date}}', type: 'OPS', labels: ['weekly'] };
const MONDAYS = { kind: 'WEEKLY', weekdays: [1], time: '09:00' };

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()), LONG);
afterAll(async () => {
  for (const id of await api.worker.store.recurring.tasks.ids())
    await scheduleOf(id)
      .delete()
      .catch(() => undefined);
  await api.stop();
}, LONG);

const scheduleOf = (id: string) =>
  api.worker.client.schedule.getHandle(recurringScheduleId(api.worker.config.temporal.taskQueue, id));
const pathOf = (project: ProjectProbe, rest = '') => `/projects/${project.slug}/recurring-tasks${rest}`;

async function ask(method: string, path: string, body?: object, token = api.tokens.owner): Promise<Json> {
  const answer = await api.send(method, path, { token, ...(body && { body }) });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A recurring task, and what is done with it most. */
async function setUp(project: ProjectProbe, fields: object = {}, token = api.tokens.owner) {
  const body = { name: 'Weekly report', template: TEMPLATE, when: MONDAYS, ...fields };
  const { id, ...made } = await ask('POST', pathOf(project), body, token);
  const occurrences = async (): Promise<Json[]> => (await ask('GET', `/recurring-tasks/${id}/occurrences`)).items;
  return {
    id: id as string,
    made,
    read: () => ask('GET', `/recurring-tasks/${id}`),
    order: (name: string, body_: object = {}, by = token) => ask('POST', `/recurring-tasks/${id}/${name}`, body_, by),
    edit: (change: object, by = token) => ask('PATCH', `/recurring-tasks/${id}`, change, by),
    occurrences,
    /** Has the schedule fire now. Answers what became of it. */
    fire: async (): Promise<Json> => {
      const before = (await occurrences()).length;
      await trigger(id);
      return eventually(async () => {
        const [newest, ...others] = await occurrences();
        return others.length === before && newest.state !== 'DUE' && newest;
      }, LONG);
    },
  };
}

/** Has a schedule fire now. Two within a second would be the same time for Temporal. */
async function trigger(id: string): Promise<void> {
  await sleep(1_050 - (Date.now() % 1_000));
  await scheduleOf(id).trigger('BUFFER_ALL');
}

const tasksOf = async (project: ProjectProbe): Promise<Json[]> =>
  (await ask('GET', `/tasks?project=${project.slug}`)).items;
const alertsOf = async (project: ProjectProbe): Promise<Json[]> =>
  (await ask('GET', `/alerts?project=${project.slug}&status=OPEN`)).items;
const finish = (project: ProjectProbe, key: string) =>
  project.command(key, 'transition', { to: 'CANCELED', reason: 'a test' });
/** "14:05" in UTC, so many hours before now. */
const clock = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR).toISOString().slice(11, 16);
const isThere = (id: string) =>
  scheduleOf(id)
    .describe()
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof ScheduleNotFoundError) return false;
      throw error;
    });

describe('the times of a recurring task', () => {
  it('are told before it is set up, by the clock of the project', async () => {
    const project = await ProjectProbe.create(api, { timeZone: 'Asia/Kathmandu' });
    const preview = await ask('POST', pathOf(project, '/preview'), { when: MONDAYS });
    expect(preview).toMatchObject({ inWords: 'every Monday at 09:00', timeZone: 'Asia/Kathmandu' });
    expect(preview.nextTimes).toHaveLength(5);
    for (const time of preview.nextTimes) expect(time).toMatch(/T03:15:00\.000Z$/);
    const cron = await ask('POST', pathOf(project, '/preview'), {
      when: { kind: 'CRON', expression: '*/5 * * * *' },
    });
    expect(Date.parse(cron.nextTimes[1]) - Date.parse(cron.nextTimes[0])).toBe(300_000);
    const ids: string[] = [];
    for await (const { scheduleId } of api.worker.client.schedule.list()) ids.push(scheduleId);
    expect(ids.filter((id) => id.startsWith(recurringScheduleId(api.worker.config.temporal.taskQueue, '')))).toEqual(
      [],
    );
  });

  it('of a month with 31 days are on the last day of each', async () => {
    const project = await ProjectProbe.create(api);
    const { nextTimes } = await ask('POST', pathOf(project, '/preview'), {
      when: { kind: 'MONTHLY', day: 31, time: '00:00' },
    });
    const days = nextTimes.map((time: string) => new Date(Date.parse(time) + 24 * HOUR).getUTCDate());
    expect(days).toEqual([1, 1, 1, 1, 1]);
  });

  it.each([
    [{ when: { kind: 'CRON', expression: 'every now and then' } }, 'when'],
    [{ when: { kind: 'CRON', expression: '* * * * *' } }, 'when'],
    [{ when: { kind: 'CRON', expression: 'TZ=Asia/Tokyo 0 9 * * *' } }, 'when.expression'],
    [{ when: { kind: 'ONCE', date: '2020-01-01', time: '09:00' } }, 'when'],
    [{ when: { kind: 'ONCE', date: '2020-02-30', time: '09:00' } }, 'when.date'],
    [{ when: { kind: 'DAILY', time: '24:00' } }, 'when.time'],
    [{ when: { kind: 'WEEKLY', weekdays: [], time: '09:00' } }, 'when.weekdays'],
    [{ when: { kind: 'MONTHLY', day: 32, time: '09:00' } }, 'when.day'],
    [{ until: '2020-01-01' }, 'when'],
    [{ template: { ...TEMPLATE, parent: 'NONE-1' } }, 'template.parent'],
    [{ template: { ...TEMPLATE, assignees: [{ kind: 'HUMAN', id: 'nobody' }] } }, 'template.assignees.0'],
    [{ template: { ...TEMPLATE, title: '' } }, 'template.title'],
    [{ catchUpMinutes: 0 }, 'catchUpMinutes'],
  ])('and the rest are refused where they make no sense: %j', async (wrong, path) => {
    const project = await ProjectProbe.create(api);
    const body = { name: 'Wrong', template: TEMPLATE, when: MONDAYS, ...wrong };
    expect(problem(await api.post(pathOf(project), body), 400).errors?.[0]?.path).toBe(path);
    expect((await ask('GET', pathOf(project))).items).toEqual([]);
  });

  it('go over the change of clocks as Temporal has it: a time left out is skipped, of one that is there twice the second comes', async () => {
    const { client, config } = api.worker;
    const timesFrom = async (startAt: Date) => {
      const scheduleId = recurringScheduleId(config.temporal.taskQueue, `clocks-${startAt.getTime()}`);
      const handle = await client.schedule.create({
        scheduleId,
        spec: { calendars: [{ hour: 2, minute: 30 }], timezone: 'Europe/Berlin', startAt },
        action: { type: 'startWorkflow', workflowType: 'none', workflowId: scheduleId, taskQueue: 'none' },
        state: { paused: true },
      });
      const { info } = await handle.describe();
      await handle.delete();
      return info.nextActionTimes.slice(0, 3).map((time) => time.toISOString());
    };
    expect(await timesFrom(new Date('2027-03-27T00:00:00Z'))).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-29T00:30:00.000Z',
      '2027-03-30T00:30:00.000Z',
    ]);
    expect(await timesFrom(new Date('2027-10-30T00:00:00Z'))).toEqual([
      '2027-10-30T00:30:00.000Z',
      '2027-10-31T01:30:00.000Z',
      '2027-11-01T01:30:00.000Z',
    ]);
  });
});

describe('a time that a task is due at', () => {
  it('makes it as the template says, in the name of who has set it up, and tells whoever listens', async () => {
    const project = await ProjectProbe.create(api);
    const agent = await agentWith(api, project, { name: 'Scout' });
    const listener = await Listener.open(api);
    const assignees = [{ kind: 'AGENT', id: agent.id }];
    const recurring = await setUp(project, { template: { ...TEMPLATE, assignees, dueInHours: 24, priority: 2 } });
    const { taskKey, scheduledFor, state, cause } = await recurring.fire();
    expect([state, cause]).toEqual(['MADE', 'SCHEDULE']);
    const task = await ask('GET', `/tasks/${taskKey}`);
    expect(task).toMatchObject({
      title: `Report of ${scheduledFor.slice(0, 10)}`,
      source: 'RECURRING',
      sourceRef: `recurring:${recurring.id}`,
      createdBy: { name: 'Olga Owner' },
      labels: ['weekly'],
      priority: 2,
      status: 'ASSIGNED',
      assignees: [{ name: 'Scout' }],
      dueAt: new Date(Date.parse(scheduledFor) + 24 * HOUR).toISOString(),
      metadata: { recurringTaskId: recurring.id, scheduledFor },
    });
    expect(await recurring.read()).toMatchObject({ state: 'ACTIVE', made: 1, last: { taskKey } });
    await listener.next(({ name, data }) => name === 'recurring-task.changed' && data.recurringTaskId === recurring.id);
    listener.close();
  });

  it('is skipped while the last task is open, unless another one is wanted', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    const first = await recurring.fire();
    expect((await recurring.fire()).skipped).toEqual({
      reason: 'OVERLAP',
      detail: `${first.taskKey} is still in the inbox`,
    });
    await finish(project, first.taskKey);
    const second = await recurring.fire();
    expect(second.state).toBe('MADE');
    await recurring.edit({ overlap: 'ALLOW' });
    expect((await recurring.fire()).state).toBe('MADE');
    expect(await tasksOf(project)).toHaveLength(3);
  });

  it('makes one task when the worker is cut off after it, also where the template has changed since', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    const { occurrences } = api.worker.store.recurring;
    const finishing = occurrences.finish.bind(occurrences);
    let cutOff = 0;
    occurrences.finish = async (...outcome) => {
      if (cutOff++ > 0) return finishing(...outcome);
      // What follows finds another template, and somebody else who stands for it.
      const { id: personId } = await personWith(api);
      const owner = { kind: 'HUMAN', id: personId, name: 'Gone' } as const;
      await api.worker.store.recurring.tasks.change(recurring.id, { owner });
      throw new Error('the worker was killed');
    };
    try {
      const { state, taskKey } = await recurring.fire();
      expect([state, cutOff]).toEqual(['MADE', 2]);
      expect((await tasksOf(project)).map(({ key }) => key)).toEqual([taskKey]);
    } finally {
      occurrences.finish = finishing;
    }
  });

  it('leads to one task however often and at once it is dealt with', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project, { overlap: 'ALLOW' });
    const at = new Date().toISOString();
    const made = await Promise.all(
      Array.from({ length: 4 }, () => api.operations.occurrences.onSchedule(recurring.id, at)),
    );
    expect(new Set(made.map((one) => one?.taskKey)).size).toBe(1);
    expect(await tasksOf(project)).toHaveLength(1);
    expect(await recurring.occurrences()).toHaveLength(1);
  });

  it('that came while no worker was there is dealt with afterwards', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    await api.worker.pause();
    await trigger(recurring.id);
    await trigger(recurring.id);
    await api.worker.resume();
    const states = await eventually(async () => {
      const found = await recurring.occurrences();
      return found.length === 2 && found.every(({ state }) => state !== 'DUE') && found.map(({ state }) => state);
    }, LONG);
    expect(states).toEqual(['SKIPPED', 'MADE']);
    expect(await tasksOf(project)).toHaveLength(1);
  });

  it('is skipped in a project that stands still, with the reason', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    await ask('POST', `/projects/${project.slug}/mode`, { mode: 'PAUSED', reason: 'a move' });
    expect((await recurring.fire()).skipped).toEqual({
      reason: 'PROJECT_MODE',
      detail: 'the project is PAUSED: a move',
    });
    await ask('POST', '/installation/stop', { reason: 'fire' });
    expect((await recurring.fire()).skipped).toEqual({ reason: 'EMERGENCY_STOP', detail: 'emergency stop: fire' });
    await ask('POST', '/installation/resume', { reason: 'it is out' });
    expect((await recurring.order('run')).skipped?.reason).toBe('PROJECT_MODE');
    await ask('POST', `/projects/${project.slug}/mode`, { mode: 'NORMAL', reason: 'moved' });
    expect((await recurring.fire()).state).toBe('MADE');
  });

  it('is skipped with the refusal where no such task can be made, and says so by an alert until one is', async () => {
    const project = await ProjectProbe.create(api);
    const parent = await project.task();
    const recurring = await setUp(project, { template: { ...TEMPLATE, parent } });
    const { store } = api.worker;
    const { template } = (await store.recurring.tasks.byId(recurring.id))!;
    await store.recurring.tasks.change(recurring.id, { template: { ...template, parent: `${parent}999` } });
    const { skipped } = await recurring.fire();
    expect(skipped).toEqual({ reason: 'REFUSED', detail: `parent: the project has no task ${parent}999` });
    expect(await alertsOf(project)).toMatchObject([{ severity: 'WARNING', title: 'Weekly report has made no task' }]);
    await recurring.edit({ template: TEMPLATE });
    expect((await recurring.fire()).state).toBe('MADE');
    await eventually(async () => (await alertsOf(project)).length === 0);
  });

  it('makes the task although nobody can be assigned', async () => {
    const project = await ProjectProbe.create(api);
    const agent = await agentWith(api, project, { name: 'Scout' });
    const recurring = await setUp(project, { template: { ...TEMPLATE, assignees: [{ kind: 'AGENT', id: agent.id }] } });
    await ask('POST', `/agents/${agent.id}/status`, { status: 'QUARANTINED', reason: 'a test' });
    const { state, note } = await recurring.fire();
    expect(state).toBe('MADE');
    expect(note).toMatch(/^it could not be assigned: /);
  });
});

describe('whoever has set it up', () => {
  const operatorOf = (project: ProjectProbe, name: string) =>
    personWith(api, { name, memberships: [{ project: project.slug, role: 'OPERATOR' }] });

  it('and may not create tasks any more: it is paused with the reason and an alert, until somebody stands for it', async () => {
    const project = await ProjectProbe.create(api);
    const anna = await operatorOf(project, 'Anna');
    const recurring = await setUp(project, {}, anna.token);
    expect(recurring.made.owner).toEqual({ kind: 'HUMAN', id: anna.id, name: 'Anna' });
    await ask('PATCH', `/people/${anna.id}`, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    expect((await recurring.fire()).skipped).toMatchObject({
      reason: 'NOT_ALLOWED',
      detail: expect.stringContaining('a VIEWER of'),
    });
    const paused = await recurring.read();
    expect(paused).toMatchObject({ state: 'PAUSED', nextTimes: [], paused: { by: { kind: 'SYSTEM' } } });
    expect(paused.paused.reason).toMatch(/^Anna, who has set it up, may not create tasks here any more: a VIEWER of/);
    expect((await scheduleOf(recurring.id).describe()).state).toMatchObject({
      paused: true,
      note: paused.paused.reason,
    });
    expect(await alertsOf(project)).toMatchObject([{ severity: 'ERROR', title: 'Weekly report is paused' }]);
    expect(await tasksOf(project)).toEqual([]);

    const berta = await operatorOf(project, 'Berta');
    expect(await recurring.order('resume', {}, berta.token)).toMatchObject({
      state: 'ACTIVE',
      owner: { name: 'Berta' },
      createdBy: { name: 'Anna' },
    });
    expect(await alertsOf(project)).toEqual([]);
    const { taskKey } = await recurring.fire();
    expect((await ask('GET', `/tasks/${taskKey}`)).createdBy).toMatchObject({ kind: 'HUMAN', name: 'Berta' });
  });

  it('and has left: the same', async () => {
    const project = await ProjectProbe.create(api);
    const [left, disabled] = [await operatorOf(project, 'Left'), await operatorOf(project, 'Disabled')];
    const first = await setUp(project, {}, left.token);
    const second = await setUp(project, { name: 'Another' }, disabled.token);
    await ask('PATCH', `/people/${left.id}`, { memberships: [] });
    await ask('PATCH', `/people/${disabled.id}`, { isDisabled: true });
    expect((await first.fire()).skipped.detail).toBe('is not a member of the project any more');
    expect((await second.fire()).skipped.detail).toMatch(/belongs to nobody/);
  });

  it('may be a service key, for as long as it is valid', async () => {
    const project = await ProjectProbe.create(api);
    const key = await keyOf(api, { kind: 'SERVICE', name: 'Automation', role: 'OPERATOR', projects: [project.slug] });
    const recurring = await setUp(project, { overlap: 'ALLOW' }, key.token);
    const { taskKey } = await recurring.fire();
    expect((await ask('GET', `/tasks/${taskKey}`)).createdBy).toMatchObject({ kind: 'SYSTEM', name: 'Automation' });
    await api.worker.store.credentials.revoke(key.id, new Date().toISOString());
    expect((await recurring.fire()).skipped.reason).toBe('NOT_ALLOWED');
  });

  it('has to be able to create its tasks', async () => {
    const project = await ProjectProbe.create(api);
    const operator = await operatorOf(project, 'Olaf');
    const { token } = await keyOf(api, { kind: 'PERSONAL', personId: operator.id, scopes: ['recurringTasks'] });
    const body = { name: 'More than it may', template: TEMPLATE, when: MONDAYS };
    problem(await api.post(pathOf(project), body, { token }), 403);
    const viewer = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    problem(await api.post(pathOf(project), body, { token: viewer.token }), 403);
    const stranger = await personWith(api);
    const { id } = await setUp(project);
    problem(await api.get(`/recurring-tasks/${id}`, { token: stranger.token }), 404);
  });
});

describe('the schedule of a recurring task', () => {
  it('is paused, resumed, changed and removed with it, and goes by the zone of the project', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    expect(recurring.made.nextTimes).toHaveLength(5);
    expect(await recurring.order('pause', { reason: 'holidays' })).toMatchObject({
      state: 'PAUSED',
      paused: { reason: 'holidays', by: { name: 'Olga Owner' } },
    });
    expect((await scheduleOf(recurring.id).describe()).state).toMatchObject({ paused: true, note: 'holidays' });
    expect((await recurring.order('run')).state).toBe('MADE');
    expect((await recurring.order('resume')).state).toBe('ACTIVE');
    expect((await scheduleOf(recurring.id).describe()).state.paused).toBe(false);

    const edited = await recurring.edit({ when: { kind: 'DAILY', time: '12:00' }, name: 'Daily report' });
    expect(edited).toMatchObject({ name: 'Daily report', inWords: 'every day at 12:00' });
    await ask('PATCH', `/projects/${project.slug}`, { timeZone: 'Asia/Kathmandu' });
    const { nextTimes, timeZone } = await recurring.read();
    expect(timeZone).toBe('Asia/Kathmandu');
    for (const time of nextTimes) expect(time).toMatch(/T06:15:00\.000Z$/);

    await ask('DELETE', `/recurring-tasks/${recurring.id}`);
    expect(await isThere(recurring.id)).toBe(false);
    expect((await ask('GET', pathOf(project))).items).toEqual([]);
    expect(await recurring.read()).toMatchObject({ state: 'REMOVED', name: 'Daily report' });
    problem(await api.post(`/recurring-tasks/${recurring.id}/run`), 404);
  });

  it('goes with the project', async () => {
    const project = await ProjectProbe.create(api);
    const { id } = await setUp(project);
    await ask('DELETE', `/projects/${project.slug}`);
    expect(await isThere(id)).toBe(false);
  });

  it('ends with the number of tasks that is wanted, or with its one time, and begins anew when that changes', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project, { count: 1 });
    await recurring.fire();
    await eventually(async () => !(await isThere(recurring.id)));
    expect(await recurring.read()).toMatchObject({ state: 'ENDED', ended: { because: 'it has made its 1 task' } });
    expect(await recurring.edit({ count: 2 })).toMatchObject({ state: 'ACTIVE' });
    expect(await isThere(recurring.id)).toBe(true);

    const tomorrow = new Date(Date.now() + 24 * HOUR).toISOString().slice(0, 10);
    const once = await setUp(project, { name: 'Once', when: { kind: 'ONCE', date: tomorrow, time: '09:00' } });
    expect(once.made.nextTimes).toEqual([`${tomorrow}T09:00:00.000Z`]);
    await once.fire();
    await eventually(async () => !(await isThere(once.id)));
    expect(await once.read()).toMatchObject({ state: 'ENDED', ended: { because: 'it was due once' } });
  });

  it('that is lost is made again, and what was due meanwhile is made up for within the window', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project, { when: { kind: 'DAILY', time: clock(1) }, catchUpMinutes: 36 * 60 });
    const { config, client, store } = api.worker;
    await store.recurring.tasks.change(recurring.id, { since: new Date(Date.now() - 60 * HOUR).toISOString() });
    const keep = () => keepRecurringSchedules({ config, client, store, logger: createLogger('test', 'silent') });
    await scheduleOf(recurring.id).delete();
    await keep();
    const dealtWith = async (count: number) => {
      const found = await recurring.occurrences();
      return found.length === count && found.every(({ state }) => state !== 'DUE') && found;
    };
    const found = await eventually(() => dealtWith(2), LONG);
    expect(found.map(({ state, skipped }: Json) => skipped?.reason ?? state)).toEqual(['OVERLAP', 'MADE']);

    // Once more over all of it: what was dealt with stays, and what is older is too late.
    const hours = (ago: number) => new Date(Date.now() - ago * HOUR);
    await scheduleOf(recurring.id).backfill({ start: hours(55), end: hours(0), overlap: 'BUFFER_ALL' });
    const all = await eventually(() => dealtWith(3), LONG);
    expect(all.slice(0, 2)).toEqual(found);
    expect(all[2]).toMatchObject({ state: 'SKIPPED', skipped: { reason: 'LATE' } });
    expect(await tasksOf(project)).toHaveLength(1);
  });

  it('is made again when somebody looks for its next times', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    await scheduleOf(recurring.id).delete();
    expect(await recurring.read()).not.toHaveProperty('nextTimes');
    expect(await eventually(async () => (await recurring.read()).nextTimes, LONG)).toHaveLength(5);
  });
});

describe('by hand', () => {
  it('it is made in the name of whoever asks, once for each request, also besides an open one', async () => {
    const project = await ProjectProbe.create(api);
    const recurring = await setUp(project);
    const run = () =>
      api.post(
        `/recurring-tasks/${recurring.id}/run`,
        {},
        {
          token: api.tokens.second,
          headers: { 'idempotency-key': 'the-same' },
        },
      );
    const first = await run();
    expectStatus(first, 200);
    expect(first.body).toMatchObject({ state: 'MADE', cause: 'BY_HAND', by: { name: 'Paul Peer' } });
    expect((await run()).body).toEqual(first.body);
    expect((await recurring.order('run')).taskKey).not.toBe(first.body.taskKey);
    expect(await recurring.read()).toMatchObject({ made: 0, state: 'ACTIVE' });
    const page = await ask('GET', `/recurring-tasks/${recurring.id}/occurrences?limit=1`);
    const rest = await ask('GET', `/recurring-tasks/${recurring.id}/occurrences?limit=1&cursor=${page.nextCursor}`);
    expect(rest.items.map(({ taskKey }: Json) => taskKey)).toEqual([first.body.taskKey]);
  });

  it('the same request sets up one', async () => {
    const project = await ProjectProbe.create(api);
    const body = { name: 'Weekly report', template: TEMPLATE, when: MONDAYS };
    const headers = { 'idempotency-key': 'one' };
    const [one, other] = await Promise.all([1, 2].map(() => api.post(pathOf(project), body, { headers })));
    expect(one?.body.id).toBe(other?.body.id);
    expect((await ask('GET', pathOf(project))).items).toHaveLength(1);
  });
});
