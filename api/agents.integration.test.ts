import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, personWith } from '../tests/identities.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

const register = (fields: object) =>
  api.post('/agents', { project: project.slug, name: 'Scout', role: 'SPECIALIST', ...fields });

const order = (id: string, status: string, reason = 'a test') => api.post(`/agents/${id}/status`, { status, reason });

const heartbeat = (token: string, body: object = {}) => api.post('/agents/heartbeat', body, { token });

const agentOf = async (id: string): Promise<Json> => (await api.get(`/agents/${id}`)).body;

describe('the registry', () => {
  it('registers an agent once by its name, and updates what is given after that', async () => {
    const first = await register({ name: 'Scout', allowedTypes: ['RESEARCH'], emoji: '🔭' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      status: 'ACTIVE',
      concurrencyLimit: 3,
      limits: { perDay: { micros: 5_000_000 } },
    });
    const again = await register({ name: 'SCOUT', concurrencyLimit: 7 });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: first.body.id, name: 'SCOUT', concurrencyLimit: 7, emoji: '🔭' });
    expect(again.body.allowedTypes).toEqual(['RESEARCH']);
  });

  it('has one agent of a name however many register it at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({ name: 'Twin' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(7).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('edits fields, clears the executor, and keeps names unique', async () => {
    const { body: one } = await register({ name: 'Nova', executor: 'CURSOR', limits: { perDay: { micros: 1 } } });
    await register({ name: 'Orion' });
    const edited = await api.send('PATCH', `/agents/${one.id}`, { body: { executor: null, role: 'LEAD', limits: {} } });
    expect(edited.body).toMatchObject({ role: 'LEAD', limits: { perDay: { micros: 12_000_000 } } });
    expect(edited.body).not.toHaveProperty('executor');
    const taken = await api.send('PATCH', `/agents/${one.id}`, { body: { name: 'oRION' } });
    expect(problem(taken, 409).detail).toContain('already has an agent named oRION');
    const renamed = await api.send('PATCH', `/agents/${one.id}`, { body: { name: 'Nebula' } });
    expect(renamed.body.name).toBe('Nebula');
  });

  it('shows what an agent is doing and what today has cost', async () => {
    const { body: agent } = await register({ name: 'Busy' });
    const key = await project.task({ title: 'For Busy' });
    expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    const { body } = await project.command(key, 'dispatch', { executor: 'CURSOR' });
    expect(await agentOf(agent.id)).toMatchObject({
      spentToday: { micros: 0, tokens: 0, seconds: 0 },
      openTasks: [{ key, title: 'For Busy', status: 'IN_PROGRESS' }],
      activeExecutions: [{ id: body.executionId, taskKey: key, status: 'PENDING' }],
    });
  });

  it('is closed to people who do not see the project, and to those who may not', async () => {
    const { body: agent } = await register({ name: 'Private' });
    const stranger = await personWith(api);
    problem(await api.get(`/agents/${agent.id}`, { token: stranger.token }), 404);
    const viewer = await personWith(api, { memberships: [{ project: project.slug, role: 'VIEWER' }] });
    expectStatus(await api.get(`/agents/${agent.id}`, { token: viewer.token }), 200);
    const pause = { status: 'PAUSED', reason: 'no' };
    problem(await api.post(`/agents/${agent.id}/status`, pause, { token: viewer.token }), 403);
    const operator = await personWith(api, { memberships: [{ project: project.slug, role: 'OPERATOR' }] });
    problem(await api.send('PATCH', `/agents/${agent.id}`, { body: { role: 'LEAD' }, token: operator.token }), 403);
    expectStatus(await api.post(`/agents/${agent.id}/status`, pause, { token: operator.token }), 200);
  });
});

describe('an order', () => {
  it('is neither lifted by a heartbeat nor by registering again', async () => {
    const agent = await agentWith(api, project, { name: 'Patient' });
    expect((await order(agent.id, 'PAUSED', 'holidays')).body).toMatchObject({
      status: 'PAUSED',
      statusReason: 'holidays',
    });
    const beat = await heartbeat(agent.token);
    expect(beat.body).toEqual({
      status: 'PAUSED',
      mayStartWork: false,
      reason: 'Patient is PAUSED and starts no work (holidays)',
    });
    expectStatus(await register({ name: 'patient' }), 200);
    expect(await agentOf(agent.id)).toMatchObject({ status: 'PAUSED', statusReason: 'holidays' });
    expect((await order(agent.id, 'ACTIVE')).body.status).toBe('ACTIVE');
    expect((await heartbeat(agent.token)).body).toEqual({ status: 'ACTIVE', mayStartWork: true });
  });

  it('keeps work from being assigned, and says who gave it', async () => {
    const agent = await agentWith(api, project, { name: 'Drained' });
    await order(agent.id, 'DRAINED', 'moving house');
    const key = await project.task();
    const refused = await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] });
    expect(problem(refused, 422).errors).toEqual([{ path: 'assignees.0', message: 'Drained is DRAINED' }]);
    expect((await agentOf(agent.id)).statusBy.name).toBe('Olga Owner');
  });

  it('to be QUARANTINED locks the key out at once, cancels what runs, and raises an alert until it is lifted', async () => {
    const agent = await agentWith(api, project, { name: 'Rogue' });
    const { execution, token } = await claimedFor(agent.id);
    expectStatus(await heartbeat(agent.token), 200);
    expectStatus(await order(agent.id, 'QUARANTINED', 'leaks secrets'), 200);
    expect(problem(await heartbeat(agent.token), 403).detail).toBe('Rogue is QUARANTINED: leaks secrets');
    const told = await eventually(async () => {
      const { body } = await api.post(`/executions/${execution}/heartbeat`, {}, { token });
      return body.cancelRequested === true && body.reason !== undefined ? body : undefined;
    });
    expect(told.reason).toContain('Rogue is QUARANTINED: leaks secrets (ordered by Olga Owner)');
    expect(await alertAbout(agent.id)).toMatchObject({
      severity: 'CRITICAL',
      status: 'OPEN',
      kind: 'AGENT_QUARANTINED',
    });
    expectStatus(await order(agent.id, 'ACTIVE', 'it was a false alarm'), 200);
    expectStatus(await heartbeat(agent.token), 200);
    expect(await alertAbout(agent.id)).toMatchObject({ status: 'RESOLVED' });
  });

  it('to be PAUSED takes the tools from what runs, to be DRAINED lets it end', async () => {
    const agent = await agentWith(api, project, { name: 'Handy' });
    const { execution, token } = await claimedFor(agent.id);
    const ask = async (): Promise<Json> =>
      (await api.post(`/executions/${execution}/tool-calls`, { tool: 'list_files', summary: 'look' }, { token })).body;
    expect((await ask()).decision).toBe('ALLOW');
    await order(agent.id, 'PAUSED');
    expect(await ask()).toMatchObject({ decision: 'DENY', reasons: ['Handy is PAUSED and may not use tools.'] });
    await order(agent.id, 'DRAINED');
    expect((await ask()).decision).toBe('ALLOW');
  });

  it('between dispatch and claim keeps the work from starting until it is lifted', async () => {
    const agent = await agentWith(api, project, { name: 'Late' });
    const execution = await dispatchedTo(agent.id);
    await order(agent.id, 'PAUSED');
    expectStatus(await claim(), 204);
    await order(agent.id, 'ACTIVE');
    const claimed = await claim();
    expectStatus(claimed, 200);
    expect(claimed.body.execution.id).toBe(execution);
  });
});

it('agents of a project that is QUARANTINED are locked out at once, until it is NORMAL again', async () => {
  const contained = await ProjectProbe.create(api);
  const agent = await agentWith(api, contained);
  const setMode = (mode: string) => api.post(`/projects/${contained.slug}/mode`, { mode, reason: 'a test' });
  expectStatus(await heartbeat(agent.token), 200);
  expectStatus(await setMode('QUARANTINED'), 200);
  expect(problem(await heartbeat(agent.token), 403).detail).toContain('is QUARANTINED');
  expectStatus(await setMode('NORMAL'), 200);
  expectStatus(await heartbeat(agent.token), 200);
});

describe('a squad', () => {
  it('is paused and resumed together, without what was ordered of single agents', async () => {
    const squad = await ProjectProbe.create(api);
    const [first, second, third] = await Promise.all(
      ['Ada', 'Bea', 'Cleo'].map((name) => agentWith(api, squad, { name })),
    );
    await order(second!.id, 'PAUSED', 'on her own');
    const pause = () => api.post(`/projects/${squad.slug}/squad/pause`, { reason: 'weekend' });
    expect((await pause()).body).toEqual({ changed: ['Ada', 'Cleo'] });
    expect((await pause()).body).toEqual({ changed: [] });
    await order(third!.id, 'QUARANTINED', 'meanwhile');
    const resumed = await api.post(`/projects/${squad.slug}/squad/resume`, { reason: 'monday' });
    expect(resumed.body).toEqual({ changed: ['Ada'] });
    const statuses = await Promise.all([first, second, third].map(async (agent) => (await agentOf(agent!.id)).status));
    expect(statuses).toEqual(['ACTIVE', 'PAUSED', 'QUARANTINED']);
  });

  it('never overwrites a quarantine that comes at the same moment', async () => {
    const squad = await ProjectProbe.create(api);
    const agents = await Promise.all(Array.from({ length: 6 }, () => agentWith(api, squad)));
    await Promise.all([
      api.post(`/projects/${squad.slug}/squad/pause`, { reason: 'all' }),
      ...agents.map(({ id }) => order(id, 'QUARANTINED')),
      api.post(`/projects/${squad.slug}/squad/resume`, { reason: 'all' }),
    ]);
    const { body } = await api.get(`/agents?project=${squad.slug}`);
    expect(body.items.map(({ status }: Json) => status)).toEqual(Array(6).fill('QUARANTINED'));
  });
});

it('are listed of one project, or of all that the caller sees', async () => {
  const [one, other] = await Promise.all([ProjectProbe.create(api), ProjectProbe.create(api)]);
  const [mine, theirs] = [await agentWith(api, one), await agentWith(api, other)];
  const idsFor = async (query: string, token?: string) =>
    (await api.get(`/agents${query}`, { ...(token !== undefined && { token }) })).body.items.map(({ id }: Json) => id);
  expect(await idsFor(`?project=${one.slug}`)).toEqual([mine.id]);
  expect(await idsFor('')).toEqual(expect.arrayContaining([mine.id, theirs.id]));
  expect(await idsFor('', mine.token)).toEqual([mine.id]);
});

describe('a heartbeat', () => {
  it('says who is there and what went wrong last', async () => {
    const agent = await agentWith(api, project);
    await heartbeat(agent.token, { lastError: 'disk full' });
    const { lastHeartbeatAt, lastError } = await agentOf(agent.id);
    expect([typeof lastHeartbeatAt, lastError]).toEqual(['string', 'disk full']);
    await heartbeat(agent.token, { lastError: 'disk full' });
    expect((await agentOf(agent.id)).lastHeartbeatAt).toBe(lastHeartbeatAt);
    await heartbeat(agent.token);
    expect(await agentOf(agent.id)).not.toHaveProperty('lastError');
  });

  it('is for agents alone', async () => {
    problem(await api.post('/agents/heartbeat', {}), 403);
    problem(await api.post('/agents/heartbeat', {}, { token: api.tokens.executor }), 403);
  });
});

/** Work for an agent that waits for an executor. */
async function dispatchedTo(agentId: string): Promise<string> {
  const key = await project.task();
  expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agentId }] }), 200);
  expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  const dispatched = await project.command(key, 'dispatch', { executor: 'CLAUDE_CODE' });
  expectStatus(dispatched, 200);
  return dispatched.body.executionId;
}

const claim = () =>
  api.post(
    '/executions/claim',
    { types: ['CLAUDE_CODE'], executor: { name: 'tester' } },
    { token: api.tokens.executor },
  );

async function claimedFor(agentId: string): Promise<{ execution: string; token: string }> {
  const execution = await dispatchedTo(agentId);
  const claimed = await claim();
  expectStatus(claimed, 200);
  expect(claimed.body.execution.id).toBe(execution);
  return { execution, token: claimed.body.execution.token };
}

async function alertAbout(agentId: string): Promise<Json> {
  const { body } = await api.get(`/alerts?agent=${agentId}`);
  return body.items[0];
}
