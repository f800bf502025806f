import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dollars } from '../domain/money.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { AgentProbe, moneyFor, usage } from '../tests/budget.test-support.ts';
import { personWith } from '../tests/identities.test-support.ts';

/** The clocks of these two never show the same day. */
const FIRST_TO_BEGIN_A_DAY = 'Pacific/Kiritimati';
const LAST_TO_BEGIN_A_DAY = 'Pacific/Pago_Pago';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

const paths = (answer: Parameters<typeof problem>[0]) => problem(answer, 422).errors?.map(({ path }) => path);
const fifty = Array.from({ length: 50 }, (_none, index) => index);

describe('fifty runs at the same moment with money for ten', () => {
  it('are ten: the rest are refused, one question is asked, and the agent is paused until the next day', async () => {
    const elsewhere = await ProjectProbe.create(api, { timeZone: LAST_TO_BEGIN_A_DAY });
    const agent = await AgentProbe.create(elsewhere, { ...moneyFor(10), name: 'Scout' });
    const key = await agent.task();

    const answers = await Promise.all(fifty.map(() => agent.start({ task: key })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    for (const refused of answers.filter(({ status }) => status !== 201)) expect(paths(refused)).toEqual(['budget']);

    const [approval, ...others] = await agent.approvals();
    expect(others).toEqual([]);
    expect(approval).toMatchObject({
      action: 'BUDGET_OVERRIDE',
      risk: 'YELLOW',
      blocking: true,
      taskKey: key,
      requester: { kind: 'SYSTEM', name: 'Mission Control' },
      payload: { askedMicros: dollars(1), leftMicros: 0, agentId: agent.id, grant: { micros: dollars(5) } },
    });
    expect(approval.summary).toContain('$0.00 of $10.00 are left, and it asks for $1.00');
    expect((await api.get(`/tasks/${key}`)).body.status).toBe('NEEDS_APPROVAL');
    expect(await agent.alerts('BUDGET_EXCEEDED')).toMatchObject([{ severity: 'ERROR', agentId: agent.id }]);
    expect(await agent.status()).toBe('PAUSED');
    expect(await agent.budget()).toMatchObject({ reserved: { micros: dollars(10) }, usedShare: 1, name: 'Scout' });
    expect(paths(await agent.start())).toEqual(['budget']);

    expectStatus(
      await api.send('PATCH', `/projects/${elsewhere.slug}`, { body: { timeZone: FIRST_TO_BEGIN_A_DAY } }),
      200,
    );
    expect(await agent.status()).toBe('ACTIVE');
    expect(await agent.budget()).toMatchObject({ reserved: { micros: 0 }, usedShare: 0 });
    expectStatus(await agent.start({ task: key }), 201);
  }, 60_000);

  it('of a task that can pay for ten, ten start, and the agent goes on elsewhere', async () => {
    const agent = await AgentProbe.create(project, moneyFor(1_000));
    const key = await agent.task({ budgetMicros: dollars(10) });
    const answers = await Promise.all(fifty.map(() => agent.start({ task: key })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const approvals = (await agent.approvals()).filter((approval: Json) => approval.taskKey === key);
    expect(approvals).toMatchObject([{ action: 'BUDGET_OVERRIDE', payload: { grant: { micros: dollars(1) } } }]);
    expect(await agent.status()).toBe('ACTIVE');
    // What the refused ones had set aside on the agent's day was given back.
    expect(await agent.budget()).toMatchObject({ reserved: { micros: dollars(10) } });
    expectStatus(await agent.start(), 201);
  }, 60_000);
});

describe('a run', () => {
  it('is the same one when its start is repeated, also at the same moment', async () => {
    const agent = await AgentProbe.create(project, moneyFor(10));
    const body = { model: 'claude-haiku-4-5', estimate: { micros: 400_000 } };
    const answers = await Promise.all(fifty.slice(0, 10).map(() => agent.start(body, 'same-key')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await agent.budget()).toMatchObject({ reserved: { micros: 400_000, tokens: 1_000, seconds: 60 } });
    problem(await agent.start({ ...body, model: 'gpt-5' }, 'same-key'), 409);
  });

  it('that is refused gets the same answer again, also when there is money by then', async () => {
    const agent = await AgentProbe.create(project, moneyFor(1));
    const first = await agent.start();
    expect(paths(await agent.start({ estimate: { micros: 1 } }, 'late'))).toEqual(['budget']);
    await agent.finish(first.body.id, usage(1));
    expect(paths(await agent.start({ estimate: { micros: 1 } }, 'late'))).toEqual(['budget']);
  });

  it('settles with its first report, and tells what the price table makes of its tokens', async () => {
    const agent = await AgentProbe.create(project, moneyFor(10));
    const { body: run } = await agent.start({ model: 'claude-haiku-4-5' });
    expect(run).toMatchObject({ status: 'RUNNING', agent: { id: agent.id }, reserved: { micros: dollars(1) } });
    const report = { inputTokens: 100_000, outputTokens: 10_000, cacheReadTokens: 1_000_000, seconds: 12 };
    const { body: finished } = await agent.finish(run.id, report);
    expect(finished).toMatchObject({
      status: 'FINISHED',
      model: 'claude-haiku-4-5',
      usage: { ...report, costMicros: 100_000 + 50_000 + 100_000, costSource: 'ESTIMATED' },
    });
    const [again, other] = [await agent.finish(run.id, report), await agent.finish(run.id, usage(7))];
    expect([again.body, other.body]).toEqual([finished, finished]);
    expect(await agent.budget()).toMatchObject({
      settled: { micros: 250_000, tokens: 1_110_000, seconds: 12 },
      reserved: { micros: 0, tokens: 0, seconds: 0 },
    });
  });

  it('of a model without a price counts as free, and somebody hears of it once', async () => {
    const alone = await ProjectProbe.create(api);
    const agent = await AgentProbe.create(alone, moneyFor(10));
    for (const _run of [1, 2]) {
      const { body: run } = await agent.start({ model: 'homemade-7b' });
      const { body } = await agent.finish(run.id, { inputTokens: 1, outputTokens: 1 });
      expect(body.usage).toMatchObject({ costMicros: 0, costSource: 'ESTIMATED' });
    }
    expect(await agent.alerts('PRICE_UNKNOWN')).toHaveLength(1);
  });

  it('that never reported is closed by an operator, with what it really cost', async () => {
    const agent = await AgentProbe.create(project, moneyFor(1));
    const { body: lost } = await agent.start();
    const vera = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    const paul = await personWith(api, { memberships: [{ project: project.slug, role: 'OPERATOR' }] });
    problem(await agent.finish(lost.id, usage(5), vera.token), 403);
    expectStatus(await agent.finish(lost.id, usage(5), paul.token), 200);
    expect((await agent.finish(lost.id, usage(9))).body.usage.costMicros).toBe(5);
    expect(await agent.budget()).toMatchObject({ settled: { micros: 5 }, reserved: { micros: 0 } });
  });

  it('of a task counts once in what the task has cost', async () => {
    const agent = await AgentProbe.create(project, moneyFor(5));
    const key = await agent.task();
    const { body: run } = await agent.start({ task: key });
    for (const micros of [700, 900]) expectStatus(await agent.finish(run.id, usage(micros)), 200);
    const { body: task } = await api.get(`/tasks/${key}`);
    expect(task.spending).toMatchObject({ costMicros: 700, inputTokens: 10, runs: 1 });
    expect(task.recordedRuns).toBeUndefined();
    const { body: verified } = await api.get(`/tasks/${key}/verify`);
    expect(verified.problems).toEqual([]);
  });

  it('starts again on the same day when the limits of its agent are raised', async () => {
    const agent = await AgentProbe.create(project, moneyFor(1));
    expectStatus(await agent.start(), 201);
    expect(paths(await agent.start())).toEqual(['budget']);
    expect(await agent.status()).toBe('PAUSED');
    const { limits } = moneyFor(2);
    expectStatus(await api.send('PATCH', `/agents/${agent.id}`, { body: { limits } }), 200);
    expect(await agent.status()).toBe('ACTIVE');
    expectStatus(await agent.start(), 201);
    expect(paths(await agent.start())).toEqual(['budget']);
  });

  it('is nobody else\u2019s, and exists only for those who see its project', async () => {
    const agent = await AgentProbe.create(project, moneyFor(10));
    const other = await AgentProbe.create(project, moneyFor(10));
    const stranger = await AgentProbe.create(await ProjectProbe.create(api));
    const { body: run } = await agent.start();
    problem(await agent.finish(run.id, usage(1), other.token), 403);
    problem(await agent.finish(run.id, usage(1), stranger.token), 404);
    problem(await agent.finish('run-nobody', usage(1)), 404);
    problem(await stranger.start({ task: await agent.task() }), 404);
    problem(await other.start({ task: await agent.task() }), 403);
    problem(await api.post('/runs', {}), 403);
  });

  it('starts only where work may start', async () => {
    const alone = await ProjectProbe.create(api);
    const agent = await AgentProbe.create(alone, moneyFor(10));
    const key = await agent.task();
    await alone.command(key, 'transition', { to: 'CANCELED', reason: 'a test' });
    problem(await agent.start({ task: key }), 409);
    await api.post(`/agents/${agent.id}/status`, { status: 'PAUSED', reason: 'a test' });
    expect(paths(await agent.start())).toEqual(['agent']);
    await api.post(`/agents/${agent.id}/status`, { status: 'ACTIVE', reason: 'a test' });
    await api.post(`/projects/${alone.slug}/mode`, { mode: 'DRAINING', reason: 'a test' });
    expect(paths(await agent.start())).toEqual(['project.mode']);
  });
});

describe('a budget that is nearly used up', () => {
  it('raises one alert at 80 and one at 95 percent, and pauses the agent at the end of it', async () => {
    const alone = await ProjectProbe.create(api);
    const agent = await AgentProbe.create(alone, moneyFor(20));
    const spend = async (micros: number) => {
      const { body: run } = await agent.start({ estimate: { micros: 0 } });
      expectStatus(await agent.finish(run.id, usage(micros)), 200);
    };
    const raised = async () =>
      (await agent.alerts('BUDGET_THRESHOLD')).map(({ severity, title }: Json) => `${severity}: ${title}`).toSorted();
    await spend(dollars(15.9));
    expect(await raised()).toEqual([]);
    await spend(dollars(0.1));
    await spend(dollars(0.1));
    expect(await raised()).toMatchObject([expect.stringMatching(/^WARNING: .* 80 % of its budget of /)]);
    await spend(dollars(3));
    await spend(dollars(0.1));
    expect(await raised()).toMatchObject([expect.stringMatching(/^ERROR: .* 95 %/), expect.stringMatching(/80 %/)]);
    expect(await agent.status()).toBe('ACTIVE');
    await spend(dollars(0.8));
    expect(await agent.status()).toBe('PAUSED');
    expect(await agent.alerts('BUDGET_EXCEEDED')).toHaveLength(1);
  });

  it('without money holds a flat subscription by its tokens', async () => {
    const limits = { perDay: { micros: 0, tokens: 2_000 }, perRun: { micros: 0, tokens: 1_000, seconds: 60 } };
    const agent = await AgentProbe.create(project, { limits });
    for (const _run of [1, 2]) {
      const { body: run } = await agent.start();
      await agent.finish(run.id, { inputTokens: 900, outputTokens: 50, costMicros: 999, costSource: 'SUBSCRIPTION' });
    }
    expect(await agent.budget()).toMatchObject({ settled: { micros: 0, tokens: 1_900 } });
    expect(problem(await agent.start(), 422).detail).toContain('100 tokens of 2000 tokens are left');
  });
});

describe('the list of runs', () => {
  it('is paged from the newest, and filtered by task and agent', async () => {
    const alone = await ProjectProbe.create(api);
    const [one, two] = [await AgentProbe.create(alone, moneyFor(9)), await AgentProbe.create(alone, moneyFor(9))];
    const key = await one.task();
    const started: string[] = [];
    for (const body of [{ task: key }, {}, { task: key }]) started.unshift((await one.start(body)).body.id);
    started.unshift((await two.start()).body.id);
    const list = async (query: string) => (await api.get(`/runs?project=${alone.slug}${query}`)).body;
    const ids = (page: Json) => page.items.map(({ id }: Json) => id);

    const first = await list('&limit=3');
    const second = await list(`&limit=3&cursor=${first.nextCursor}`);
    expect([...ids(first), ...ids(second)]).toEqual(started);
    expect(second).not.toHaveProperty('nextCursor');
    expect(ids(await list(`&task=${key}`))).toEqual([started[1], started[3]]);
    expect(ids(await list(`&agent=${two.id}`))).toEqual([started[0]]);
    const cursor = Buffer.from('nonsense').toString('base64url');
    expect(problem(await api.get(`/runs?cursor=${cursor}`), 400).errors?.[0]?.path).toBe('cursor');

    const stranger = await personWith(api);
    expect((await api.get('/runs', { token: stranger.token })).body.items).toEqual([]);
    problem(await api.get(`/runs?project=${alone.slug}`, { token: stranger.token }), 404);
    problem(await api.get(`/budgets?project=${alone.slug}`, { token: stranger.token }), 404);
  });
});
