import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { taskAccountId } from '../domain/ids.ts';
import { expectStatus, problem, ProjectProbe, startTestApi, type TestApi } from '../tests/api.test-support.ts';
import { agentWith } from '../tests/identities.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 120_000);

const numbers = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);
const edit = (key: string, changes: object) => api.send('PATCH', `/tasks/${key}`, { body: changes });

/** As a client should do it: again, where others take too long. */
const persist = (key: string, changes: object) =>
  eventually(async () => {
    const answer = await edit(key, changes);
    return answer.status !== 503 && answer;
  }, 100_000);

/** What an agent asks for below a task. */
const spawn = (token: string, parent: string, headers: Record<string, string> = {}) =>
  api.post('/tasks', { project: project.slug, title: 'A part', type: 'OPS', parent }, { token, headers });

describe('links between tasks', () => {
  it('that lead back are refused, with the way and the field', async () => {
    const [one, two, three] = [await project.task(), await project.task(), await project.task()];
    expectStatus(await edit(two, { dependsOn: [three], parent: three }), 200);
    expectStatus(await edit(three, { dependsOn: [one], parent: one }), 200);
    const circle = `${one} → ${two} → ${three} → ${one}`;
    expect(problem(await edit(one, { dependsOn: [two] }), 400).errors).toEqual([
      { path: 'dependsOn', message: `${one} would wait for itself: ${circle}` },
    ]);
    expect(problem(await edit(one, { parent: two }), 400).errors).toEqual([
      { path: 'parent', message: `${one} would belong to itself: ${circle}` },
    ]);
    // A parent may wait for what belongs to it.
    expectStatus(await edit(one, { parent: null, dependsOn: [] }), 200);
    expectStatus(await edit(three, { dependsOn: [] }), 200);
    expectStatus(await edit(one, { dependsOn: [three] }), 200);
  });

  it('to tasks that are not there are refused, each at its field', async () => {
    const missing = `${project.keyPrefix}-99999`;
    const answer = await api.post('/tasks', {
      project: project.slug,
      title: 'Lost',
      type: 'OPS',
      parent: missing,
      dependsOn: [missing],
    });
    expect(problem(answer, 400).errors?.map(({ path }) => path)).toEqual(['parent', 'dependsOn']);
  });

  it('stand no deeper than they may, also where a whole branch moves', async () => {
    let deepest = await project.task();
    const first = deepest;
    for (const _level of numbers(10)) deepest = await project.task({ parent: deepest });
    const below = await api.post('/tasks', { project: project.slug, title: 'Deep', type: 'OPS', parent: deepest });
    expect(problem(below, 400).errors).toEqual([
      { path: 'parent', message: 'tasks stand at most 10 levels below the first one' },
    ]);
    expect(problem(await edit(first, { parent: await project.task() }), 400).errors?.[0]?.path).toBe('parent');
  }, 60_000);

  it('are never circles, however many change them at the same moment', async () => {
    const pairs = await Promise.all(numbers(20).map(async () => [await project.task(), await project.task()] as const));
    const answers = await Promise.all(
      pairs.map(([one, other]) =>
        Promise.all([persist(one, { dependsOn: [other] }), persist(other, { dependsOn: [one] })]),
      ),
    );
    expect(answers.map((pair) => pair.map(({ status }) => status).toSorted())).toEqual(
      numbers(20).map(() => [200, 400]),
    );
  }, 120_000);

  it('can be changed again after somebody was cut off in the middle of it', async () => {
    const [one, two] = [await project.task(), await project.task()];
    const { locks } = api.worker.store;
    await eventually(() => locks.hold(`family:${project.slug}`, 'a process that was killed', 1_000));
    expect(await locks.hold(`family:${project.slug}`, 'another', 1_000)).toBe(false);
    expectStatus(await edit(one, { dependsOn: [two] }), 200);
  });
});

describe('tasks that agents create', () => {
  it('say so, and are as many as may be, however many agents ask at the same moment', async () => {
    const parent = await project.task();
    const agents = await Promise.all(numbers(4).map(() => agentWith(api, project, { role: 'LEAD' })));
    const answers = await Promise.all(numbers(20).map((n) => spawn(agents[n % 4]!.token, parent)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(3);
    expect(made.map(({ body }) => [body.task.source, body.task.parent])).toEqual(
      numbers(3).map(() => ['AGENT', parent]),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused) expect(problem(answer, 422).errors?.[0]?.path).toBe('parent');
  }, 120_000);

  it('are created once for each request, also where the repetition comes after the last that may be', async () => {
    const parent = await project.task();
    const { token } = await agentWith(api, project, { role: 'LEAD' });
    const [first] = [await spawn(token, parent, { 'idempotency-key': 'first' })];
    for (const _other of numbers(2)) expectStatus(await spawn(token, parent), 201);
    expect(problem(await spawn(token, parent), 422).errors).toHaveLength(1);
    const again = await spawn(token, parent, { 'idempotency-key': 'first' });
    expect([again.status, again.body.task.key]).toEqual([201, first.body.task.key]);
  }, 60_000);

  it('stand no deeper than agents may go', async () => {
    const { token } = await agentWith(api, project, { role: 'LEAD' });
    let parent = await project.task();
    for (const _level of numbers(2)) parent = (await spawn(token, parent)).body.task.key;
    expect(problem(await spawn(token, parent), 422).errors?.[0]).toEqual({
      path: 'parent',
      message: 'would stand 3 levels below the first task: agents may create tasks down to level 2',
    });
  });

  it('spend what the tasks above them have, and are stopped where that is used up', async () => {
    const agent = await agentWith(api, project, { role: 'LEAD' });
    const top = await project.task({ budgetMicros: 1_000_000 });
    const part = (await spawn(agent.token, top)).body.task.key as string;
    const own = await project.task({ parent: top, budgetMicros: 5_000_000 });
    for (const key of [part, own]) {
      expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] }), 200);
    }
    const start = (task: string) => api.post('/runs', { task, estimate: { micros: 600_000 } }, { token: agent.token });
    const run = await start(part);
    expectStatus(run, 201);
    const account = async (key: string) =>
      api.worker.store.budgets.byId(taskAccountId((await api.get(`/tasks/${key}`)).body.id));
    for (const key of [part, top]) expect(await account(key)).toMatchObject({ reserved: { micros: 600_000 } });
    const refused = problem(await start(part), 422);
    expect(refused.detail).toContain(`${top} lacks the budget for this run`);
    expect((await account(part))?.reserved.micros).toBe(600_000);
    // What a person has put there has a budget of its own.
    expectStatus(await start(own), 201);
    const usage = { inputTokens: 10, outputTokens: 10, costMicros: 250_000 };
    expectStatus(await api.post(`/runs/${run.body.id}/finish`, { usage }, { token: agent.token }), 200);
    for (const key of [part, top]) {
      expect(await account(key)).toMatchObject({ settled: { micros: 250_000 }, reserved: { micros: 0 } });
    }
    const { body } = await api.get(`/tasks/${top}/subtasks`);
    expect([body.ownCostMicros, body.totalCostMicros]).toEqual([0, 250_000]);
  }, 60_000);
});

it('what is around a task: above, below, before and after it', async () => {
  const top = await project.task({ title: 'Top' });
  const middle = await project.task({ title: 'Middle', parent: top });
  const key = await project.task({ title: 'This', parent: middle, dependsOn: [top] });
  const [low, after] = [await project.task({ parent: key }), await project.task({ dependsOn: [key] })];
  const { body } = await api.get(`/tasks/${key}/subtasks`);
  const inBrief = (task: string, title: string) => ({ key: task, title, status: 'INBOX' });
  expect(body).toMatchObject({
    ownCostMicros: 0,
    totalCostMicros: 0,
    ancestors: [inBrief(top, 'Top'), inBrief(middle, 'Middle')],
    dependencies: [inBrief(top, 'Top')],
    dependents: [inBrief(after, 'Do it')],
  });
  expect(body.items.map((card: { key: string }) => card.key)).toEqual([low]);
  const stranger = await agentWith(api, await ProjectProbe.create(api));
  problem(await api.get(`/tasks/${key}/subtasks`, { token: stranger.token }), 404);
});

it('a start that waits goes on by itself as soon as the last dependency is DONE', async () => {
  const [dependency, waiting] = [await project.task(), await project.task()];
  const assignees = [await project.me()];
  for (const key of [dependency, waiting]) {
    expectStatus(await project.command(key, 'assign', { assignees }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  }
  expectStatus(await edit(waiting, { dependsOn: [dependency] }), 200);
  const queued = await project.command(waiting, 'dispatch', { executor: 'MANUAL', whenReady: true });
  expect(queued.body).toMatchObject({ task: { status: 'ASSIGNED', queuedStart: { executor: 'MANUAL' } } });
  expectStatus(await project.command(dependency, 'transition', { to: 'IN_PROGRESS' }), 200);
  expectStatus(await project.command(dependency, 'submit', { summary: 'done' }), 200);
  expectStatus(await project.command(dependency, 'transition', { to: 'DONE' }), 200);
  const task = await eventually(async () => {
    const { body } = await api.get(`/tasks/${waiting}`);
    return body.status === 'IN_PROGRESS' && body;
  });
  expect(task.activeExecutions).toMatchObject([{ executor: 'MANUAL', status: 'PENDING' }]);
  expect(task.queuedStart).toBeUndefined();
});
