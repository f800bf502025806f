import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewAlert } from '../domain/alert/vocabulary.ts';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Json,
  type TestApi,
} from '../tests/api.test-support.ts';
import { agentWith, keyOf, personWith } from '../tests/identities.test-support.ts';
import { eventually, uniqueName } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi();
  project = await ProjectProbe.create(api);
});
afterAll(() => api.stop());

/** Raises an alert and answers its key. */
async function raise(more: Partial<NewAlert> = {}): Promise<string> {
  const key = uniqueName('alert');
  const said = { severity: 'WARNING', kind: 'TESTED', title: key, description: 'happened' } as const;
  await api.operations.alerts.raise({ key, ...said, projectId: project.slug, ...more });
  return key;
}

const list = async (query: string, token = api.tokens.owner): Promise<Json[]> => {
  const answer = await api.get(`/alerts?${query}`, { token });
  expectStatus(answer, 200);
  return answer.body.items;
};
const titles = async (query: string, token?: string) => (await list(query, token)).map(({ title }) => title);
const find = async (title: string): Promise<Json> =>
  (await list('limit=200')).find((alert) => alert.title === title) ?? fail(title);
const fail = (title: string) => {
  throw new Error(`there is no alert ${title}`);
};
const member = (role: 'VIEWER' | 'OPERATOR', slug = project.slug) =>
  personWith(api, { memberships: [{ project: slug, role }] });

describe('the list of alerts', () => {
  it('has one for 20 that are raised at the same moment', async () => {
    const key = uniqueName('storm');
    await Promise.all(Array.from({ length: 20 }, () => raise({ key, title: key })));
    const found = (await list(`project=${project.slug}&limit=200`)).filter(({ title }) => title === key);
    expect(found).toMatchObject([{ count: 20, status: 'OPEN', handled: [] }]);
    expect(found[0]).not.toHaveProperty('openKey');
  });

  it('is filtered and paged, newest first, each exactly once', async () => {
    const { slug } = await ProjectProbe.create(api);
    const agentId = uniqueName('agent');
    const raised: string[] = [];
    for (const severity of ['INFO', 'ERROR', 'INFO', 'WARNING', 'INFO'] as const) {
      raised.push(await raise({ projectId: slug, severity, ...(severity === 'WARNING' && { agentId }) }));
    }
    expect(await titles(`project=${slug}`)).toEqual(raised.toReversed());
    expect(await titles(`project=${slug}&severity=INFO`)).toEqual([raised[4], raised[2], raised[0]]);
    expect(await titles(`project=${slug}&agent=${agentId}`)).toEqual([raised[3]]);
    const paged: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`/alerts?project=${slug}&limit=2${cursor}`);
      paged.push(...body.items.map(({ title }: Json) => title));
      cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(raised.toReversed());
  });

  it('shows a member their own project, and the installation to its ADMINs alone', async () => {
    const other = await ProjectProbe.create(api);
    const [mine, theirs, ours] = [await raise(), await raise({ projectId: other.slug }), await raiseForNoProject()];
    const { token } = await member('VIEWER');
    expect(await titles('limit=200', token)).toContain(mine);
    for (const hidden of [theirs, ours]) {
      expect(await titles('limit=200', token)).not.toContain(hidden);
      problem(await api.get(`/alerts/${(await find(hidden)).id}`, { token }), 404);
    }
    problem(await api.get(`/alerts?project=${other.slug}`, { token }), 404);
    const service = await keyOf(api, { kind: 'SERVICE', role: 'OPERATOR' });
    const seenByService = await titles('limit=200', service.token);
    expect(seenByService).toEqual(expect.arrayContaining([mine, theirs]));
    expect(seenByService).not.toContain(ours);
    expect(await titles('limit=200')).toEqual(expect.arrayContaining([mine, theirs, ours]));
    problem(await api.get('/alerts', { token: (await agentWith(api, project)).token }), 403);
  });
});

async function raiseForNoProject(): Promise<string> {
  const key = uniqueName('alert');
  await api.operations.alerts.raise({ key, severity: 'INFO', kind: 'TESTED', title: key, description: '' });
  return key;
}

describe('handling an alert', () => {
  it('goes the ways there are, and says who and why', async () => {
    const { id } = await find(await raise());
    const handle = (status: string, note?: string) => api.post(`/alerts/${id}/handle`, { status, note });
    expect((await handle('ACKNOWLEDGED')).body).toMatchObject({ status: 'ACKNOWLEDGED' });
    const again = problem(await handle('ACKNOWLEDGED'), 409);
    expect(again.detail).toBe('this alert is ACKNOWLEDGED: it can become RESOLVED or IGNORED');
    expectStatus(await handle('RESOLVED', 'fixed'), 200);
    expect((await api.get(`/alerts/${id}`)).body.handled).toMatchObject([
      { status: 'ACKNOWLEDGED', by: { name: 'Olga Owner' } },
      { status: 'RESOLVED', by: { name: 'Olga Owner' }, note: 'fixed' },
    ]);
    expect(problem(await handle('IGNORED'), 409).detail).toMatch(/RESOLVED: it stays closed/);
    problem(await handle('OPEN'), 400);
  });

  it('at the same moment is done by one of two', async () => {
    const { id } = await find(await raise());
    const answers = await Promise.all(
      ['RESOLVED', 'IGNORED'].map((status) => api.post(`/alerts/${id}/handle`, { status })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('is for operators of the project', async () => {
    const other = await ProjectProbe.create(api);
    const { id } = await find(await raise());
    const handleAs = (token: string) => api.post(`/alerts/${id}/handle`, { status: 'IGNORED' }, { token });
    problem(await handleAs((await member('VIEWER')).token), 403);
    problem(await handleAs((await member('OPERATOR', other.slug)).token), 404);
    expectStatus(await handleAs((await member('OPERATOR')).token), 200);
    problem(await api.post('/alerts/nothing/handle', { status: 'IGNORED' }), 404);
  });
});

describe('alerts that follow from tasks', () => {
  it('name a denied approval, and are over when the task goes on', async () => {
    const { key } = await project.dispatched('MANUAL');
    const asked = await project.command(key, 'requestApproval', { action: 'deploy', summary: 'now', risk: 'YELLOW' });
    const decision = { approvalId: asked.body.approvalId, decision: 'DENY', reason: 'not on a Friday' };
    expectStatus(await project.command(key, 'decideApproval', decision, { token: api.tokens.second }), 200);
    const [alert] = await list(`task=${key}`);
    expect(alert).toMatchObject({ kind: 'APPROVAL_DENIED', severity: 'WARNING', status: 'OPEN', taskKey: key });
    expect(alert.description).toMatch(/not on a Friday/);
    expectStatus(await project.command(key, 'transition', { to: 'ASSIGNED' }), 200);
    expect(await list(`task=${key}`)).toMatchObject([
      { status: 'RESOLVED', handled: [{ by: { name: 'Olga Owner' } }] },
    ]);
  });

  it('name an execution that failed for good, and reach those who decide', async () => {
    const operator = await member('OPERATOR');
    const { key, execution, token } = await project.claimed();
    const failed = await api.post(`/executions/${execution}/fail`, { error: 'broken', retryable: false }, { token });
    expectStatus(failed, 200);
    const [alert] = await eventually(async () => {
      const found = await list(`task=${key}`);
      return found.length > 0 ? found : undefined;
    });
    expect(alert).toMatchObject({ kind: 'EXECUTION_FAILED', severity: 'ERROR' });
    const { body } = await api.get('/notifications?kind=ALERT', { token: operator.token });
    expect(body.items).toMatchObject([{ kind: 'ALERT', taskKey: key, alertId: alert.id }]);
  });

  it('are not raised by people who block a task themselves', async () => {
    const { key } = await project.dispatched('MANUAL');
    expectStatus(await project.command(key, 'transition', { to: 'BLOCKED', reason: 'wait' }), 200);
    expect(await list(`task=${key}`)).toEqual([]);
  });
});
