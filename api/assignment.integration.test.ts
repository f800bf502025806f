import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => void (api = await startTestApi()), 60_000);
beforeEach(async () => void (project = await ProjectProbe.create(api)));
afterAll(() => api.stop(), 60_000);

const recommendations = async (key: string): Promise<Json> => (await api.get(`/tasks/${key}/recommendations`)).body;

const autoAssign = (key: string, headers: Record<string, string> = {}) =>
  api.post(`/tasks/${key}/auto-assign`, {}, { headers });

const give = async (agentId: string) => {
  const key = await project.task();
  expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agentId }] }), 200);
  return key;
};

describe('recommendations', () => {
  it('are the five best, each with its parts, and the reasons of those who are left out', async () => {
    const busy = await agentWith(api, project, { name: 'Busy', concurrencyLimit: 1 });
    await give(busy.id);
    await agentWith(api, project, { name: 'Writer', allowedTypes: ['DOCS'] });
    await agentWith(api, project, { name: 'Lead', role: 'LEAD', allowedTypes: ['OPS'] });
    await agentWith(api, project, { name: 'Resting', control: { status: 'PAUSED', at: new Date().toISOString() } });
    for (const name of ['A', 'B', 'C', 'D', 'E']) await agentWith(api, project, { name, allowedTypes: ['OPS'] });
    const { recommendations: best, excluded } = await recommendations(await project.task());
    expect(best.map(({ name }: Json) => name)).toEqual(['Lead', 'A', 'B', 'C', 'D']);
    expect(best[0]).toMatchObject({
      score: 0.8,
      parts: {
        skill: { score: 1, weight: 0.3 },
        availability: { score: 0.5, reason: 'has given no sign of life yet' },
        workload: { score: 1, reason: 'has 0 of at most 3 open tasks' },
        performance: { score: 0.5, reason: 'not enough data for OPS tasks' },
        role: { score: 1, reason: 'is a LEAD' },
      },
    });
    expect(excluded.map(({ name, reasons }: Json) => [name, ...reasons])).toEqual([
      ['Busy', 'Busy has 1 open tasks of at most 1'],
      ['Resting', 'Resting is PAUSED and takes no new tasks'],
      ['Writer', 'Writer does not take OPS tasks'],
    ]);
  });

  it('count open tasks alone, of every task that an agent shares', async () => {
    const [one, other] = [
      await agentWith(api, project, { name: 'One' }),
      await agentWith(api, project, { name: 'Two' }),
    ];
    const shared = [one, other].map(({ id }) => ({ kind: 'AGENT', id }));
    expectStatus(await project.command(await project.task(), 'assign', { assignees: shared }), 200);
    expectStatus(await project.command(await give(one.id), 'transition', { to: 'CANCELED', reason: 'x' }), 200);
    await give(other.id);
    const { recommendations: best } = await recommendations(await project.task());
    expect(best.map(({ name, parts }: Json) => [name, parts.workload.reason])).toEqual([
      ['One', 'has 1 of at most 3 open tasks'],
      ['Two', 'has 2 of at most 3 open tasks'],
    ]);
  });

  it('leave out who has nothing left of the day', async () => {
    const agent = await agentWith(api, project, { name: 'Spent', limits: { perDay: { micros: 0 } } });
    const { projectId } = (await api.worker.store.agents.byId(agent.id))!;
    const today = new Date().toISOString().slice(0, 10);
    const account = { id: `agent:${agent.id}:${today}`, projectId };
    const { over } = await api.worker.store.budgets.reserve(account, {}, 'R1', { micros: 1, tokens: 1, seconds: 1 });
    expect(over).toEqual([]);
    const { excluded } = await recommendations(await project.task());
    expect(excluded[0].reasons).toEqual(["Spent has nothing left of today's budget"]);
  });

  it('are for those who see the project', async () => {
    const key = await project.task();
    const stranger = await personWith(api);
    problem(await api.get(`/tasks/${key}/recommendations`, { token: stranger.token }), 404);
  });
});

describe('assigning the best', () => {
  it('assigns it, and the same request again gives the first answer', async () => {
    await agentWith(api, project, { name: 'Anna' });
    await agentWith(api, project, { name: 'Bert' });
    const key = await project.task();
    const first = await autoAssign(key, { 'idempotency-key': 'auto-1' });
    expectStatus(first, 200);
    expect(first.body.task).toMatchObject({ status: 'ASSIGNED', assignees: [{ name: 'Anna' }] });
    // Anna has more to do than Bert now.
    expect((await recommendations(key)).recommendations[0].name).toBe('Bert');
    const again = await autoAssign(key, { 'idempotency-key': 'auto-1' });
    expectStatus(again, 200);
    expect(again.body.task).toMatchObject({ assignees: [{ name: 'Anna' }], seq: first.body.task.seq });
  });

  it('is refused with the reasons when nobody fits', async () => {
    const key = await project.task();
    expect(problem(await autoAssign(key), 422).detail).toBe('the project has no agents');
    await agentWith(api, project, { name: 'Writer', allowedTypes: ['DOCS'] });
    expect(problem(await autoAssign(key), 422)).toMatchObject({
      detail: `none of the project's agents can take ${key}`,
      errors: [{ path: 'Writer', message: 'Writer does not take OPS tasks' }],
    });
    expect((await api.get(`/tasks/${key}`)).body.status).toBe('INBOX');
  });
});

it('of twenty agents that claim a task at the same moment one wins, and the others learn who', async () => {
  const agents = await Promise.all(
    Array.from({ length: 20 }, (_, n) => agentWith(api, project, { name: `Agent ${n}` })),
  );
  const key = await project.task();
  const claims = await Promise.all(agents.map(({ token }) => claim(key, token)));
  const winners = claims.filter(({ status }) => status < 300);
  expect(winners).toHaveLength(1);
  const { assignees } = winners[0]!.body.task;
  expect(assignees).toHaveLength(1);
  const losers = claims.filter((answer) => answer !== winners[0]);
  expect(new Set(losers.map((answer) => problem(answer, 409).detail))).toEqual(
    new Set([`${key} was already taken by ${assignees[0].name}`]),
  );
}, 120_000);

/** Claims as clients should: on a busy machine a 503 is asked again with the same key, until it is known. */
const claim = (key: string, token: string): Promise<Answer> =>
  eventually(async () => {
    const answer = await project.command(key, 'claim', {}, { token, headers: { 'idempotency-key': 'once' } });
    return answer.status === 503 ? undefined : answer;
  }, 60_000);
