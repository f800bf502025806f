import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith } from '../tests/identities.test-support.ts';
import {
  agentAtWork,
  approve,
  approvalsOf,
  claim,
  decisionsOn,
  deny,
  dispatch,
  letHold,
} from '../tests/governance.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
}, 120_000);
afterAll(() => api.stop(), 60_000);

/** Whatever an agent does takes a person. */
const ASKS_ALWAYS = { autonomy: { SPECIALIST: ['GREEN', 'YELLOW', 'RED'] } };
const newProject = () => ProjectProbe.create(api);
const statusOf = async (key: string): Promise<string> => (await api.get(`/tasks/${key}`)).body.status;

/** A task IN_PROGRESS with an agent that has to ask about everything from now on. */
async function asking(project: ProjectProbe) {
  const { agent, key } = await agentAtWork(project, { name: 'Scout' });
  expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }, { token: agent.token }), 200);
  await letHold(project, ASKS_ALWAYS);
  return { agent, key };
}

describe('a command of an agent', () => {
  it('that the policy allows is carried out and written down', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project);
    const { token } = agent;
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }, { token }), 200);
    expectStatus(await project.command(key, 'submit', { summary: 'done' }, { token }), 200);
    const decisions = await decisionsOn(project, key);
    expect(decisions).toMatchObject([
      { decision: 'ALLOW', action: { kind: 'SUBMIT' }, actor: { kind: 'AGENT', id: agent.id } },
      { decision: 'ALLOW', action: { kind: 'TRANSITION', to: 'IN_PROGRESS' } },
    ]);
  });

  it('that needs people holds the task, and is carried out by their approval', async () => {
    const project = await newProject();
    const { agent, key } = await asking(project);
    const options = { token: agent.token, headers: { 'idempotency-key': 'handing-in' } };
    const submit = () => project.command(key, 'submit', { summary: 'all done' }, options);
    const asked = await submit();
    expectStatus(asked, 202);
    const approvalId = `${key}-A1`;
    expect(asked.body).toMatchObject({ approvalId, task: { status: 'NEEDS_APPROVAL' } });
    expectStatus(await submit(), 202);
    const [approval] = await approvalsOf(project, key);
    expect(approval).toMatchObject({
      kind: 'STATE_TRANSITION',
      requester: { id: agent.id },
      blocking: true,
      held: { name: 'submit', deliverable: { summary: 'all done' } },
    });
    await approve(project, approvalId);
    const { body: task } = await api.get(`/tasks/${key}`);
    expect(task).toMatchObject({ status: 'REVIEW', deliverable: { summary: 'all done' } });
    const again = await submit();
    expect(again.status).toBe(202);
    expect(again.body.approvalId).toBe(approvalId);
    expect(await approvalsOf(project, key)).toHaveLength(1);
    const [decision] = await decisionsOn(project, key);
    expect(decision).toMatchObject({
      decision: 'NEEDS_APPROVAL',
      approvalId,
      policyVersion: `PROJECT:${project.slug}@1`,
    });
  });

  it('that people deny blocks the task with the reason', async () => {
    const project = await newProject();
    const { agent, key } = await asking(project);
    const move = { to: 'BLOCKED', reason: 'it is too hard' };
    const asked = await project.command(key, 'transition', move, { token: agent.token });
    expectStatus(asked, 202);
    const [approval] = await approvalsOf(project, key);
    expect(approval).toMatchObject({ held: { name: 'transition', ...move } });
    expect(approval.summary).toContain('it is too hard');
    await deny(project, asked.body.approvalId, 'try harder');
    expect((await api.get(`/tasks/${key}`)).body).toMatchObject({
      status: 'BLOCKED',
      blockedReason: expect.stringContaining('try harder'),
    });
  });

  it('that the task refuses anyway asks nobody', async () => {
    const project = await newProject();
    const { agent, key } = await asking(project);
    const { token } = agent;
    expect(problem(await project.command(key, 'transition', { to: 'REVIEW' }, { token }), 422).errors?.[0]?.path).toBe(
      'deliverable.summary',
    );
    problem(await project.command(key, 'transition', { to: 'DONE' }, { token }), 409);
    problem(await project.command(key, 'transition', { to: 'CANCELED', reason: 'x' }, { token }), 403);
    expect(await approvalsOf(project, key)).toEqual([]);
  });

  it('of an agent that was paused is refused, whatever the policy allows, and says why', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project, { name: 'Handy' });
    await project.command(key, 'transition', { to: 'IN_PROGRESS' });
    await letHold(project, { autonomy: { SPECIALIST: [] } });
    expectStatus(await api.post(`/agents/${agent.id}/status`, { status: 'PAUSED', reason: 'a test' }), 200);
    const refused = problem(await project.command(key, 'submit', { summary: 'x' }, { token: agent.token }), 403);
    expect(refused.errors?.[0]).toEqual({ path: 'policy', message: 'Handy is PAUSED and may not use tools.' });
    expect((await decisionsOn(project, key))[0]).toMatchObject({ decision: 'DENY', action: { kind: 'SUBMIT' } });
    expect(await statusOf(key)).toBe('IN_PROGRESS');
  });
});

describe('completion that takes a second person', () => {
  it('is asked for by whoever wants to complete, and done when somebody else approves', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project);
    await project.command(key, 'transition', { to: 'IN_PROGRESS' });
    expectStatus(await project.command(key, 'submit', { summary: 'done' }, { token: agent.token }), 200);
    await letHold(project, { completionApproval: true });
    const complete = () =>
      project.command(key, 'transition', { to: 'DONE' }, { headers: { 'idempotency-key': 'end' } });
    const asked = await complete();
    expectStatus(asked, 202);
    expect(asked.body.task.status).toBe('NEEDS_APPROVAL');
    const { approvalId } = asked.body;
    expect((await complete()).body.approvalId).toBe(approvalId);
    problem(await api.post(`/approvals/${approvalId}/decide`, { decision: 'APPROVE' }), 403);
    const other = { token: api.tokens.second };
    expectStatus(await api.post(`/approvals/${approvalId}/decide`, { decision: 'APPROVE' }, other), 200);
    expect(await statusOf(key)).toBe('DONE');
  });
});

describe('a sub-task of an agent', () => {
  const subtask = (project: ProjectProbe, token: string, fields: object = {}) =>
    api.post('/tasks', { project: project.slug, title: 'A part', type: 'OPS', ...fields }, { token });

  it('is created at once where the policy lets it', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project);
    const made = await subtask(project, agent.token, { parent: key });
    expectStatus(made, 201);
    expect(made.body.task).toMatchObject({ parent: key, source: 'AGENT' });
    expect((await decisionsOn(project, key))[0]).toMatchObject({ decision: 'ALLOW', action: { kind: 'SPAWN' } });
  });

  it('of an INTERN is created when people approve, and needs a task that holds the question', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project, { role: 'INTERN' });
    const { token } = agent;
    expect(problem(await subtask(project, token), 403).errors?.[0]?.path).toBe('parent');
    const asked = await subtask(project, token, { parent: key, title: 'A special part' });
    expectStatus(asked, 202);
    expect(asked.body).toMatchObject({ approvalId: `${key}-A1`, task: { key } });
    await approve(project, asked.body.approvalId);
    const child = await eventually(async () => {
      const { body } = await api.get(`/tasks?project=${project.slug}&text=special`);
      return body.items[0] as Json;
    });
    expect((await api.get(`/tasks/${child.key}`)).body).toMatchObject({ parent: key, source: 'AGENT' });
  });

  it('is refused beyond the limits that the policy gives', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project);
    await letHold(project, { spawn: { perParent: 2 } });
    const made = await Promise.all(Array.from({ length: 6 }, () => subtask(project, agent.token, { parent: key })));
    expect(made.map(({ status }) => status).toSorted()).toEqual([201, 201, 422, 422, 422, 422]);
  }, 60_000);
});

describe('the start of work', () => {
  const ASKS_TO_START = { actionRisks: { START_RUN: 'YELLOW' }, autonomy: { SPECIALIST: ['YELLOW', 'RED'] } };

  it('of an execution waits for people once, and goes on when they approve', async () => {
    const project = await newProject();
    await letHold(project, ASKS_TO_START);
    const { agent, key } = await agentAtWork(project);
    const execution = await dispatch(project, key);
    expectStatus(await claim(project, agent), 204);
    expectStatus(await claim(project, agent), 204);
    const [approval, ...others] = await approvalsOf(project, key);
    expect(others).toEqual([]);
    expect(approval).toMatchObject({ kind: 'START_RUN', executionId: execution, status: 'PENDING' });
    expect((await api.get(`/executions/${execution}`)).body.waitingFor).toContain(`${key}-A1 is PENDING`);
    await approve(project, approval.id);
    const claimed = await claim(project, agent);
    expectStatus(claimed, 200);
    expect(claimed.body.execution.id).toBe(execution);
  });

  it('that people have forbidden the agent says so', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project, { name: 'Handy' });
    const execution = await dispatch(project, key);
    expectStatus(await api.post(`/agents/${agent.id}/status`, { status: 'PAUSED', reason: 'a test' }), 200);
    expectStatus(await claim(project, agent), 204);
    const waitingFor = async () => (await api.get(`/executions/${execution}`)).body.waitingFor;
    expect(await waitingFor()).toContain('Handy is PAUSED');
    expectStatus(await api.post(`/agents/${agent.id}/status`, { status: 'ACTIVE', reason: 'a test' }), 200);
    expectStatus(await claim(project, agent), 200);
    expect(await waitingFor()).toBeUndefined();
  });

  it("of an agent's own run waits for people, and begins under the same key when they approve", async () => {
    const project = await newProject();
    await letHold(project, ASKS_TO_START);
    const { agent, key } = await agentAtWork(project);
    const options = { token: agent.token, headers: { 'idempotency-key': 'run' } };
    const start = () => api.post('/runs', { task: key }, options);
    expect(problem(await start(), 422).errors?.[0]?.path).toBe('approval');
    problem(await start(), 422);
    const approvals = await approvalsOf(project, key);
    expect(approvals).toHaveLength(1);
    await approve(project, approvals[0].id);
    expectStatus(await start(), 201);
    // Another run is another question; without a task there is nobody to ask.
    problem(await api.post('/runs', { task: key }, { token: agent.token }), 422);
    problem(await api.post('/runs', {}, { token: agent.token }), 403);
  });
});

it('what the policy says about loops holds for the next command', async () => {
  const project = await newProject();
  await letHold(project, { loops: { comments: 2 } });
  const key = await project.task();
  for (const body of ['one', 'two', 'three']) expectStatus(await project.command(key, 'comment', { body }), 200);
  expect((await api.get(`/tasks/${key}`)).body).toMatchObject({ status: 'BLOCKED', loop: { kind: 'COMMENT_STORM' } });
  const agent = await agentWith(api, project);
  expectStatus(await project.command(key, 'comment', { body: 'four' }, { token: agent.token }), 200);
});
