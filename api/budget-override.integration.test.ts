import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dollars } from '../domain/money.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { AgentProbe, moneyFor, usage } from '../tests/budget.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(async () => {
  project = await ProjectProbe.create(api);
});
afterAll(() => api.stop(), 60_000);

const decide = (approval: Json, decision: string) =>
  api.post(`/approvals/${approval.id}/decide`, { decision, reason: 'a test' });
const statusOf = async (key: string): Promise<string> => (await api.get(`/tasks/${key}`)).body.status;
const report = (answer: Answer, call: string, body: object = {}) => {
  const { id, token } = answer.body.execution;
  return api.post(`/executions/${id}/${call}`, body, { token });
};

/** An agent whose money for one run is taken, and work of it that waits. */
async function withoutMoney() {
  const agent = await AgentProbe.create(project, moneyFor(1));
  const other = await agent.task();
  expectStatus(await agent.start(), 201);
  const offered = await agent.dispatched();
  expectStatus(await agent.claim(), 204);
  const [approval] = await agent.approvals();
  expect(approval).toMatchObject({ taskKey: offered.key, payload: { account: expect.stringMatching(/^agent:/) } });
  return { agent, other, approval, ...offered };
}

describe('work without a budget', () => {
  it('waits for a person, and goes on by itself once it is approved', async () => {
    const { agent, approval, key, execution } = await withoutMoney();
    expect(await statusOf(key)).toBe('NEEDS_APPROVAL');
    expect(await agent.status()).toBe('PAUSED');
    const waiting = agent.claim(20);
    expectStatus(await decide(approval, 'APPROVE'), 200);
    expect((await waiting).body.execution.id).toBe(execution);
    expect(await agent.status()).toBe('ACTIVE');
    expect(await agent.budget()).toMatchObject({ granted: { micros: dollars(1) }, reserved: { micros: dollars(2) } });
    expect(await agent.alerts('BUDGET_EXCEEDED')).toMatchObject([{ status: 'RESOLVED' }]);
    expect(await agent.approvals()).toEqual([]);
  }, 60_000);

  it('is granted once, also when the grant is tried again, and asks again when that is used up too', async () => {
    const { agent, approval, key } = await withoutMoney();
    await decide(approval, 'APPROVE');
    const first = await eventually(async () => {
      const answer = await agent.claim();
      return answer.status === 200 ? answer : undefined;
    });
    const grant = { account: approval.payload.account, amounts: approval.payload.grant };
    expect(await api.worker.store.budgets.applyOverride(project.slug, approval.id, grant)).toBe(false);
    expect(await agent.budget()).toMatchObject({ granted: { micros: dollars(1) } });
    await report(first, 'release');
    expectStatus(await agent.start(), 201);
    expectStatus(await agent.claim(), 204);
    const [again, ...others] = await agent.approvals();
    expect(others).toEqual([]);
    expect(again).toMatchObject({ taskKey: key, payload: { leftMicros: expect.any(Number) } });
    expect(again.id).not.toBe(approval.id);
  }, 60_000);

  it('is BLOCKED when a person denies it, and the agent stays paused', async () => {
    const { agent, approval, key } = await withoutMoney();
    await decide(approval, 'DENY');
    expect(await statusOf(key)).toBe('BLOCKED');
    expectStatus(await agent.claim(), 204);
    expect(await agent.approvals()).toEqual([]);
    expect(await agent.budget()).toMatchObject({ granted: { micros: 0 } });
    problem(await project.command(key, 'transition', { to: 'IN_PROGRESS', reason: 'again' }), 422);
  });

  it('that the task itself lacks lets the agent go on with other tasks', async () => {
    const agent = await AgentProbe.create(project, moneyFor(100));
    const poor = await agent.dispatched({ budgetMicros: dollars(1), priority: 1 });
    expectStatus(await agent.start({ task: poor.key, estimate: { micros: 1 } }), 201);
    const { execution } = await agent.dispatched({ priority: 4 });
    expect((await agent.claim()).body.execution.id).toBe(execution);
    expect(await statusOf(poor.key)).toBe('NEEDS_APPROVAL');
    expect(await agent.status()).toBe('ACTIVE');
    const [approval] = await agent.approvals();
    expect(approval.payload).toMatchObject({ account: expect.stringMatching(/^task:/), grant: { micros: dollars(1) } });
    await decide(approval, 'APPROVE');
    expect((await agent.claim(20)).body.execution.id).toBe(poor.execution);
  }, 60_000);

  it('asks one person for one day, however many tasks wait for it, and all of them go on', async () => {
    const agent = await AgentProbe.create(project, moneyFor(4));
    for (const _run of [1, 2, 3, 4]) expectStatus(await agent.start(), 201);
    const offered = [await agent.dispatched(), await agent.dispatched()];
    for (const _claim of [1, 2, 3]) expectStatus(await agent.claim(), 204);
    const [approval, ...others] = await agent.approvals();
    expect(others).toEqual([]);
    await decide(approval, 'APPROVE');
    const claimed = [(await agent.claim(20)).body.execution.id, (await agent.claim(20)).body.execution.id];
    expect(claimed.toSorted()).toEqual(offered.map(({ execution }) => execution).toSorted());
  }, 60_000);

  it('asks also when the day was used up to its end without a refusal', async () => {
    const agent = await AgentProbe.create(project, moneyFor(2));
    const { key } = await agent.dispatched();
    const { body: run } = await agent.start();
    await agent.finish(run.id, usage(dollars(3)));
    expect(await agent.status()).toBe('PAUSED');
    expectStatus(await agent.claim(), 204);
    const [approval] = await agent.approvals();
    // One dollar over, and one for the run that waits.
    expect(approval).toMatchObject({
      taskKey: key,
      payload: { leftMicros: -dollars(1), grant: { micros: dollars(2) } },
    });
    await decide(approval, 'APPROVE');
    expectStatus(await agent.claim(20), 200);
  }, 60_000);
});

describe('an override that somebody else asks for', () => {
  it('grants nothing, though a person approves it', async () => {
    const { agent, other, approval, key } = await withoutMoney();
    const payload = { ...approval.payload, grant: { micros: dollars(1_000), tokens: 0, seconds: 0 } };
    const asked = await api.post(
      `/tasks/${other}/commands/requestApproval`,
      { action: 'BUDGET_OVERRIDE', summary: 'please', risk: 'YELLOW', payload },
      { token: agent.token },
    );
    expectStatus(asked, 200);
    expectStatus(await decide({ id: asked.body.approvalId }, 'APPROVE'), 200);
    // What was decided on later is done later, too.
    await decide(approval, 'APPROVE');
    await eventually(async () => (await agent.claim()).status === 200);
    expect(await agent.budget()).toMatchObject({ granted: { micros: dollars(1) } });
    expect(await statusOf(key)).toBe('IN_PROGRESS');
  }, 60_000);
});

describe('a run over its cap', () => {
  const running = async (more: object = {}) => {
    const agent = await AgentProbe.create(project, moneyFor(100));
    const offered = await agent.dispatched(more);
    const answer = await agent.claim();
    expect(answer.body.execution.id).toBe(offered.execution);
    return { agent, answer, ...offered };
  };

  it.each([
    ['money', { costMicros: dollars(1) + 1 }, '$1.00 of $1.00'],
    ['tokens', { inputTokens: 990, outputTokens: 11 }, '1001 tokens of 1000 tokens'],
    ['time', { seconds: 61 }, '2 min of 1 min'],
  ])(
    'in %s is stopped at once, settled, and goes on with another run when a person says so',
    async (_unit, used, words) => {
      const { agent, answer, key, execution } = await running();
      const within = await report(answer, 'heartbeat', { usage: usage(5) });
      expect(within.body).toEqual({ cancelRequested: false });
      const over = await report(answer, 'heartbeat', { usage: usage(5, used) });
      expect(over.body).toEqual({ cancelRequested: true, reason: `over the cap of its run: ${words}` });
      expect(await statusOf(key)).toBe('NEEDS_APPROVAL');
      expect((await api.get(`/executions/${execution}`)).body.status).toBe('CANCELED');
      expect(await agent.alerts('RUN_OVER_CAP')).toMatchObject([{ severity: 'ERROR', taskKey: key }]);
      // Asked again, it says so again and asks nobody else.
      expect((await report(answer, 'heartbeat', { usage: usage(5, used) })).body.cancelRequested).toBe(true);
      const [approval, ...others] = await agent.approvals();
      expect(others).toEqual([]);

      expectStatus(await report(answer, 'canceled'), 200);
      const spent = 'costMicros' in used ? used.costMicros : 5;
      expect((await api.get(`/tasks/${key}`)).body.spending).toMatchObject({ costMicros: spent, runs: 1 });
      const { settled, reserved } = await agent.budget();
      expect(settled.micros).toBe(spent);
      expect(reserved).toEqual({ micros: 0, tokens: 0, seconds: 0 });

      await decide(approval, 'APPROVE');
      expect(await statusOf(key)).toBe('IN_PROGRESS');
      expect(await agent.budget()).toMatchObject({ granted: { micros: 0 } });
      // By itself, on the same route.
      const next = await agent.claim();
      expectStatus(next, 200);
      expect(next.body.execution).toMatchObject({ taskKey: key, executor: 'CLAUDE_CODE', attempt: 1 });
      expect(next.body.execution.id).not.toBe(execution);
    },
    60_000,
  );

  it('is held to the cap of its route, where that is lower than its agent\u2019s', async () => {
    const { agent } = await running({ budgetMicros: 400_000 });
    expect(await agent.budget()).toMatchObject({ reserved: { micros: 400_000 } });
  });
});
