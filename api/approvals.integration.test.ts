import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { MISSION_CONTROL, type Actor } from '../domain/actor.ts';
import { taskWorkflowId } from '../domain/ids.ts';
import { NO_FACTS, type CommandOf } from '../domain/task/commands.ts';
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
import { commandUpdates } from '../workflows/messages.ts';

let api: TestApi;
let project: ProjectProbe;
let agent: { readonly id: string; readonly token: string };
let key: string;

beforeAll(async () => void (api = await startTestApi()), 60_000);
beforeEach(async () => {
  project = await ProjectProbe.create(api);
  agent = await agentWith(api, project, { name: 'Scribe' });
  key = await assigned();
});
afterAll(() => api.stop(), 60_000);

async function assigned(): Promise<string> {
  const task = await project.task();
  expectStatus(await project.command(task, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] }), 200);
  return task;
}

async function ask(more: object = {}, token = agent.token): Promise<string> {
  const body = { action: 'deploy', summary: 'deploy it', risk: 'YELLOW', ...more };
  const answer = await project.command(key, 'requestApproval', body, { token });
  expectStatus(answer, 200);
  return answer.body.approvalId as string;
}

/** Asks as Mission Control's own rules do, for what callers cannot say themselves. */
async function askFor(more: Partial<CommandOf<'requestApproval'>>): Promise<string> {
  const { id } = (await api.get(`/tasks/${key}`)).body;
  const asked = { action: 'move on', summary: 'move on', risk: 'YELLOW', blocking: true, ...more } as const;
  const asker = more.executionId ?? agent.id;
  const actor: Actor = { kind: 'AGENT', id: asker, name: 'Scribe', role: 'SPECIALIST' };
  const handle = api.worker.client.workflow.getHandle(taskWorkflowId(id));
  const envelope = { command: { name: 'requestApproval', ...asked }, actor, facts: NO_FACTS } as const;
  return (await handle.executeUpdate(commandUpdates.approval, { args: [envelope] })).approvalId ?? '';
}

const decide = (id: string, decision: 'APPROVE' | 'DENY' = 'APPROVE', token = api.tokens.owner, more: object = {}) =>
  api.post(`/approvals/${id}/decide`, { decision, reason: 'a test', ...more }, { token });
const approval = async (id: string, token = api.tokens.owner): Promise<Json> => {
  const answer = await api.get(`/approvals/${id}`, { token });
  expectStatus(answer, 200);
  return answer.body;
};
const statusOf = async (): Promise<string> => (await api.get(`/tasks/${key}`)).body.status;
const member = (role: 'VIEWER' | 'OPERATOR' | 'ADMIN') =>
  personWith(api, { memberships: [{ project: project.slug, role }] });
const told = async (token: string, kind: string): Promise<Json[]> =>
  (await api.get(`/notifications?kind=${kind}`, { token })).body.items;
const thread = async (): Promise<string[]> =>
  (await api.get(`/tasks/${key}/messages`)).body.items.map(({ body }: Json) => body);

describe('whoever may not decide is told why, before and after trying', () => {
  it.each([
    ['the person who asked', 'asked', 403, /nobody decides on what they asked for/],
    ['an agent', 'agent', 403, /an agent key may not/],
    ['a VIEWER', 'viewer', 403, /a VIEWER of .* may not do this/],
  ] as const)('%s', async (_who, who, status, why) => {
    const operator = await member('OPERATOR');
    const token = { asked: operator.token, agent: agent.token, viewer: (await member('VIEWER')).token }[who];
    const id = await ask({}, operator.token);
    expect(await approval(id, token)).toMatchObject({
      mayDecide: false,
      mayNotDecideBecause: expect.stringMatching(why),
    });
    expect(problem(await decide(id, 'APPROVE', token), status).detail).toMatch(why);
    expect(await statusOf()).toBe('NEEDS_APPROVAL');
    expect(await approval(id)).toMatchObject({ mayDecide: true, decisions: [], status: 'PENDING' });
  });

  it('somebody of another project does not see it at all', async () => {
    const stranger = await personWith(api);
    const id = await ask();
    for (const path of [`/approvals/${id}`, `/approvals/${id}/chain`]) {
      problem(await api.get(path, { token: stranger.token }), 404);
    }
    problem(await decide(id, 'APPROVE', stranger.token), 404);
    expectStatus(await decide(id), 200);
    expect(problem(await decide(id, 'APPROVE', stranger.token), 404).detail).not.toContain('Olga');
  });
});

it('nobody can decide in the name of somebody else: two decisions are those of two credentials', async () => {
  const id = await ask({ risk: 'RED' });
  problem(await decide(id, 'APPROVE', api.tokens.owner, { by: 'operator' }), 400);
  problem(await decide(id, 'APPROVE', api.tokens.owner, { actor: { id: 'somebody' } }), 400);
  expectStatus(await decide(id), 200);
  expect(problem(await decide(id), 409).detail).toContain('it needs a second person');
  expect(await approval(id)).toMatchObject({
    mayDecide: false,
    status: 'PENDING',
    decisions: [{ by: { kind: 'HUMAN' } }],
  });
  expectStatus(await decide(id, 'APPROVE', api.tokens.second), 200);
  expect(await statusOf()).toBe('ASSIGNED');
});

describe('a decision', () => {
  it('moves the task on, and tells who asked', async () => {
    const id = await ask();
    expectStatus(await decide(id), 200);
    expect(await statusOf()).toBe('ASSIGNED');
    expect(await told(agent.token, 'APPROVAL_DECIDED')).toMatchObject([{ approvalId: id, taskKey: key }]);
  });

  it('against it blocks the task with the reason, said once in the thread', async () => {
    const id = await ask();
    problem(await decide(id, 'DENY', api.tokens.owner, { reason: ' ' }), 422);
    expectStatus(await decide(id, 'DENY', api.tokens.owner, { reason: 'no backup' }), 200);
    expect((await api.get(`/tasks/${key}`)).body).toMatchObject({
      status: 'BLOCKED',
      blockedReason: `${id} denied: no backup`,
    });
    expect(await thread()).toEqual([`Olga Owner denied ${id} (deploy): no backup`]);
    expect(await told(agent.token, 'APPROVAL_DECIDED')).toMatchObject([{ approvalId: id, body: 'no backup' }]);
    expect(await told(agent.token, 'MENTION')).toEqual([]);
    expect(await approval(id)).toMatchObject({ closedBecause: 'no backup', closedBy: { name: 'Olga Owner' } });
  });

  it('is waited for by the agent that asked', async () => {
    const id = await ask();
    const waiting = api.get(`/approvals/${id}?waitSeconds=25`, { token: agent.token });
    await sleep(300);
    expectStatus(await decide(id), 200);
    expect((await waiting).body).toMatchObject({ id, status: 'APPROVED' });
    const pending = await ask();
    const looked = await api.get(`/approvals/${pending}?waitSeconds=1`, { token: agent.token });
    expect(looked.body).toMatchObject({ id: pending, status: 'PENDING' });
    problem(await api.get(`/approvals/${id}?waitSeconds=26`), 400);
  });

  it('for nothing that exists is 404, and for no decision 400', async () => {
    problem(await decide(`${key}-A9`), 404);
    problem(await decide('nonsense'), 404);
    problem(await api.post(`/approvals/${key}-A1/decide`, { decision: 'MAYBE' }), 400);
  });
});

describe('handing on', () => {
  const delegate = (id: string, role: string, token = api.tokens.owner) =>
    api.post(`/approvals/${id}/delegate`, { role, reason: 'not mine' }, { token });

  it('leaves it to the ADMINs, who are told', async () => {
    const [operator, admin] = [await member('OPERATOR'), await member('ADMIN')];
    const id = await ask();
    expect(await told(admin.token, 'APPROVAL_REQUESTED')).toHaveLength(1);
    expectStatus(await delegate(id, 'ADMIN', operator.token), 200);
    expect(await told(admin.token, 'APPROVAL_REQUESTED')).toMatchObject([{ body: 'not mine' }, {}]);
    expect(await told(operator.token, 'APPROVAL_REQUESTED')).toHaveLength(1);
    expect(await approval(id, operator.token)).toMatchObject({
      deciderRole: 'ADMIN',
      mayDecide: false,
      mayNotDecideBecause: `${id} takes an ADMIN to decide`,
    });
    problem(await decide(id, 'APPROVE', operator.token), 403);
    expect(await approval(id, admin.token)).toMatchObject({ mayDecide: true });
    expectStatus(await decide(id, 'APPROVE', admin.token), 200);
  });

  it('asks only ADMINs at first where it takes one', async () => {
    const [operator, admin] = [await member('OPERATOR'), await member('ADMIN')];
    await askFor({ deciderRole: 'ADMIN' });
    expect(await told(admin.token, 'APPROVAL_REQUESTED')).toHaveLength(1);
    expect(await told(operator.token, 'APPROVAL_REQUESTED')).toEqual([]);
  });

  it('is refused to agents and VIEWERs, downwards, and for what is closed', async () => {
    const id = await ask();
    problem(await delegate(id, 'ADMIN', agent.token), 403);
    problem(await delegate(id, 'ADMIN', (await member('VIEWER')).token), 403);
    problem(await delegate(id, 'VIEWER'), 400);
    problem(await delegate(id, 'OPERATOR'), 409);
    await decide(id);
    expect(problem(await delegate(id, 'ADMIN'), 409).detail).toContain('is already APPROVED');
  });
});

describe('an approval that nobody decides in time', () => {
  const escalate = async (id: string) => {
    const { id: taskId } = (await api.get(`/tasks/${key}`)).body;
    const handle = api.worker.client.workflow.getHandle(taskWorkflowId(taskId));
    const command = { name: 'escalateApproval', approvalId: id } as const;
    await handle.executeUpdate(commandUpdates.approval, {
      args: [{ command, actor: MISSION_CONTROL, facts: NO_FACTS }],
    });
  };
  const alerts = async (): Promise<string[]> =>
    (await api.get(`/alerts?project=${project.slug}`)).body.items.map(
      ({ severity, status }: Json) => `${severity} ${status}`,
    );

  it('is brought to the ADMINs of the project, then to those of the installation, each once', async () => {
    const [operator, admin] = [await member('OPERATOR'), await member('ADMIN')];
    const installation = await personWith(api, { role: 'ADMIN' });
    const notified = async () => [
      (await told(operator.token, 'APPROVAL_REQUESTED')).length,
      (await told(admin.token, 'APPROVAL_REQUESTED')).length,
      (await told(installation.token, 'APPROVAL_REQUESTED')).length,
    ];
    const id = await askFor({ escalateInMinutes: 0.003, expiresInMinutes: 30 });
    await eventually(async () => (await approval(id)).level === 1);
    await eventually(async () => (await notified()).join() === '1,2,1');
    expect((await approval(id)).nextEscalationAt > (await approval(id)).requestedAt).toBe(true);
    await escalate(id);
    await escalate(id);
    await eventually(async () => (await notified()).join() === '1,2,2');
    expect(await approval(id)).toMatchObject({ level: 2, escalated: true, status: 'PENDING' });
    expect(await alerts()).toEqual(['ERROR OPEN', 'WARNING OPEN']);
    expectStatus(await decide(id), 200);
    await eventually(async () => (await alerts()).join() === 'ERROR RESOLVED,WARNING RESOLVED');
  });

  it('expires, blocks the task, and who asked is told that and why', async () => {
    const id = await askFor({ escalateInMinutes: 1, expiresInMinutes: 0.005 });
    await eventually(async () => (await statusOf()) === 'BLOCKED');
    expect(await thread()).toEqual([`Nobody decided on ${id} (move on) before it expired.`]);
    const notices = await eventually(async () => {
      const found = await told(agent.token, 'APPROVAL_DECIDED');
      return found.length > 0 && found;
    });
    expect(notices).toMatchObject([{ approvalId: id, title: expect.stringContaining('expire undecided') }]);
    expect(problem(await decide(id), 409).detail).toContain(`${id} is already EXPIRED (Mission Control at`);
  });
});

it('the agent that an execution works for hears what became of what that asked for', async () => {
  const execution = `${key}-X1`;
  await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] });
  expectStatus(await project.command(key, 'dispatch', { executor: 'CODEMOD' }), 200);
  const id = await askFor({ executionId: execution });
  expectStatus(await decide(id), 200);
  expect(await told(agent.token, 'APPROVAL_DECIDED')).toMatchObject([{ approvalId: id }]);
});

it('several are decided at once, each by itself, and the refused ones say why', async () => {
  const [good, red, own, decided] = [
    await ask(),
    await ask({ risk: 'RED' }),
    await ask({}, api.tokens.owner),
    await ask(),
  ];
  await decide(decided, 'APPROVE', api.tokens.second);
  const ids = [good, red, own, decided, 'nonsense', `${key}-A99`, good];
  const { body, status } = await api.post('/approvals/decide', { ids, decision: 'APPROVE', reason: 'fine' });
  expect(status).toBe(200);
  expect(body.results).toMatchObject([
    { id: good, approval: { status: 'APPROVED' } },
    { id: red, approval: { status: 'PENDING', decisions: [{}], mayDecide: false } },
    { id: own, refusal: { code: 'FORBIDDEN', message: expect.stringContaining('nobody decides') } },
    { id: decided, refusal: { code: 'CONFLICT', message: expect.stringContaining('already APPROVED (Paul Peer at') } },
    { id: 'nonsense', refusal: { code: 'NOT_FOUND' } },
    { id: `${key}-A99`, refusal: { code: 'NOT_FOUND' } },
  ]);
  expect(body.results).toHaveLength(6);
  problem(await api.post('/approvals/decide', { ids: [good], decision: 'APPROVE' }, { token: agent.token }), 403);
  problem(await api.post('/approvals/decide', { ids: [], decision: 'APPROVE' }), 400);
  const denied = await api.post('/approvals/decide', { ids: [red], decision: 'DENY' }, { token: api.tokens.second });
  expect(denied.body.results).toMatchObject([{ refusal: { code: 'GATE_NOT_MET' } }]);
});

describe('the decision chain', () => {
  it('tells from the question to what followed', async () => {
    const id = await ask({ risk: 'RED' });
    await project.command(key, 'comment', { body: 'well?' });
    await api.post(`/approvals/${id}/delegate`, { role: 'ADMIN', reason: 'yours' }, { token: api.tokens.second });
    await decide(id, 'APPROVE', api.tokens.second, { reason: 'fine' });
    await decide(id);
    const { body } = await api.get(`/approvals/${id}/chain`, { token: agent.token });
    expect(body.approval).toMatchObject({ id, status: 'APPROVED', mayDecide: false });
    expect(body.steps.map(({ actor, text }: Json) => `${actor.name} ${text}`)).toEqual([
      `Scribe asked for approval ${id} (RED): deploy, deploy it`,
      'Mission Control moved ASSIGNED -> NEEDS_APPROVAL: deploy it',
      `Paul Peer left ${id} to every ADMIN: yours`,
      `Paul Peer approved ${id}: fine`,
      `Olga Owner approved ${id}: a test`,
      'Mission Control moved NEEDS_APPROVAL -> ASSIGNED',
    ]);
  });

  it('tells why one was withdrawn, and that what was held is done', async () => {
    const held = { name: 'transition', to: 'BLOCKED', reason: 'no access' } as const;
    const [moot, kept] = [await ask(), await askFor({ kind: 'STATE_TRANSITION', held })];
    await project.command(key, 'cancelApproval', { approvalId: moot, reason: 'moot' }, { token: agent.token });
    expect((await api.get(`/approvals/${moot}/chain`)).body.steps.at(-1).text).toBe(`withdrew ${moot}: moot`);
    expect(await approval(kept)).toMatchObject({ kind: 'STATE_TRANSITION', held });
    await decide(kept);
    const { steps } = (await api.get(`/approvals/${kept}/chain`)).body;
    expect(steps.at(-1).text).toBe('moved ASSIGNED -> BLOCKED: no access');
    expect(await statusOf()).toBe('BLOCKED');
  });
});

describe('an approved start', () => {
  const held = { name: 'transition', to: 'IN_PROGRESS' } as const;
  const plan = async () => {
    const bullets = ['one', 'two', 'three'];
    expectStatus(await project.command(key, 'plan', { bullets }), 200);
  };

  it('is carried out', async () => {
    await plan();
    expectStatus(await decide(await askFor({ kind: 'STATE_TRANSITION', held })), 200);
    expect(await statusOf()).toBe('IN_PROGRESS');
  });

  it('is not, where the project or the agent was stopped meanwhile, and the thread says so', async () => {
    await plan();
    const id = await askFor({ kind: 'STATE_TRANSITION', held });
    expectStatus(await api.post(`/projects/${project.slug}/mode`, { mode: 'PAUSED', reason: 'a test' }), 200);
    expectStatus(await decide(id), 200);
    expect(await statusOf()).toBe('ASSIGNED');
    expect(await thread()).toEqual([
      `${id} was approved, but it cannot be done now: the project is PAUSED: no work starts until it is NORMAL again`,
    ]);
  });
});

it('an approval that ends the task is answered the same when it is sent again', async () => {
  const me = await project.me();
  key = await project.task();
  expectStatus(await project.command(key, 'assign', { assignees: [me] }), 200);
  expectStatus(await project.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
  expectStatus(await project.command(key, 'transition', { to: 'IN_PROGRESS' }), 200);
  expectStatus(await project.command(key, 'submit', { summary: 'done' }), 200);
  const id = await askFor({ kind: 'STATE_TRANSITION', held: { name: 'transition', to: 'DONE' } });
  const headers = { 'idempotency-key': 'the-end' };
  const send = () => api.post(`/approvals/${id}/decide`, { decision: 'APPROVE' }, { headers });
  const first = await send();
  expectStatus(first, 200);
  expect(first.body.task.status).toBe('DONE');
  const again = await send();
  expectStatus(again, 200);
  expect(again.body).toEqual(first.body);
});

describe('a list of approvals', () => {
  it('has the pending ones first, then the newest closed, with their kinds', async () => {
    const ids: string[] = [];
    while (ids.length < 3) ids.push(await ask({ blocking: false }));
    const budget = await ask({ action: 'BUDGET_OVERRIDE', blocking: false });
    for (const id of ids.slice(0, 2)) await decide(id);
    const { body } = await api.get(`/approvals?project=${project.slug}`);
    expect(body.items.map(({ id }: Json) => id)).toEqual([ids[2], budget, ids[1], ids[0]]);
    // Only Mission Control asks for an override that grants anything.
    expect(body.items.map(({ kind }: Json) => kind)).toEqual(['ACTION', 'ACTION', 'ACTION', 'ACTION']);
    const kinds = (await api.get(`/tasks/${key}`)).body.openApprovals.map(({ kind }: Json) => kind);
    expect(kinds).toEqual(['ACTION', 'ACTION']);
  });

  it('and an answer hold no secret that somebody wrote into a request', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const texts = { summary: `push with ${secret}`, justification: `the token is ${secret}`, rollbackPlan: secret };
    const id = await ask({ ...texts, payload: { command: `git push https://x:${secret}@github.com/a/b` } });
    const answers: Answer[] = [await api.get(`/approvals/${id}`), await api.get(`/tasks/${key}/events`)];
    for (const { text } of answers) {
      expect(text).not.toContain(secret);
      expect(text).toContain('[redacted:');
    }
  });
});

it('people decide as the policy says for the risk', async () => {
  const rules = { approvals: { YELLOW: { decisions: 2, role: 'ADMIN' } }, approvalExpiresInMinutes: 5 };
  const scope = { kind: 'PROJECT', project: project.slug };
  expectStatus(await api.post('/policies', { scope, rules, note: 'a test', activate: true }), 201);
  const id = await ask();
  const { requestedAt, expiresAt, ...asked } = await approval(id);
  expect(asked).toMatchObject({ requiredDecisions: 2, deciderRole: 'ADMIN' });
  expect(Date.parse(expiresAt) - Date.parse(requestedAt)).toBe(5 * 60_000);
  problem(await decide(id, 'APPROVE', (await member('OPERATOR')).token), 403);
});
