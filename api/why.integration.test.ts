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
import { agentAtWork, askFor, dispatch, letHold, running, shell, write } from '../tests/governance.test-support.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
}, 120_000);
afterAll(() => api.stop(), 60_000);

const newProject = () => ProjectProbe.create(api);

async function why(key: string, query = '', token = api.tokens.owner): Promise<Json> {
  const answer = await api.get(`/tasks/${key}/why${query}`, { token });
  expectStatus(answer, 200);
  return answer.body;
}

async function simulated(key: string, action: object, actor?: object): Promise<Json> {
  const answer = await api.post(`/tasks/${key}/simulate`, { action, ...(actor && { actor }) });
  expectStatus(answer, 200);
  return answer.body;
}

describe('why', () => {
  it('names every way out of the status, who takes it, what it needs and what the policy says', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project, { name: 'Scout' });
    await letHold(project, { autonomy: { SPECIALIST: ['GREEN', 'YELLOW', 'RED'] } });
    const asPerson = await why(key);
    expect(asPerson).toMatchObject({ actor: { name: 'Olga Owner' }, status: 'ASSIGNED', waitsFor: ['Scout to start'] });
    expect(asPerson.transitions.map(({ to }: Json) => to).toSorted()).toEqual(
      ['BLOCKED', 'CANCELED', 'INBOX', 'IN_PROGRESS', 'NEEDS_APPROVAL'].toSorted(),
    );
    expect(asPerson.transitions.find(({ to }: Json) => to === 'CANCELED')).toMatchObject({
      mayMove: true,
      movers: ['HUMAN'],
      needs: [{ path: 'reason' }],
    });
    const asAgent = await why(key, `?actor=AGENT:${agent.id}`);
    const start = asAgent.transitions.find(({ to }: Json) => to === 'IN_PROGRESS');
    expect(start).toMatchObject({ mayMove: true, needs: [], policy: { decision: 'NEEDS_APPROVAL' } });
    expect(start.policy.reasons[0]).toContain('Scout is a SPECIALIST');
    const cancel = asAgent.transitions.find(({ to }: Json) => to === 'CANCELED');
    expect(cancel.mayMove).toBe(false);
    expect(cancel).not.toHaveProperty('policy');
    problem(await api.get(`/tasks/${key}/why?actor=AGENT:nobody`), 400);
  });

  it('says in words what the task waits for, wherever it stands', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project, { name: 'Scout', role: 'INTERN' });
    const inbox = await project.task();
    expect((await why(inbox)).waitsFor).toEqual(['somebody who takes it, or whom it is given to']);
    const execution = await dispatch(project, key);
    expect((await why(key)).waitsFor).toEqual([`a free CLAUDE_CODE executor for ${execution}`]);
    await project.command(key, 'requestApproval', { action: 'deploy', summary: 'deploy', risk: 'RED' });
    expect((await why(key)).waitsFor[0]).toMatch(`2 people (OPERATOR) to decide on ${key}-A1 (deploy) before `);
    await project.command(inbox, 'transition', { to: 'BLOCKED', reason: 'no money' });
    expect((await why(inbox)).waitsFor[0]).toContain('no money');
    expect(agent.id).not.toBe('');
  });

  it('shows the last decisions, to an agent only its own', async () => {
    const project = await newProject();
    const work = await running(project);
    await askFor(project, work, shell('git status'));
    const stranger = await agentWith(api, project);
    const { lastDecisions } = await why(work.key);
    expect(lastDecisions[0]).toMatchObject({ decision: 'ALLOW', action: { kind: 'TOOL_CALL', tool: 'shell' } });
    expect((await why(work.key, '', work.agent.token)).lastDecisions).toEqual(lastDecisions);
    expect((await why(work.key, '', stranger.token)).lastDecisions).toEqual([]);
  });
});

describe('a simulation', () => {
  const RULES = { autonomy: { SPECIALIST: ['RED'] }, shellBlocked: ['git push'], actionRisks: { SUBMIT: 'RED' } };

  it.each([
    ['a harmless command', shell('git status')],
    ['a blocked command', shell('git push origin main')],
    ['a hidden command', shell('echo $(sudo id)')],
    ['a command nobody has listed', shell('make build')],
    ['a file in the workspace', write('src/a.ts')],
    ['a file outside of it', write('../../etc/passwd')],
    ['a deployment', { tool: 'deploy', arguments: { to: 'production' } }],
    [
      'an unknown tool with a secret',
      { tool: 'frobnicate', arguments: { token: 'ghp_0123456789abcdefABCDEF0123456789abcd' } },
    ],
    ['a call without what it needs', { tool: 'shell', arguments: {} }],
  ])('of %s says what is decided when it is done', async (_what, call) => {
    const project = await newProject();
    await letHold(project, RULES);
    const work = await running(project);
    const actor = { kind: 'AGENT', id: work.agent.id };
    const { policy, wouldHappen } = await simulated(work.key, { kind: 'TOOL_CALL', ...call }, actor);
    const { body: done } = await askFor(project, work, call);
    expect(policy).toMatchObject({ decision: done.decision, risk: done.risk, reasons: done.reasons });
    expect(wouldHappen).toBe(done.decision === 'ALLOW');
  });

  it('of commands says what becomes of them', async () => {
    const project = await newProject();
    await letHold(project, RULES);
    const { agent, key } = await agentAtWork(project);
    const { token } = agent;
    const actor = { kind: 'AGENT', id: agent.id };
    const tooEarly = await simulated(key, { kind: 'SUBMIT' }, actor);
    expect(tooEarly).toMatchObject({ wouldHappen: false, refusal: { message: expect.any(String) } });
    problem(await project.command(key, 'submit', { summary: 'x' }, { token }), 409);
    expect((await simulated(key, { kind: 'TRANSITION', to: 'IN_PROGRESS' }, actor)).wouldHappen).toBe(true);
    expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }, { token }), 200);
    const submission = await simulated(key, { kind: 'SUBMIT' }, actor);
    expect(submission).toMatchObject({ wouldHappen: false, policy: { decision: 'NEEDS_APPROVAL', risk: 'RED' } });
    expect(submission).not.toHaveProperty('refusal');
    expectStatus(await project.command(key, 'submit', { summary: 'x' }, { token }), 202);
    expect((await simulated(key, { kind: 'SUBMIT' }, actor)).refusal).toBeDefined();
    expect((await simulated(key, { kind: 'SPAWN', type: 'OPS' }, actor)).wouldHappen).toBe(true);
    expect((await simulated(key, { kind: 'TOOL_CALL', tool: 'shell' })).refusal).toBeDefined();
  });

  it('does nothing and leaves no trace', async () => {
    const project = await newProject();
    const { agent, key } = await agentAtWork(project, { role: 'INTERN' });
    const actor = { kind: 'AGENT', id: agent.id };
    const before = (await api.get(`/tasks/${key}`)).body;
    await simulated(key, { kind: 'TOOL_CALL', ...write('src/a.ts') }, actor);
    await simulated(key, { kind: 'SPAWN', type: 'OPS' }, actor);
    await simulated(key, { kind: 'TRANSITION', to: 'IN_PROGRESS' }, actor);
    expect((await api.get(`/tasks/${key}`)).body).toEqual(before);
    expect((await api.get(`/policy-decisions?task=${key}`)).body.items).toEqual([]);
    expect((await api.get(`/approvals?task=${key}`)).body.items).toEqual([]);
  });
});
