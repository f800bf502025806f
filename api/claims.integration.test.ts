import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
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
import { keyOf } from '../tests/identities.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(() => api.stop(), 60_000);

const twenty = Array.from({ length: 20 }, (_none, index) => index);
const claimWith = (token: string, waitSeconds = 0): Promise<Answer> =>
  api.post(
    '/executions/claim',
    { types: ['CLAUDE_CODE', 'CODEMOD'], executor: { name: 'tester' }, waitSeconds },
    { token },
  );
const idOf = ({ body }: Answer): string | undefined => body?.execution?.id;
const claimed = (answers: readonly Answer[]) => answers.map(idOf).filter((id) => id !== undefined);
const complete = ({ body }: Answer, report: object = {}) =>
  api.post(
    `/executions/${body.execution.id}/complete`,
    { summary: 'done', ...report },
    { token: body.execution.token },
  );

describe('a claim', () => {
  let executor: string;
  beforeAll(async () => {
    project = await ProjectProbe.create(api);
    ({ token: executor } = await keyOf(api, { kind: 'EXECUTOR', projects: [project.slug] }));
  });

  it('gets nothing of an agent that was paused after the dispatch, and gets it when the pause is lifted', async () => {
    const agent = await AgentProbe.create(project);
    const { execution } = await agent.dispatched();
    await api.post(`/agents/${agent.id}/status`, { status: 'PAUSED', reason: 'a test' });
    expectStatus(await claimWith(executor), 204);
    await api.post(`/agents/${agent.id}/status`, { status: 'ACTIVE', reason: 'a test' });
    expect(idOf(await claimWith(executor))).toBe(execution);
  });

  it('gets nothing of a project that is not NORMAL', async () => {
    const agent = await AgentProbe.create(project);
    const { execution } = await agent.dispatched();
    for (const mode of ['PAUSED', 'DRAINING']) {
      await api.post(`/projects/${project.slug}/mode`, { mode, reason: 'a test' });
      expectStatus(await claimWith(executor), 204);
    }
    await api.post(`/projects/${project.slug}/mode`, { mode: 'NORMAL', reason: 'a test' });
    expect(idOf(await claimWith(executor))).toBe(execution);
  });

  it('reaches only projects of the key', async () => {
    const other = await ProjectProbe.create(api);
    const { token } = await keyOf(api, { kind: 'EXECUTOR', projects: [other.slug] });
    const { execution } = await (await AgentProbe.create(project)).dispatched();
    expectStatus(await claimWith(token), 204);
    expect(idOf(await claimWith(executor))).toBe(execution);
  });

  it('that waits gets work as soon as it may start', async () => {
    const agent = await AgentProbe.create(project);
    await api.post(`/projects/${project.slug}/mode`, { mode: 'NORMAL', reason: 'a test' });
    const waiting = claimWith(executor, 20);
    const { execution } = await agent.dispatched();
    expect(idOf(await waiting)).toBe(execution);
  }, 30_000);

  it('sets aside what the attempt may use at most, and settles what it reports, once', async () => {
    const agent = await AgentProbe.create(project);
    const { key, execution } = await agent.dispatched({ budgetMicros: dollars(0.5) });
    const answer = await claimWith(executor);
    expect(await agent.budget()).toMatchObject({ reserved: { micros: dollars(0.5), tokens: 750_000, seconds: 3600 } });
    const report = { usage: { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 9, model: 'claude-haiku-4-5' } };
    await Promise.all([complete(answer, report), complete(answer, report)]);
    expect(await agent.budget()).toMatchObject({ settled: { micros: 1_501, tokens: 1_109 }, reserved: { micros: 0 } });
    const task = (await api.get(`/tasks/${key}`)).body;
    expect(task).toMatchObject({ status: 'REVIEW', spending: { costMicros: 1_501, inputTokens: 1_000, runs: 1 } });
    const { body: runs } = await api.get(`/runs?task=${key}`);
    expect(runs.items).toMatchObject([{ status: 'FINISHED', executionId: execution, executor: 'CLAUDE_CODE' }]);
    const { body: events } = await api.get(`/tasks/${key}/events`);
    const recorded = events.items.find(({ type }: Json) => type === 'run.recorded');
    expect(recorded.data).toMatchObject({ runId: runs.items[0].id, usage: { costMicros: 1_501 } });
  });

  it('for work without a model sets nothing aside, and counts what it reports all the same', async () => {
    const agent = await AgentProbe.create(project, moneyFor(0));
    const { key } = await agent.dispatched({}, 'CODEMOD');
    const answer = await claimWith(executor);
    expect((await api.get(`/runs?task=${key}`)).body.items).toEqual([]);
    await complete(answer, { usage: usage(3) });
    expect(await agent.budget()).toMatchObject({ settled: { micros: 3 }, reserved: { micros: 0 } });
  });
});

describe('an agent', () => {
  beforeAll(async () => {
    project = await ProjectProbe.create(api);
  });

  it('claims with its own key what is carried out for it, and nothing else', async () => {
    const [mine, other] = [await AgentProbe.create(project), await AgentProbe.create(project)];
    const { execution: theirs } = await other.dispatched();
    const { execution } = await mine.dispatched();
    expect(idOf(await mine.claim())).toBe(execution);
    expectStatus(await mine.claim(), 204);
    problem(await mine.claim(0, 'MANUAL'), 403);
    const { body } = await api.get(`/executions/${execution}`);
    expect(body).toMatchObject({ status: 'ASSIGNED', worker: { kind: 'AGENT', id: mine.id } });
    expect(body).not.toHaveProperty('held');
    expect(idOf(await other.claim())).toBe(theirs);
  });

  it('has as many executions under way as its limit says, and one more when one has ended', async () => {
    const agent = await AgentProbe.create(project, { concurrencyLimit: 3 });
    await Promise.all([1, 2, 3, 4, 5].map(() => agent.dispatched({}, 'CODEMOD')));
    const answers = await Promise.all(twenty.map(() => agent.claim(1, 'CODEMOD')));
    expect(new Set(claimed(answers)).size).toBe(3);
    expect(claimed(answers)).toHaveLength(3);
    expectStatus(await agent.claim(0, 'CODEMOD'), 204);
    const [first] = answers.filter(({ status }) => status === 200);
    if (first) expectStatus(await complete(first), 200);
    expect(claimed(await Promise.all(twenty.map(() => agent.claim(0, 'CODEMOD'))))).toHaveLength(1);
  }, 60_000);

  it('gets its slots back from executions that were canceled without a word', async () => {
    const agent = await AgentProbe.create(project, { concurrencyLimit: 1 });
    const { key, execution } = await agent.dispatched();
    expect(idOf(await agent.claim())).toBe(execution);
    const { execution: next } = await agent.dispatched();
    expectStatus(await agent.claim(), 204);
    await project.command(key, 'cancelExecution', { executionId: execution, reason: 'a test' });
    expect(idOf(await agent.claim())).toBe(next);
  });

  it('with money for one attempt is not refused because many claim that one at the same moment', async () => {
    const agent = await AgentProbe.create(project, moneyFor(1));
    const { execution } = await agent.dispatched();
    const answers = await Promise.all(twenty.map(() => agent.claim()));
    expect(claimed(answers)).toEqual([execution]);
    expect(await agent.status()).toBe('ACTIVE');
    expect(await agent.budget()).toMatchObject({ reserved: { micros: dollars(1) } });
  }, 60_000);
});

describe('the end of a lease', () => {
  beforeAll(async () => {
    project = await ProjectProbe.create(api);
  });
  const heartbeat = ({ body }: Answer, report: object) =>
    api.post(`/executions/${body.execution.id}/heartbeat`, report, { token: body.execution.token });
  const release = ({ body }: Answer) =>
    api.post(`/executions/${body.execution.id}/release`, {}, { token: body.execution.token });

  it('that was handed back costs nothing, or what its last heartbeat said', async () => {
    const agent = await AgentProbe.create(project);
    const { key, execution } = await agent.dispatched();
    const first = await agent.claim();
    expectStatus(await release(first), 200);
    expect(await agent.budget()).toMatchObject({ settled: { micros: 0, seconds: 0 }, reserved: { micros: 0 } });
    const second = await agent.claim();
    expect(idOf(second)).toBe(execution);
    await heartbeat(second, { usage: usage(20) });
    await heartbeat(second, { usage: usage(30) });
    await release(second);
    expect(await agent.budget()).toMatchObject({ settled: { micros: 30 }, reserved: { micros: 0 } });
    await eventually(async () => (await api.get(`/tasks/${key}`)).body.spending.costMicros === 30);
    expect((await agent.claim()).status).toBe(200);
  });

  it('that was lost is settled by the late report, which is then told so', async () => {
    const agent = await AgentProbe.create(project);
    const { execution } = await agent.dispatched();
    const late = await agent.claim();
    // Somebody hands it back behind the back of whoever works.
    await api.worker.client.activity.fail(
      { workflowId: `execution-${execution}`, activityId: late.body.execution.leaseId },
      new Error('gone'),
    );
    await eventually(async () => (await api.get(`/executions/${execution}`)).body.status === 'PENDING');
    expect(await agent.budget()).toMatchObject({ settled: { micros: 0 }, reserved: { micros: dollars(0.75) } });
    expect(problem(await complete(late, { usage: usage(40) }), 409).type).toMatch(/lease-lost$/);
    expect(await agent.budget()).toMatchObject({ settled: { micros: 40 }, reserved: { micros: 0 } });
    expect((await agent.claim()).status).toBe(200);
  }, 30_000);
});

describe('work that cannot start', () => {
  it('does not hide what comes after it, however much there is', async () => {
    project = await ProjectProbe.create(api);
    const stopped = await ProjectProbe.create(api);
    const { token } = await keyOf(api, { kind: 'EXECUTOR', projects: [project.slug, stopped.slug] });
    const paused = await AgentProbe.create(project);
    await Promise.all(twenty.map(() => paused.dispatched({ priority: 1 })));
    await api.post(`/agents/${paused.id}/status`, { status: 'PAUSED', reason: 'a test' });
    const full = await AgentProbe.create(project, { concurrencyLimit: 1 });
    await Promise.all([1, 2, 3].map(() => full.dispatched({ priority: 1 })));
    expectStatus(await full.claim(), 200);
    const poor = await AgentProbe.create(project, moneyFor(0));
    await Promise.all([1, 2].map(() => poor.dispatched({ priority: 1 })));
    const elsewhere = await AgentProbe.create(stopped);
    await Promise.all([1, 2].map(() => elsewhere.dispatched({ priority: 1 })));
    await api.post(`/projects/${stopped.slug}/mode`, { mode: 'PAUSED', reason: 'a test' });
    const free = await AgentProbe.create(project);
    const { execution } = await free.dispatched({ priority: 4 });

    expect(idOf(await claimWith(token))).toBe(execution);
    expectStatus(await claimWith(token), 204);
    expect(await poor.status()).toBe('PAUSED');
    expect(await poor.approvals()).toHaveLength(1);
  }, 120_000);
});

describe('an emergency stop', () => {
  afterEach(() => api.post('/installation/resume', { reason: 'a test' }));

  it('stops claims at once, before anything was canceled, and also those that wait', async () => {
    project = await ProjectProbe.create(api);
    const { token } = await keyOf(api, { kind: 'EXECUTOR', projects: [project.slug] });
    const agent = await AgentProbe.create(project);
    const { execution } = await agent.dispatched();
    const { installation } = api.worker.store;
    const by = { kind: 'HUMAN', id: 'olga', name: 'Olga Owner' } as const;
    await installation.stop({ reason: 'a test', by, at: new Date().toISOString() });
    problem(await agent.claim(), 403);
    expectStatus(await claimWith(token, 1), 204);
    const waiting = claimWith(token, 20);
    await installation.resume(new Date().toISOString());
    expect(idOf(await waiting)).toBe(execution);
  }, 60_000);
});
