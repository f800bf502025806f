import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
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
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { Listener } from '../tests/listener.test-support.ts';
import { eventually, uniqueName } from '../tests/stack.test-support.ts';

let api: TestApi;
let models: Models;
let mine: ProjectProbe;
let theirs: ProjectProbe;
const connection = createConnection();
const open: Listener[] = [];

beforeAll(async () => {
  api = await startTestApi();
  await connection.openUri(api.worker.config.mongodbUri);
  models = createModels(connection);
  [mine, theirs] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
});
afterEach(() => open.splice(0).forEach((listener) => listener.close()));
afterAll(async () => {
  await connection.close();
  await api.stop();
});

async function listen(token?: string, lastEventId?: string): Promise<Listener> {
  const listener = await Listener.open(api, { ...(token !== undefined && { token }), lastEventId });
  open.push(listener);
  return listener;
}

const memberOf = (project: ProjectProbe, name = uniqueName('Member')) =>
  personWith(api, { name, memberships: [{ project: project.slug, role: 'VIEWER' }] });

const raise = async (projectId: string | undefined, severity: 'INFO' | 'ERROR' = 'INFO'): Promise<string> => {
  const key = uniqueName('alert');
  const said = { key, title: key, description: '', kind: 'TESTED', severity } as const;
  await api.operations.alerts.raise({ ...said, ...(projectId !== undefined && { projectId }) });
  return key;
};

const projectsOf = (listener: Listener) => new Set(listener.events.map(({ data }) => data.projectId as string));
const isAlert = (title: string) => (event: { name: string; data: Json }) =>
  event.name === 'alert.changed' && event.data.title === title;

describe('the live stream', () => {
  it('tells of alerts, projects, activity and notifications as they happen', async () => {
    const member = await memberOf(mine);
    const listener = await listen(member.token);
    const title = await raise(mine.slug);
    expect((await listener.next(isAlert(title))).data).toMatchObject({ status: 'OPEN', count: 1 });
    await api.post(`/projects/${mine.slug}/mode`, { mode: 'NORMAL', reason: 'a test' });
    await listener.next(({ name, data }) => name === 'project.changed' && data.projectId === mine.slug);
    const { data } = await listener.next((event) => event.data.type === 'project.mode_changed');
    expect(data).toMatchObject({ summary: 'set the mode to NORMAL: a test', projectId: mine.slug });
  });

  it('is about the projects that the listener sees, also when it catches up', async () => {
    const member = await memberOf(mine);
    const [listener, owner] = await Promise.all([listen(member.token), listen()]);
    const before = String(Date.now());
    const [theirAlert, noProjectsAlert] = [await raise(theirs.slug), await raise(undefined)];
    const theirTask = await theirs.task();
    await api.post(`/projects/${theirs.slug}/mode`, { mode: 'NORMAL', reason: 'a test' });
    const { execution, token } = await theirs.claimed();
    await api.post(`/executions/${execution}/heartbeat`, { progress: { percent: 30 } }, { token });
    const last = await mine.task();
    await owner.next(({ data }) => data.taskKey === theirTask);
    await owner.next(({ name }) => name === 'execution.progress');
    await owner.next(isAlert(theirAlert));
    await owner.next(isAlert(noProjectsAlert));
    await listener.next(({ data }) => data.taskKey === last);
    expect(projectsOf(listener)).toEqual(new Set([mine.slug]));
    const late = await listen(member.token, before);
    await late.next(({ data }) => data.taskKey === last);
    expect(projectsOf(late)).toEqual(new Set([mine.slug]));
  });

  it('tells notifications to their recipient alone', async () => {
    const name = uniqueName('Member');
    const [member, other] = await Promise.all([memberOf(mine, name), memberOf(mine)]);
    const listeners = await Promise.all([listen(member.token), listen(other.token), listen()]);
    const [hers, others, owners] = listeners;
    const key = await mine.task();
    await mine.command(key, 'comment', { body: `@${name} look` });
    const last = await mine.task();
    const { data } = await hers!.next((event) => event.name === 'notification.created');
    expect(data).toMatchObject({ kind: 'MENTION', taskKey: key });
    expect(data).not.toHaveProperty('recipient');
    for (const listener of [others!, owners!]) {
      await listener.next((event) => event.data.taskKey === last);
      expect(listener.events.filter((event) => event.name === 'notification.created')).toEqual([]);
    }
  });

  it('gives an agent its project’s tasks and its own notifications, and no alerts', async () => {
    const name = uniqueName('Scout');
    const agent = await agentWith(api, mine, { name });
    const listener = await listen(agent.token);
    await raise(mine.slug);
    await theirs.task();
    const key = await mine.task();
    await mine.command(key, 'comment', { body: `@${name} go` });
    await listener.next(({ name: event }) => event === 'notification.created');
    await listener.next(({ data }) => data.taskKey === key && data.seq === 2);
    expect(listener.events.filter(({ name: event }) => event === 'alert.changed')).toEqual([]);
    expect(projectsOf(listener)).toEqual(new Set([mine.slug]));
  });

  it('tells a change of everything to whoever sees any project', async () => {
    const [member, stranger] = await Promise.all([memberOf(mine), personWith(api)]);
    const [listener, outside] = await Promise.all([listen(member.token), listen(stranger.token)]);
    await api.worker.store.changes.add({ event: 'project.changed', data: { everything: true } });
    await listener.next(({ name, data }) => name === 'project.changed' && data.everything === true);
    expect(outside.events).toEqual([]);
  });

  it('is not for executors', async () => {
    const executor = await keyOf(api, { kind: 'EXECUTOR' });
    problem(await api.get('/stream', { token: executor.token }), 403);
  });
});

describe('access that ends while somebody listens', () => {
  it('to a project makes the stream silent about it', async () => {
    const member = await memberOf(mine);
    await models.people.updateOne(
      { _id: member.id },
      { $push: { memberships: { project: theirs.slug, role: 'VIEWER' } } },
    );
    const listener = await listen(member.token);
    const seen = await mine.task();
    await listener.next(({ data }) => data.taskKey === seen);
    await models.people.updateOne({ _id: member.id }, { $pull: { memberships: { project: mine.slug } } });
    // One of what happens from now on is the first that is not heard; afterwards none is.
    await eventually(async () => !(await isHeard(listener)), 20_000);
    expect(await isHeard(listener)).toBe(false);
    const last = await theirs.task();
    await listener.next(({ data }) => data.taskKey === last);
  }, 40_000);

  it('as a whole ends the stream', async () => {
    const member = await memberOf(mine);
    const listener = await listen(member.token);
    const seen = await mine.task();
    await listener.next(({ data }) => data.taskKey === seen);
    await models.people.updateOne({ _id: member.id }, { $set: { disabledAt: new Date().toISOString() } });
    await eventually(() => listener.hasEnded, 20_000);
    expectStatus(await api.get('/stream', { token: member.token }), 401);
  }, 40_000);
});

/** Whether a listener hears of a new task, by the time that somebody who surely does has heard of it. */
async function isHeard(listener: Listener): Promise<boolean> {
  const owner = await listen();
  const key = await mine.task();
  await owner.next(({ data }) => data.taskKey === key);
  const other = await theirs.task();
  await listener.next(({ data }) => data.taskKey === other);
  return listener.events.some(({ data }) => data.taskKey === key);
}
