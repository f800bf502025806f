import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problem, ProjectProbe, startTestApi, type Json, type TestApi } from '../tests/api.test-support.ts';
import {
  approve,
  approvalsOf,
  askFor,
  decisionsOn,
  deny,
  letHold,
  running,
  shell,
  write,
} from '../tests/governance.test-support.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
}, 120_000);
afterAll(() => api.stop(), 60_000);

const newProject = () => ProjectProbe.create(api);

describe('a call of a tool', () => {
  it('is allowed, denied or asked about as the policy says for the role of the agent, and written down', async () => {
    const project = await newProject();
    const work = await running(project, { name: 'Scout', role: 'SPECIALIST' });
    expect((await askFor(project, work, write('src/a.ts'))).body).toMatchObject({ decision: 'ALLOW', risk: 'YELLOW' });
    const denied = (await askFor(project, work, shell('git status; sudo id'))).body;
    expect(denied).toMatchObject({ decision: 'DENY', risk: 'RED' });
    expect(denied.reasons.join(' ')).toContain('sudo');
    const asked = (await askFor(project, work, { tool: 'deploy' })).body;
    expect(asked).toMatchObject({ decision: 'NEEDS_APPROVAL', risk: 'RED', approvalId: `${work.key}-A1` });
    const decisions = await decisionsOn(project, work.key);
    const ofTools = decisions.filter(({ action }: Json) => action.kind === 'TOOL_CALL');
    expect(ofTools.map(({ decision }: Json) => decision)).toEqual(['NEEDS_APPROVAL', 'DENY', 'ALLOW']);
    expect(ofTools[0]).toMatchObject({
      actor: { kind: 'AGENT', id: work.agent.id, name: 'Scout' },
      executionId: work.execution,
      executor: 'CLAUDE_CODE',
      taskKey: work.key,
      approvalId: asked.approvalId,
      policyVersion: 'BUILT_IN@0',
      inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(ofTools[1].rules).toContainEqual(expect.objectContaining({ field: 'shellBlocked', decision: 'DENY' }));
    const [approval] = await approvalsOf(project, work.key);
    expect(approval).toMatchObject({ kind: 'TOOL_EXEC', tool: 'deploy', risk: 'RED', requiredDecisions: 2 });
    expect(approval.payload.reasons).toEqual(asked.reasons);
  });

  it('of an INTERN is asked about where that of others is not, with the people and the time that the policy gives', async () => {
    const project = await newProject();
    await letHold(project, {
      approvals: { YELLOW: { decisions: 1, role: 'ADMIN' } },
      approvalExpiresInMinutes: 10,
      approvalEscalatesInMinutes: 5,
    });
    const work = await running(project, { role: 'INTERN' });
    expect((await askFor(project, work, write('src/a.ts'))).body.decision).toBe('NEEDS_APPROVAL');
    const [approval] = await approvalsOf(project, work.key);
    expect(approval).toMatchObject({ deciderRole: 'ADMIN', requiredDecisions: 1 });
    expect(Date.parse(approval.expiresAt) - Date.parse(approval.requestedAt)).toBe(10 * 60_000);
    expect(Date.parse(approval.escalateAt) - Date.parse(approval.requestedAt)).toBe(5 * 60_000);
  });

  it('is judged by the policy that holds at that moment', async () => {
    const project = await newProject();
    const work = await running(project);
    const decision = async () => (await askFor(project, work, shell('make build'))).body.decision;
    expect(await decision()).toBe('DENY');
    await letHold(project, { shellAllowed: ['make build'] });
    expect(await decision()).toBe('ALLOW');
    await letHold(project, { toolsBlocked: ['shell'] }, { kind: 'AGENT', agentId: work.agent.id });
    expect(await decision()).toBe('DENY');
    const [last] = await decisionsOn(project, work.key);
    expect(last.versions.map(({ scope }: Json) => scope.split(':')[0])).toEqual(['BUILT_IN', 'PROJECT', 'AGENT']);
    expect(last.policyVersion).toMatch(/^AGENT:.*@1$/);
  });

  it('gets the same answer when it is repeated, and another call under its key is refused', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const ask = () => askFor(project, work, write('src/a.ts'), 'once');
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(answers.map(({ body }) => body.approvalId))).toEqual(new Set([`${work.key}-A1`]));
    expect((await ask()).body.approvalId).toBe(`${work.key}-A1`);
    problem(await askFor(project, work, write('src/b.ts'), 'once'), 409);
    expect(await approvalsOf(project, work.key)).toHaveLength(1);
  });

  it('that people are asked about already does not ask them twice, whoever was cut off', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const first = await askFor(project, work, write('src/a.ts'));
    const second = await askFor(project, work, write('src/a.ts'));
    expect(second.body.approvalId).toBe(first.body.approvalId);
    const other = await askFor(project, work, write('src/b.ts'));
    expect(other.body.approvalId).not.toBe(first.body.approvalId);
  });
});

describe('a call that people decide on', () => {
  it('goes on when it is approved, by waiting for the decision and by asking again', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const { approvalId } = (await askFor(project, work, write('src/a.ts'), 'call')).body;
    const { token } = work;
    const waiting = api.get(`/executions/${work.execution}/tool-calls/${approvalId}?waitSeconds=30`, { token });
    await approve(project, approvalId);
    expect((await waiting).body).toEqual({ decision: 'ALLOW' });
    expect((await askFor(project, work, write('src/a.ts'), 'call')).body).toMatchObject({
      decision: 'ALLOW',
      approvalId,
    });
    expect((await api.get(`/tasks/${work.key}`)).body.status).toBe('IN_PROGRESS');
    // An approval is for one call.
    expect((await askFor(project, work, write('src/a.ts'), 'another')).body.decision).toBe('NEEDS_APPROVAL');
  });

  it('is denied with the reason, by waiting and by asking again', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const { approvalId } = (await askFor(project, work, write('src/a.ts'), 'call')).body;
    await deny(project, approvalId, 'not on a Friday');
    const at = `/executions/${work.execution}/tool-calls/${approvalId}`;
    expect((await api.get(at, { token: work.token })).body).toEqual({ decision: 'DENY', reason: 'not on a Friday' });
    expect((await askFor(project, work, write('src/a.ts'), 'call')).body.decision).toBe('DENY');
    expect((await api.get(`/tasks/${work.key}`)).body).toMatchObject({ status: 'BLOCKED' });
  });
});

describe('what people have granted', () => {
  it('lets exactly as many calls through as it has uses, however many come at the same moment', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const { approvalId } = (await askFor(project, work, write('src/a.ts'))).body;
    await approve(project, approvalId, { grant: { scope: 'SAME_TOOL', minutes: 60, uses: 3 } });
    const calls = Array.from({ length: 10 }, (_, index) =>
      askFor(project, work, write(`src/${index}.ts`), `c${index}`),
    );
    const answers = (await Promise.all(calls)).map(({ body }) => body);
    expect(answers.filter(({ decision }) => decision === 'ALLOW')).toHaveLength(3);
    expect(answers.filter(({ decision }) => decision === 'NEEDS_APPROVAL')).toHaveLength(7);
    const decisions = await decisionsOn(project, work.key);
    expect(decisions.filter(({ grantedBy }: Json) => grantedBy === approvalId)).toHaveLength(3);
    expect((await api.get(`/tasks/${work.key}`)).body.grants).toEqual([]);
    // Asking again under the key of one that came through uses up nothing more.
    const through = answers.findIndex(({ decision }) => decision === 'ALLOW');
    expect((await askFor(project, work, write(`src/${through}.ts`), `c${through}`)).body.decision).toBe('ALLOW');
  }, 60_000);

  it('for the very same call lets no other one through', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const { approvalId } = (await askFor(project, work, write('src/a.ts'))).body;
    await approve(project, approvalId, { grant: { scope: 'SAME_CALL', minutes: 60, uses: 5 } });
    expect((await askFor(project, work, write('src/b.ts'))).body.decision).toBe('NEEDS_APPROVAL');
    const again = (await askFor(project, work, write('src/a.ts'))).body;
    expect(again.decision).toBe('ALLOW');
    expect(again.reasons[0]).toContain(approvalId);
  });
});

describe('what people have ordered', () => {
  const EVERYTHING = { autonomy: { INTERN: [], SPECIALIST: [], LEAD: [] }, toolsAllowed: ['*'], shellAllowed: ['*'] };

  it('holds whatever the policy allows, and over what was allowed before', async () => {
    const project = await newProject();
    await letHold(project, EVERYTHING);
    const work = await running(project, { name: 'Handy' });
    const ask = async (key?: string) => (await askFor(project, work, write('src/a.ts'), key)).body;
    expect((await ask('before')).decision).toBe('ALLOW');
    await api.post(`/agents/${work.agent.id}/status`, { status: 'PAUSED', reason: 'a test' });
    expect(await ask()).toMatchObject({ decision: 'DENY', reasons: ['Handy is PAUSED and may not use tools.'] });
    expect((await ask('before')).decision).toBe('DENY');
    await api.post(`/agents/${work.agent.id}/status`, { status: 'ACTIVE', reason: 'a test' });
    expect((await ask('before')).decision).toBe('ALLOW');
    await api.post(`/agents/${work.agent.id}/status`, { status: 'QUARANTINED', reason: 'a test' });
    expect((await ask()).decision).toBe('DENY');
  });

  it('of a project holds over its policy and over approvals', async () => {
    const project = await newProject();
    const work = await running(project, { role: 'INTERN' });
    const { approvalId } = (await askFor(project, work, write('src/a.ts'), 'call')).body;
    await approve(project, approvalId);
    await letHold(project, EVERYTHING);
    await api.post(`/projects/${project.slug}/mode`, { mode: 'QUARANTINED', reason: 'a test' });
    expect((await askFor(project, work, write('src/a.ts'), 'call')).body.decision).toBe('DENY');
    expect((await askFor(project, work, write('src/c.ts'))).body.decision).toBe('DENY');
    const at = `/executions/${work.execution}/tool-calls/${approvalId}`;
    expect((await api.get(at, { token: work.token })).body.decision).toBe('DENY');
  });
});
