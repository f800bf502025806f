import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  problem,
  ProjectProbe,
  startTestApi,
  type Answer,
  type TestApi,
} from '../tests/api.test-support.ts';
import { eventually } from '../tests/stack.test-support.ts';

let api: TestApi;
let project: ProjectProbe;

beforeAll(async () => {
  api = await startTestApi({ TASK_HISTORY_LIMIT: '60' });
  project = await ProjectProbe.create(api);
}, 60_000);
afterAll(() => api.stop(), 60_000);

describe('creating a task', () => {
  it('happens once among ten requests at once with the same idempotency key', async () => {
    const headers = { 'idempotency-key': 'create-once' };
    const body = { project: project.slug, title: 'Once', type: 'OPS' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.post('/tasks', body, { headers })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map((answer) => answer.body.task.key)).size).toBe(1);
    const { body: page } = await api.get(`/tasks?project=${project.slug}&text=once`);
    expect(page.items).toHaveLength(1);
    expect(answers[0]!.headers.get('location')).toBe(`/api/v1/tasks/${answers[0]!.body.task.key}`);
  });

  it('under a used key with another body is refused', async () => {
    const headers = { 'idempotency-key': 'create-reused' };
    expectStatus(await api.post('/tasks', { project: project.slug, title: 'a', type: 'OPS' }, { headers }), 201);
    const again = await api.post('/tasks', { project: project.slug, title: 'b', type: 'OPS' }, { headers });
    expect(problem(again, 409).type).toMatch(/idempotency-conflict$/);
  });

  it('under the same key by another person is another task', async () => {
    const headers = { 'idempotency-key': 'create-shared' };
    const body = { project: project.slug, title: 'Shared', type: 'OPS' };
    const [mine, theirs] = await Promise.all([
      api.post('/tasks', body, { headers }),
      api.post('/tasks', body, { headers, token: api.tokens.second }),
    ]);
    expect(mine.body.task.key).not.toBe(theirs.body.task.key);
    expect(theirs.body.task.createdBy.name).toBe('Paul Peer');
  });

  it('gives numbers without repetition to many at once', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, () => project.task()));
    expect(new Set(keys).size).toBe(12);
  });

  it('keeps what people wrote, whatever it is', async () => {
    const fields = {
      title: '<b>“Ünï” 👩‍🚀</b> & co',
      description: '# hi\n\n<script>alert(1)</script>\n\n| a | b |\n|--|--|\nשלום \\ $where {{x}} ${y} %00',
      metadata: { nested: { list: [1, 'two', null, { deep: true }], float: 0.1 }, empty: {} },
      labels: ['area:ui', 'v1.2'],
    };
    const key = await project.task(fields);
    expect((await api.get(`/tasks/${key}`)).body).toMatchObject(fields);
    expect((await api.get(`/tasks/${key}/verify`)).body.problems).toEqual([]);
  });
});

describe('moving a task', () => {
  it('by two people at once succeeds for one, and the other is told what happened', async () => {
    const key = await project.task();
    expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
    const move = (token: string) => project.command(key, 'transition', { from: 'ASSIGNED', to: 'INBOX' }, { token });
    const answers = await Promise.all([move(api.tokens.owner), move(api.tokens.second)]);
    const [done] = answers.filter(({ status }) => status === 200);
    const [refused] = answers.filter(({ status }) => status !== 200);
    expect(done?.body.task.status).toBe('INBOX');
    expect(problem(refused!, 409).detail).toMatch(
      /is not ASSIGNED any more: it is INBOX \(moved by (Olga Owner|Paul Peer) at /,
    );
  });

  it('sent twice under one idempotency key happens once and answers alike', async () => {
    const key = await project.task();
    const headers = { 'idempotency-key': 'cancel' };
    const cancel = () => project.command(key, 'transition', { to: 'CANCELED', reason: 'x' }, { headers });
    const answers = await Promise.all([cancel(), cancel(), cancel()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { body } = await api.get(`/tasks/${key}/events`);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual(['task.created', 'task.transitioned']);
  });

  it('answers with the task as stored, and the next read agrees', async () => {
    const key = await project.task();
    const { body } = await project.command(key, 'comment', { body: 'hello' });
    expect(body).toMatchObject({ projected: true, messageId: `${key}-M1` });
    expect((await api.get(`/tasks/${key}`)).body).toEqual(body.task);
    expect((await api.get(`/tasks/${key}/messages`)).body.items).toMatchObject([{ id: `${key}-M1`, body: 'hello' }]);
  });
});

describe('a task with many events', () => {
  it('goes on over several runs of its workflow, with keys that go on to hold', async () => {
    const key = await project.task();
    const fine = { kind: 'COMMENT_STORM', reason: 'a test of many events' };
    expectStatus(await project.command(key, 'acknowledgeLoop', fine), 200);
    const headers = { 'idempotency-key': 'early' };
    const first = await project.command(key, 'comment', { body: 'early' }, { headers });
    const bodies = Array.from({ length: 20 }, (_, index) => `number ${index}`);
    for (const pair of [0, 1, 2, 3]) {
      const answers = await Promise.all(
        bodies.slice(pair * 5, pair * 5 + 5).map((body) => project.command(key, 'comment', { body })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    }
    const { body: workflow } = await api.get(`/tasks/${key}/workflow`);
    expect(workflow.info.continuedAsNew).toBeGreaterThan(0);
    const again = await project.command(key, 'comment', { body: 'early' }, { headers });
    expect(again.body.messageId).toBe(first.body.messageId);
    problem(await project.command(key, 'comment', { body: 'other' }, { headers }), 409);
    const messages = await readAll(`/tasks/${key}/messages?limit=6`);
    expect(messages.map(({ body }) => body).toSorted()).toEqual(['early', ...bodies].toSorted());
    expect((await api.get(`/tasks/${key}/verify`)).body.problems).toEqual([]);
  });

  it('pages through its log in order, without gaps', async () => {
    const key = await project.task();
    for (let index = 0; index < 6; index++) await project.command(key, 'comment', { body: `${index}` });
    const events = await readAll(`/tasks/${key}/events?limit=2`);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(events.map(({ previousHash }) => previousHash)).toEqual([
      '',
      ...events.map(({ hash }) => hash).slice(0, -1),
    ]);
  });
});

describe('a list of tasks', () => {
  it('shows each task once over all pages, also while tasks are added', async () => {
    const own = await ProjectProbe.create(api);
    const keys = await Promise.all(Array.from({ length: 11 }, (_, index) => own.task({ priority: (index % 4) + 1 })));
    const seen: string[] = [];
    let path: string | undefined = `/tasks?project=${own.slug}&limit=3`;
    for (let pages = 0; path !== undefined; pages++) {
      const { body }: Answer = await api.get(path);
      seen.push(...body.items.map(({ key }: { key: string }) => key));
      if (pages === 1) await own.task({ priority: 1 });
      path = body.nextCursor && `/tasks?project=${own.slug}&limit=3&cursor=${body.nextCursor}`;
    }
    expect(seen.toSorted()).toEqual(keys.toSorted());
    const order = (await readAll(`/tasks?project=${own.slug}&limit=5`)).map(({ priority }) => priority as number);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('is narrowed by project, status, type, priority, label, assignee and text', async () => {
    const own = await ProjectProbe.create(api);
    const wanted = await own.task({ title: 'Find (me)*', type: 'DOCS', priority: 2, labels: ['special'] });
    await own.task();
    const me = await own.me();
    expectStatus(await own.command(wanted, 'assign', { assignees: [me] }), 200);
    for (const filter of [
      'status=ASSIGNED',
      'type=DOCS',
      'priority=2',
      'label=special',
      `assignee=${me.id}`,
      'text=find%20(me)*',
      'text=(ME)*%20%20find',
    ]) {
      const { body } = await api.get(`/tasks?project=${own.slug}&${filter}`);
      expect([filter, body.items.map(({ key }: { key: string }) => key)]).toEqual([filter, [wanted]]);
    }
  });
});

describe('the board', () => {
  it('has true totals and the first cards of each column', async () => {
    const own = await ProjectProbe.create(api);
    const keys = await Promise.all(Array.from({ length: 7 }, () => own.task()));
    const me = await own.me();
    await Promise.all(keys.slice(0, 4).map((key) => own.command(key, 'assign', { assignees: [me] })));
    await Promise.all(keys.slice(0, 2).map((key) => own.command(key, 'transition', { to: 'CANCELED', reason: 'x' })));
    const { body } = await api.get(`/projects/${own.slug}/board?limit=2`);
    const columns = body.columns as { status: string; count: number; cards: object[]; nextCursor?: string }[];
    expect(Object.fromEntries(columns.map(({ status, count }) => [status, count]))).toEqual({
      INBOX: 3,
      ASSIGNED: 2,
      IN_PROGRESS: 0,
      REVIEW: 0,
      NEEDS_APPROVAL: 0,
      BLOCKED: 0,
      DONE: 0,
      CANCELED: 2,
    });
    const inbox = columns[0]!;
    expect(inbox.cards).toHaveLength(2);
    const rest = await readAll(`/tasks?project=${own.slug}&status=INBOX&limit=2&cursor=${inbox.nextCursor}`);
    expect(rest).toHaveLength(1);
    expect((await api.get(`/projects/${own.slug}/verify`)).body.problems).toEqual([]);
  });
});

describe('an approval', () => {
  it('that is RED is given by two people who did not ask, and then the work goes on', async () => {
    const { key, execution, token } = await project.claimed();
    const call = { tool: 'deploy', summary: 'to production', arguments: { to: 'production' }, rollbackPlan: 'revert' };
    const headers = { 'idempotency-key': 'call-1' };
    const asked = await api.post(`/executions/${execution}/tool-calls`, call, { token, headers });
    expect(asked.body).toMatchObject({ decision: 'NEEDS_APPROVAL', risk: 'RED', approvalId: `${key}-A1` });
    const again = await api.post(`/executions/${execution}/tool-calls`, call, { token, headers });
    expect(again.body.approvalId).toBe(asked.body.approvalId);
    const id = asked.body.approvalId as string;
    expect((await api.get(`/executions/${execution}/tool-calls/${id}`, { token })).body).toEqual({
      decision: 'PENDING',
    });
    expect((await api.get(`/approvals?project=${project.slug}&status=PENDING`)).body.items[0]).toMatchObject({
      id,
      taskKey: key,
    });
    expectStatus(await api.post(`/approvals/${id}/decide`, { decision: 'APPROVE' }), 200);
    problem(await api.post(`/approvals/${id}/decide`, { decision: 'APPROVE' }), 409);
    const second = await api.post(`/approvals/${id}/decide`, { decision: 'APPROVE' }, { token: api.tokens.second });
    expect(second.body.task.status).toBe('IN_PROGRESS');
    expect((await api.get(`/executions/${execution}/tool-calls/${id}`, { token })).body).toEqual({ decision: 'ALLOW' });
  });

  it('that is denied needs a reason, tells it to the executor, and cannot be decided again', async () => {
    const { key, execution, token } = await project.claimed();
    const call = { tool: 'write_file', summary: 'x' };
    const { body } = await api.post(`/executions/${execution}/tool-calls`, call, { token });
    problem(await api.post(`/approvals/${body.approvalId}/decide`, { decision: 'DENY' }), 422);
    const denial = { decision: 'DENY', reason: 'not on a Friday' };
    expect((await api.post(`/approvals/${body.approvalId}/decide`, denial)).body.task.status).toBe('BLOCKED');
    const decision = await api.get(`/executions/${execution}/tool-calls/${body.approvalId}`, { token });
    expect(decision.body).toEqual({ decision: 'DENY', reason: 'not on a Friday' });
    problem(await api.post(`/approvals/${body.approvalId}/decide`, denial, { token: api.tokens.second }), 409);
    expect((await api.get(`/tasks/${key}`)).body.blockedReason).toContain('not on a Friday');
  });
});

describe('an executor', () => {
  it('carries an execution from the claim to the review', async () => {
    const { key, execution, token } = await project.claimed();
    const at = `/executions/${execution}`;
    expect((await api.post(`${at}/heartbeat`, { progress: { percent: 40 }, log: 'one\n' }, { token })).body).toEqual({
      cancelRequested: false,
    });
    expect((await api.get(at)).body).toMatchObject({
      status: 'IN_PROGRESS',
      progress: { percent: 40 },
      logTail: 'one\n',
    });
    const file = await api.send('POST', `${at}/artifacts?name=a.diff`, {
      body: 'diff',
      token,
      headers: { 'content-type': 'text/x-diff' },
    });
    expectStatus(file, 201);
    const usage = { inputTokens: 5, outputTokens: 6, costMicros: 7000, costSource: 'BILLED' };
    const completion = { summary: 'done', artifacts: [file.body.id], usage };
    const completed = await Promise.all([
      api.post(`${at}/complete`, completion, { token }),
      api.post(`${at}/complete`, completion, { token }),
    ]);
    const done = { status: 'COMPLETED', projected: true };
    expect(completed.map(({ body }) => body)).toEqual([done, done]);
    const { body: task } = await api.get(`/tasks/${key}`);
    expect(task).toMatchObject({
      status: 'REVIEW',
      deliverable: { summary: 'done', artifacts: [{ name: 'a.diff', size: 4 }] },
      spending: { costMicros: 7000, runs: 1 },
    });
    expect((await api.get(`/runs?task=${key}`)).body.items).toMatchObject([{ executionId: execution, usage }]);
    expect(problem(await api.post(`${at}/heartbeat`, {}, { token }), 409).type).toMatch(/lease-lost$/);
  });

  it('is told to stop by the answer to its heartbeat', async () => {
    const { key, execution, token } = await project.claimed();
    expectStatus(await project.command(key, 'cancelExecution', { executionId: execution, reason: 'not now' }), 200);
    await eventually(async () => {
      const { body } = await api.post(`/executions/${execution}/heartbeat`, {}, { token });
      return body.cancelRequested === true && body.reason === 'not now';
    });
    expect((await api.post(`/executions/${execution}/canceled`, {}, { token })).body.status).toBe('CANCELED');
  });

  it('that hands work back loses the lease, and the next one gets the work', async () => {
    const { execution, token } = await project.claimed();
    expect((await api.post(`/executions/${execution}/release`, {}, { token })).body.status).toBe('PENDING');
    expect(problem(await api.post(`/executions/${execution}/complete`, { summary: 'x' }, { token }), 409).type).toMatch(
      /lease-lost$/,
    );
    const claim = { types: ['CODEMOD'], executor: { name: 'next' }, waitSeconds: 5 };
    const next = await api.post('/executions/claim', claim, { token: api.tokens.executor });
    expect(next.body.execution).toMatchObject({ id: execution, attempt: 2 });
  });

  it('cannot hand in the files of another task', async () => {
    const other = await project.task();
    const file = await api.send('POST', `/tasks/${other}/artifacts?name=a`, {
      body: 'x',
      headers: { 'content-type': 'a/b' },
    });
    const { execution, token } = await project.claimed();
    const answer = await api.post(
      `/executions/${execution}/complete`,
      { summary: 'x', artifacts: [file.body.id] },
      { token },
    );
    expect(problem(answer, 400).errors?.[0]?.path).toBe('artifacts.0');
  });

  it('gets one of several pieces of work, and nobody gets it twice', async () => {
    const offered = await Promise.all(
      ['OPENCLAW_AGENT', 'OPENCLAW_AGENT', 'OPENCLAW_AGENT'].map((type) => project.dispatched(type)),
    );
    const claim = { types: ['OPENCLAW_AGENT'], executor: { name: 'x' }, waitSeconds: 2 };
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => api.post('/executions/claim', claim, { token: api.tokens.executor })),
    );
    const ids = claims.filter(({ status }) => status === 200).map(({ body }) => body.execution.id as string);
    expect(ids.toSorted()).toEqual(offered.map(({ execution }) => execution).toSorted());
  });
});

it('a person takes manual work, and hands it in', async () => {
  const { key, execution } = await project.dispatched('MANUAL');
  problem(await api.post(`/executions/${execution}/complete`, { summary: 'x' }), 409);
  expect((await api.post(`/executions/${execution}/take`)).body).toMatchObject({
    status: 'IN_PROGRESS',
    worker: { name: 'Olga Owner' },
  });
  problem(await api.post(`/executions/${execution}/take`, {}, { token: api.tokens.second }), 409);
  problem(await api.post(`/executions/${execution}/complete`, { summary: 'x' }, { token: api.tokens.second }), 409);
  expect((await api.post(`/executions/${execution}/complete`, { summary: 'by hand' })).body.status).toBe('COMPLETED');
  expect((await api.get(`/tasks/${key}`)).body.status).toBe('REVIEW');
});

it('nothing starts in a project that is paused', async () => {
  const own = await ProjectProbe.create(api);
  const key = await own.task();
  await own.command(key, 'assign', { assignees: [await own.me()] });
  await own.command(key, 'plan', { bullets: ['a', 'b', 'c'] });
  expectStatus(await api.post(`/projects/${own.slug}/mode`, { mode: 'PAUSED', reason: 'incident' }), 200);
  const refused = problem(await own.command(key, 'dispatch'), 422);
  expect(refused.errors?.map(({ path }) => path)).toContain('project.mode');
});

it('work waits for the tasks it depends on', async () => {
  const first = await project.task();
  const second = await project.task({ dependsOn: [first] });
  await project.command(second, 'assign', { assignees: [await project.me()] });
  await project.command(second, 'plan', { bullets: ['a', 'b', 'c'] });
  const refused = problem(await project.command(second, 'transition', { to: 'IN_PROGRESS' }), 422);
  expect(refused.errors).toEqual([{ path: 'dependsOn', message: `waits for ${first} to be DONE` }]);
});

async function readAll(path: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const answer: Answer = await api.get(next);
    expectStatus(answer, 200);
    items.push(...answer.body.items);
    next = answer.body.nextCursor && `${path.replace(/&cursor=.*/, '')}&cursor=${answer.body.nextCursor}`;
  }
  return items;
}
