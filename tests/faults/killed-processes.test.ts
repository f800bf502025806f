import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  countIn,
  createProject,
  createTask,
  endOf,
  settledTypes,
  startBreakableStack,
  statusOf,
  type BreakableStack,
} from '../faults.test-support.ts';
import { eventually } from '../stack.test-support.ts';

const LONG = 120_000;

let faults: BreakableStack;
let project: string;

beforeAll(async () => {
  faults = await startBreakableStack();
  project = await createProject(faults);
}, LONG);
afterAll(() => faults.stop(), LONG);

it(
  'a task lives on when the worker is killed at any point of its life',
  async () => {
    const executor = faults.startExecutor('work');
    const key = await createTask(faults, project);
    const comments = Array.from({ length: 6 }, (_, index) => `comment ${index}`);
    // Killed a few milliseconds after the commands were sent: before, while and after they are stored.
    const commented = comments.map(async (body, index) => {
      await sleep(index * 8);
      return faults.persist('POST', `/tasks/${key}/commands/comment`, { body });
    });
    await sleep(20);
    faults.kill('worker');
    // 202 where the write was under way with the worker: durable, and stored by its successor.
    expect((await Promise.all(commented)).filter(({ status }) => status !== 200 && status !== 202)).toEqual([]);

    const dispatching = faults.persist('POST', `/tasks/${key}/commands/dispatch`, { executor: 'CODEMOD' });
    await sleep(10);
    faults.kill('worker');
    expect([200, 202]).toContain((await dispatching).status);

    await eventually(async () => (await executionOf(key)).status === 'IN_PROGRESS', LONG);
    await eventually(() => faults.kill('worker') === undefined);
    await eventually(async () => (await statusOf(faults, key)) === 'REVIEW', LONG);
    const done = await faults.persist('POST', `/tasks/${key}/commands/transition`, { to: 'DONE' });
    expect(done.body.task.status).toBe('DONE');

    const types = await settledTypes(faults, key);
    expect(countIn(types, 'task.commented')).toBe(comments.length);
    expect(countIn(types, 'execution.requested')).toBe(1);
    expect(countIn(types, 'execution.completed')).toBe(1);
    await endOf(executor);
  },
  LONG,
);

it(
  'commands are neither lost nor doubled when the API is killed while they are under way',
  async () => {
    const key = await createTask(faults, project);
    const comments = Array.from({ length: 8 }, (_, index) => `comment ${index}`);
    const commented = comments.map((body) => faults.persist('POST', `/tasks/${key}/commands/comment`, { body }));
    const created = faults.persist('POST', '/tasks', { project, title: 'Created in the storm', type: 'OPS' });
    await sleep(15);
    faults.kill('api');
    expect((await Promise.all(commented)).filter(({ status }) => status !== 200)).toEqual([]);
    expect((await created).status).toBe(201);
    const { body } = await faults.call('GET', `/tasks/${key}/messages`);
    expect(body.items.map((message: { body: string }) => message.body).toSorted()).toEqual(comments);
    const list = await faults.call('GET', `/tasks?project=${project}&text=storm`);
    expect(list.body.items).toHaveLength(1);
    expect(countIn(await settledTypes(faults, key), 'task.commented')).toBe(comments.length);
  },
  LONG,
);

it(
  'the work of a killed executor is offered again, and done once',
  async () => {
    const doomed = faults.startExecutor('hang');
    const key = await createTask(faults, project);
    await faults.persist('POST', `/tasks/${key}/commands/dispatch`, { executor: 'CODEMOD' });
    await eventually(async () => (await executionOf(key)).status === 'IN_PROGRESS', LONG);
    await endOf(doomed);
    const successor = faults.startExecutor('work');
    await eventually(async () => (await statusOf(faults, key)) === 'REVIEW', LONG);
    expect(await executionOf(key)).toMatchObject({ status: 'COMPLETED', attempt: 2, worker: { name: 'work' } });
    const types = await settledTypes(faults, key);
    expect(countIn(types, 'execution.retried')).toBe(1);
    expect(countIn(types, 'execution.assigned')).toBe(2);
    expect(countIn(types, 'execution.completed')).toBe(1);
    await endOf(successor);
  },
  LONG,
);

it('the totals of the board are true after all of it', async () => {
  const { body } = await faults.call('GET', `/projects/${project}/verify`);
  expect(body.problems).toEqual([]);
});

it('no event holds a key or a token', async () => {
  const { body } = await faults.call('GET', `/tasks?project=${project}`);
  for (const { key } of body.items) {
    const events = JSON.stringify((await faults.call('GET', `/tasks/${key}/events?limit=200`)).body);
    for (const secret of [...faults.secrets, 'mc_lease_']) expect(events.includes(secret)).toBe(false);
  }
});

async function executionOf(key: string): Promise<{ status: string }> {
  const { body } = await faults.call('GET', `/executions?task=${key}`);
  return body.items[0];
}
