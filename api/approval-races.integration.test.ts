import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith } from '../tests/identities.test-support.ts';

let api: TestApi;
let project: ProjectProbe;
let agent: { readonly id: string; readonly token: string };

beforeAll(async () => void (api = await startTestApi()), 60_000);
beforeEach(async () => {
  project = await ProjectProbe.create(api);
  agent = await agentWith(api, project, { role: 'LEAD' });
});
afterAll(() => api.stop(), 60_000);

/** A task in ASSIGNED whose agent asks for something. */
async function waiting(): Promise<{ key: string }> {
  const key = await project.task();
  expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'AGENT', id: agent.id }] }), 200);
  return { key };
}

async function ask(key: string, more: object = {}): Promise<string> {
  const body = { action: 'deploy', summary: 'deploy it', risk: 'YELLOW', ...more };
  const answer = await project.command(key, 'requestApproval', body, { token: agent.token });
  expectStatus(answer, 200);
  return answer.body.approvalId as string;
}

const decide = (id: string, decision: string, token: string, idempotencyKey: string = randomUUID()): Promise<Answer> =>
  api.post(
    `/approvals/${id}/decide`,
    { decision, reason: 'a test' },
    { token, headers: { 'idempotency-key': idempotencyKey } },
  );
const final = async (key: string): Promise<Json[]> =>
  (await api.get(`/tasks/${key}/events?limit=200`)).body.items.filter(
    ({ type, data }: Json) => type === 'approval.decided' && data.status !== 'PENDING',
  );

describe('two people who decide at the same moment', () => {
  it('one says yes and one no: one is heard, and the other is told by whom, in each of 20 rounds', async () => {
    for (let round = 0; round < 20; round++) {
      const { key } = await waiting();
      const id = await ask(key);
      const answers = await Promise.all([
        decide(id, 'APPROVE', api.tokens.owner),
        decide(id, 'DENY', api.tokens.second),
      ]);
      const winner = answers.findIndex(({ status }) => status === 200);
      const loser = answers[1 - winner];
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const [outcome, status, name] =
        winner === 0 ? ['APPROVED', 'ASSIGNED', 'Olga Owner'] : ['DENIED', 'BLOCKED', 'Paul Peer'];
      const { detail } = problem(loser as Answer, 409);
      expect(detail).toMatch(new RegExp(`^${id} is already ${outcome} \\(${name} at 20`));
      expect(await final(key)).toHaveLength(1);
      const { body } = await api.get(`/approvals/${id}`);
      expect(body).toMatchObject({ status: outcome, closedBy: { name }, decisions: [{ by: { name } }] });
      expect((await api.get(`/tasks/${key}`)).body.status).toBe(status);
    }
  }, 240_000);

  it('both say yes to something RED: it is approved once, by both', async () => {
    for (let round = 0; round < 5; round++) {
      const { key } = await waiting();
      const id = await ask(key, { risk: 'RED' });
      const tokens = [api.tokens.owner, api.tokens.second];
      for (const answer of await Promise.all(tokens.map((token) => decide(id, 'APPROVE', token))))
        expectStatus(answer, 200);
      expect(await final(key)).toMatchObject([{ data: { status: 'APPROVED' } }]);
      const { body } = await api.get(`/approvals/${id}`);
      expect(body.decisions.map(({ by }: Json) => by.name).toSorted()).toEqual(['Olga Owner', 'Paul Peer']);
    }
  }, 120_000);

  it('one person twice, in two windows, is one decision', async () => {
    const { key } = await waiting();
    const id = await ask(key, { risk: 'RED' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => decide(id, 'APPROVE', api.tokens.owner)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect((await api.get(`/approvals/${id}`)).body).toMatchObject({ status: 'PENDING', decisions: [{}] });
  });

  it('several people and several approvals of one task: each is decided once', async () => {
    const { key } = await waiting();
    const ids: string[] = [];
    while (ids.length < 5) ids.push(await ask(key));
    const answers = await Promise.all(
      ids.flatMap((id) => [api.tokens.owner, api.tokens.second].map((token) => decide(id, 'APPROVE', token))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
    expect((await final(key)).map(({ data }: Json) => data.approvalId).toSorted()).toEqual(ids.toSorted());
    expect((await api.get(`/tasks/${key}`)).body.status).toBe('ASSIGNED');
  }, 60_000);
});

describe('a decision that is sent again', () => {
  it('under its key gives the same answer, and counts once, also at the same moment', async () => {
    const { key } = await waiting();
    const id = await ask(key, { risk: 'RED' });
    const first = await Promise.all([1, 2, 3].map(() => decide(id, 'APPROVE', api.tokens.owner, 'once')));
    expect(first.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await api.get(`/approvals/${id}`)).body.decisions).toHaveLength(1);
    expectStatus(await decide(id, 'APPROVE', api.tokens.second), 200);
    const again = await decide(id, 'APPROVE', api.tokens.owner, 'once');
    expectStatus(again, 200);
    expect(await final(key)).toHaveLength(1);
    problem(await decide(id, 'DENY', api.tokens.owner, 'once'), 409);
  });

  it('under its key in a batch gives the same answers', async () => {
    const { key } = await waiting();
    const ids = [await ask(key), await ask(key)];
    const send = () =>
      api.post('/approvals/decide', { ids, decision: 'APPROVE' }, { headers: { 'idempotency-key': 'batch' } });
    const [first, second] = [await send(), await send()];
    expect(first.body.results).toMatchObject(ids.map((id) => ({ id, approval: { status: 'APPROVED' } })));
    expect(second.body).toEqual(first.body);
    expect(await final(key)).toHaveLength(2);
  });
});

it('a decision that comes after the task was canceled is told who did that and when', async () => {
  const { key } = await waiting();
  const id = await ask(key);
  expectStatus(await project.command(key, 'transition', { to: 'CANCELED', reason: 'over' }), 200);
  const { detail } = problem(await decide(id, 'APPROVE', api.tokens.second), 409);
  expect(detail).toMatch(new RegExp(`^${id} is already CANCELED \\(Olga Owner at 20`));
  const { body } = await api.get(`/approvals/${id}`);
  expect(body).toMatchObject({ status: 'CANCELED', mayDecide: false, closedBecause: 'over' });
});

it('of a withdrawal and a decision at the same moment one is heard', async () => {
  for (let round = 0; round < 5; round++) {
    const { key } = await waiting();
    const id = await ask(key);
    const [decided, withdrawn] = await Promise.all([
      decide(id, 'APPROVE', api.tokens.owner),
      project.command(key, 'cancelApproval', { approvalId: id, reason: 'moot' }, { token: agent.token }),
    ]);
    expect([decided.status, withdrawn.status].toSorted()).toEqual([200, 409]);
    const { status } = (await api.get(`/approvals/${id}`)).body;
    expect(status).toBe(decided.status === 200 ? 'APPROVED' : 'CANCELED');
    expect((await api.get(`/tasks/${key}`)).body.status).toBe('ASSIGNED');
  }
}, 60_000);
