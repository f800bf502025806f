import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { createAgentWatchActivities } from '../activities/agent-watch.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith } from '../tests/identities.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';
import { connectWorker } from '../workers/task-worker.ts';
import { agentWatchScheduleId, ensureSchedules } from '../workers/schedules.ts';

const LONG_AGO = '2026-01-01T12:00:00.000Z';
const SILENT = { control: { status: 'ACTIVE', at: LONG_AGO }, lastHeartbeatAt: LONG_AGO } as const;
const YEARS = 1_000_000_000;
/** An executor of this work may be silent for an hour: only its agent's silence ends the lease. */
const PATIENT = { types: ['OPS'], executor: 'CLAUDE_CODE', score: 1, reason: 'a test', heartbeatTimeoutSeconds: 3600 };

let api: TestApi;
let project: ProjectProbe;
let connection: NativeConnection;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api, { routingRules: [PATIENT] });
  connection = await connectWorker(api.worker.config);
  await ensureSchedules(connection, api.worker.config);
  // It looks when a test asks it to, and at no other time.
  await schedule().pause('a test');
}, 60_000);
afterAll(async () => {
  await schedule().delete();
  await connection.close();
  await api.stop();
}, 60_000);

const schedule = () => api.worker.client.schedule.getHandle(agentWatchScheduleId(api.worker.config.temporal.taskQueue));

const agentOf = async (id: string): Promise<Json> => (await api.get(`/agents/${id}`)).body;
const alertAbout = async (id: string): Promise<Json> => (await api.get(`/alerts?agent=${id}`)).body.items[0];
const heartbeat = (token: string) => api.post('/agents/heartbeat', {}, { token });

/** Lets the schedule look, and answers whom it has found. */
async function look(): Promise<string[]> {
  const started = async () => (await schedule().describe()).info.recentActions.map(({ action }) => action.workflow);
  const before = new Set((await started()).map(({ firstExecutionRunId }) => firstExecutionRunId));
  await schedule().trigger(ScheduleOverlapPolicy.ALLOW_ALL);
  const workflow = await eventually(async () =>
    (await started()).findLast(({ firstExecutionRunId }) => !before.has(firstExecutionRunId)),
  );
  return api.worker.client.workflow.getHandle(workflow.workflowId).result();
}

describe('an agent that has gone silent', () => {
  it('is OFFLINE, with an alert and an entry in the feed, until its next sign of life', async () => {
    const agent = await agentWith(api, project, { ...SILENT, name: 'Quiet' });
    expect(await look()).toEqual(['Quiet']);
    expect(await agentOf(agent.id)).toMatchObject({
      status: 'OFFLINE',
      statusReason: `no sign of life since ${LONG_AGO}`,
    });
    expect(await alertAbout(agent.id)).toMatchObject({
      kind: 'AGENT_OFFLINE',
      severity: 'WARNING',
      status: 'OPEN',
      title: 'Quiet is OFFLINE',
    });
    expect((await heartbeat(agent.token)).body).toEqual({ status: 'ACTIVE', mayStartWork: true });
    expect((await agentOf(agent.id)).status).toBe('ACTIVE');
    expect(await alertAbout(agent.id)).toMatchObject({ status: 'RESOLVED', count: 1 });
    const { body } = await api.get(`/activity?project=${project.slug}`);
    const types = body.items.filter(({ agentId }: Json) => agentId === agent.id).map(({ type }: Json) => type);
    expect(types).toEqual(['agent.online', 'agent.offline']);
  });

  it('loses its leases at once: its work is on offer again and goes to somebody else', async () => {
    const agent = await agentWith(api, project, { name: 'Holder', control: SILENT.control });
    const execution = await dispatchedTo(agent.id);
    const held = await claim(agent.token);
    expectStatus(held, 200);
    expect(held.body.execution.id).toBe(execution);
    expectStatus(await heartbeatOf(held.body.execution), 200);
    await api.worker.store.agents.noteHeartbeat(agent.id, LONG_AGO, undefined);
    await look();
    await eventually(async () => (await api.get(`/executions/${execution}`)).body.status === 'PENDING');
    expect(problem(await heartbeatOf(held.body.execution), 409).type).toMatch(/lease-lost$/);
    const next = await claim(api.tokens.executor);
    expectStatus(next, 200);
    expect(next.body.execution).toMatchObject({ id: execution, attempt: 2 });
  });

  it('is found again by an attempt that repeats one which was cut off', async () => {
    const { id } = await agentWith(api, project, SILENT);
    const { markSilentAgents } = createAgentWatchActivities({ store: api.worker.store });
    const at = new Date().toISOString();
    const first = await markSilentAgents(at);
    expect(first.map((marked) => marked.id)).toContain(id);
    expect(await markSilentAgents(at)).toEqual(first);
    expect(await markSilentAgents(new Date(Date.parse(at) + 1).toISOString())).toEqual([]);
  });
});

describe('nobody is OFFLINE', () => {
  it('who is locked out, who never gave a sign of life, or gave one just now', async () => {
    const locked = await ProjectProbe.create(api);
    const agents = await Promise.all([
      agentWith(api, project, { control: SILENT.control }),
      agentWith(api, project, { ...SILENT, lastHeartbeatAt: new Date().toISOString() }),
      agentWith(api, project, { ...SILENT, control: { status: 'QUARANTINED', at: LONG_AGO } }),
      agentWith(api, locked, SILENT),
    ]);
    expectStatus(await api.post(`/projects/${locked.slug}/mode`, { mode: 'QUARANTINED', reason: 'a test' }), 200);
    await look();
    expectStatus(await api.post(`/projects/${locked.slug}/mode`, { mode: 'NORMAL', reason: 'a test' }), 200);
    await look();
    const statuses = await Promise.all(agents.map(async ({ id }) => (await agentOf(id)).status));
    expect(statuses).toEqual(['ACTIVE', 'ACTIVE', 'QUARANTINED', 'ACTIVE']);
  });

  it('who gives a sign of life while somebody looks', async () => {
    const { id, token } = await agentWith(api, project, { ...SILENT, heartbeatTimeoutSeconds: YEARS });
    const { agents } = api.worker.store;
    const seen = await agents.byId(id);
    expectStatus(await heartbeat(token), 200);
    await agents.markOffline(seen!, new Date().toISOString());
    expect((await agentOf(id)).status).toBe('ACTIVE');
  });
});

it('the schedule is brought up to date by each worker that starts, and stays paused when people have paused it', async () => {
  await ensureSchedules(connection, api.worker.config);
  const { state, spec, policies } = await schedule().describe();
  expect([state.paused, state.note]).toEqual([true, 'a test']);
  expect(spec.intervals).toMatchObject([{ every: 30_000 }]);
  expect(policies.overlap).toBe('SKIP');
});

it('nobody is OFFLINE for what an emergency stop kept them from saying', async () => {
  const { id } = await agentWith(api, project, SILENT);
  expectStatus(await api.post('/installation/stop', { reason: 'a test' }), 200);
  expect(await look()).toEqual([]);
  expectStatus(await api.post('/installation/resume', { reason: 'a test' }), 200);
  expect(await look()).toEqual([]);
  expect((await agentOf(id)).status).toBe('ACTIVE');
});

async function dispatchedTo(agentId: string): Promise<string> {
  const key = await project.task();
  expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agentId }] }), 200);
  expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  const dispatched = await project.command(key, 'dispatch', { executor: 'CLAUDE_CODE' });
  expectStatus(dispatched, 200);
  return dispatched.body.executionId;
}

const claim = (token: string) =>
  api.post('/executions/claim', { types: ['CLAUDE_CODE'], executor: { name: 'tester' }, waitSeconds: 5 }, { token });

const heartbeatOf = ({ id, token }: { id: string; token: string }) =>
  api.post(`/executions/${id}/heartbeat`, {}, { token });
