import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ulid } from 'ulid';
import { learningCommand } from '../cli/commands/learning.ts';
import type { Subject } from '../domain/learning/memory.ts';
import type { TaskStatus } from '../domain/task/vocabulary.ts';
import type { TallyDocument } from '../store/documents/learning.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { personWith } from '../tests/identities.test-support.ts';
import { inDatabase } from '../tests/people.test-support.ts';
import { LEARNING_WORKFLOW } from '../workflows/messages.ts';

let api: TestApi;
let project: ProjectProbe;
let ann: { kind: string; id: string };

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
  ann = await agent('Ann');
  await agent('Bob');
  const done = ['IN_PROGRESS', 'REVIEW', 'DONE'] as const;
  for (let n = 0; n < 3; n++) await drive(ann, done, { labels: ['backup'], title: 'Check the backup' });
  await drive(ann, ['IN_PROGRESS', 'CANCELED'], { labels: ['backup'] });
  await drive(ann, ['CANCELED']);
  await drive(ann, done, { type: 'DOCS' });
  await drive(await project.me(), done, { type: 'EMAIL' });
}, 120_000);
afterAll(() => api.stop(), 60_000);

async function agent(name: string): Promise<{ kind: string; id: string }> {
  const registered = await api.post('/agents', { project: project.slug, name, role: 'SPECIALIST' });
  expectStatus(registered, 201);
  return { kind: 'AGENT', id: registered.body.id };
}

async function drive(assignee: object, to: readonly TaskStatus[], fields: object = {}): Promise<string> {
  const key = await project.task(fields);
  expectStatus(await project.command(key, 'assign', { assignees: [assignee] }), 200);
  expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  for (const status of to) {
    const reason = { reason: 'a test', feedback: 'a test' };
    if (status === 'REVIEW') expectStatus(await project.command(key, 'submit', { summary: 'done' }), 200);
    else expectStatus(await project.command(key, 'transition', { to: status, ...reason }), 200);
  }
  return key;
}

const performanceOf = async (id: string): Promise<Json> => {
  const answer = await api.get(`/agents/${id}/performance`);
  expectStatus(answer, 200);
  return answer.body;
};
const subjects = (): Subject[] => [
  { kind: 'AGENT', id: ann.id },
  { kind: 'PROJECT', id: project.slug },
];
const relearn = () =>
  api.worker.client.workflow.execute(LEARNING_WORKFLOW, {
    taskQueue: api.worker.config.temporal.taskQueue,
    workflowId: ulid(),
    args: [],
  });

describe('what is learned of an agent', () => {
  it('is by type and executor: what was DONE of what was begun and ended', async () => {
    const { items } = (await api.get(`/analytics/performance?project=${project.slug}`)).body;
    const record = { agent: { id: ann.id, name: 'Ann' }, executor: 'DIRECT', praises: 0, refutes: 0 };
    expect(items).toEqual([
      { ...record, type: 'DOCS', attempts: 1, finished: 1, succeeded: 1 },
      {
        ...record,
        type: 'OPS',
        attempts: 4,
        finished: 4,
        succeeded: 3,
        successRate: 0.75,
        averageSeconds: expect.any(Number),
        averageCostMicros: 0,
      },
    ]);
  });

  it('has patterns, with the tasks that show them', async () => {
    const { items } = await performanceOf(ann.id);
    const { patterns, evidence } = items.find(({ type }: Json) => type === 'OPS');
    expect(patterns[0]).toMatchObject({
      kind: 'LABEL',
      value: 'backup',
      finished: 4,
      succeeded: 3,
      frequency: 1,
      successRate: 0.75,
    });
    expect(patterns.map(({ value }: Json) => value)).toContain('check');
    expect(evidence[0]).toMatchObject({ taskKey: expect.stringContaining(project.keyPrefix), succeeded: false });
    expect(patterns[0].evidence).toHaveLength(4);
  });

  it('speaks for the agent when somebody is looked for, and says so', async () => {
    const key = await project.task({ labels: ['backup'] });
    const { recommendations } = (await api.get(`/tasks/${key}/recommendations`)).body;
    const partOf = (name: string) => recommendations.find((one: Json) => one.name === name).parts.performance;
    expect(partOf('Ann')).toEqual({
      score: 0.75,
      weight: 0.2,
      reason: 'learned: 3 of 4 of its OPS tasks with label backup succeeded',
    });
    expect(partOf('Bob')).toEqual({ score: 0.5, weight: 0.2, reason: 'not enough data for OPS tasks' });
  });
});

describe('learning happens once', () => {
  const tallies = async () =>
    (await api.worker.store.learning.tallies(subjects())).map(
      ({ version: _version, counted: _counted, ...rest }) => rest,
    );

  it('however often it is tried, several at a time, and however the attempts are cut short', async () => {
    const before = await tallies();
    const { items } = (await api.get(`/tasks?project=${project.slug}&limit=100`)).body;
    const ended = items.filter(({ status }: Json) => status === 'DONE').map(({ id }: Json) => id as string);
    expect(ended.length).toBeGreaterThan(3);
    await Promise.all([...ended, ...ended].map((id) => api.worker.store.learning.learn(id)));
    expect(await tallies()).toEqual(before);
  });

  it('and what is missing of it is learned by the daily look, which finds nothing else to correct', async () => {
    expect(await relearn()).toEqual({ caughtUp: 0, corrected: 0 });
    const before = await tallies();
    // As in an installation that had no learning, and in one whose worker was killed between its two writes.
    await inDatabase(api, async (database) => {
      const kept = database.collection<TallyDocument>('agentPerformance');
      await kept.deleteMany({ type: 'DOCS' });
      await kept.updateOne({ subject: `AGENT:${ann.id}`, type: 'OPS' }, { $set: { 'tally.finished': 99 } });
      await database.collection('outcomes').deleteMany({});
    });
    expect(await relearn()).toEqual({ caughtUp: 7, corrected: 2 });
    expect(await tallies()).toEqual(before);
  });
});

describe('routing', () => {
  async function executed(routed: ProjectProbe, executor: string, isGood: boolean): Promise<void> {
    const { key, execution } = await routed.dispatched(executor);
    const claim = { types: [executor], executor: { name: 'tester' } };
    const claimed = await api.post('/executions/claim', claim, { token: api.tokens.executor });
    expect(claimed.body.execution.id).toBe(execution);
    const { token } = claimed.body.execution;
    const path = `/executions/${execution}`;
    if (isGood) {
      expectStatus(await api.post(`${path}/complete`, { summary: 'done' }, { token }), 200);
      expectStatus(await routed.command(key, 'transition', { to: 'DONE' }), 200);
    } else {
      expectStatus(await api.post(`${path}/fail`, { error: 'no', retryable: false }, { token }), 200);
      expectStatus(await routed.command(key, 'transition', { to: 'CANCELED', reason: 'it failed' }), 200);
    }
  }

  it('goes to the fallback with which more tasks like this succeeded, and the back-test tells how much that is worth', async () => {
    const rule = { types: ['OPS'], executor: 'CURSOR', score: 0.8, reason: 'ops', fallbacks: ['CODEMOD'] };
    const routed = await ProjectProbe.create(api, { routingRules: [rule] });
    for (let n = 0; n < 3; n++) {
      await executed(routed, 'CODEMOD', true);
      await executed(routed, 'CURSOR', false);
    }
    const key = await routed.task();
    const { route } = (await api.get(`/tasks/${key}/route`)).body;
    expect(route).toMatchObject({
      executor: 'CODEMOD',
      fallbacks: ['CURSOR'],
      reason: 'learned: 3 of 3 like this succeeded with CODEMOD, 0 of 3 with CURSOR',
    });

    const { body } = await api.get(`/analytics/backtest?project=${routed.slug}`);
    expect(body).toMatchObject({
      project: routed.slug,
      outcomes: 6,
      routing: { decisions: 6, actual: { succeeded: 3 }, usual: { matched: 3, succeeded: 0 }, differing: 0 },
    });
    expect(await printedBy('--project', routed.slug)).toContain('Which executor');
    expect(JSON.parse(await printedBy('--project', routed.slug, '--json'))).toEqual(body);
  }, 120_000);

  async function printedBy(...args: string[]): Promise<string> {
    process.env['MISSION_CONTROL_URL'] = api.url;
    process.env['MISSION_CONTROL_TOKEN'] = api.tokens.owner;
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await learningCommand.parseAsync(['backtest', ...args], { from: 'user' });
      return write.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      write.mockRestore();
      delete process.env['MISSION_CONTROL_URL'];
      delete process.env['MISSION_CONTROL_TOKEN'];
    }
  }
});

describe('a reset', () => {
  it('forgets what was before it, for good', async () => {
    const reset = await api.post(`/agents/${ann.id}/performance/reset`, { reason: 'another model' });
    expectStatus(reset, 200);
    expect(reset.body).toMatchObject({ items: [], learnFrom: expect.any(String) });
    expect(await relearn()).toEqual({ caughtUp: 0, corrected: 0 });
    expect((await performanceOf(ann.id)).items).toEqual([]);
    await drive(ann, ['IN_PROGRESS', 'REVIEW', 'DONE']);
    expect((await performanceOf(ann.id)).items).toMatchObject([{ type: 'OPS', finished: 1 }]);
    const { items } = (await api.get(`/activity?project=${project.slug}`)).body;
    expect(items).toContainEqual(
      expect.objectContaining({
        type: 'agent.learning_reset',
        summary: 'had what was learned of Ann forgotten: another model',
      }),
    );
  });

  it('is for ADMINs of the project', async () => {
    const path = `/agents/${ann.id}/performance/reset`;
    const memberships = [{ project: project.slug, role: 'OPERATOR' as const }];
    const { token } = await personWith(api, { memberships });
    problem(await api.post(path, { reason: 'no' }, { token }), 403);
    problem(await api.post(path, { reason: 'no' }, { token: (await personWith(api)).token }), 404);
    problem(
      await api.get(`/analytics/performance?project=${project.slug}`, { token: (await personWith(api)).token }),
      404,
    );
  });
});
