import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GithubStack, type Connected } from '../integrations/github/github.test-support.ts';
import { expectStatus, type Json } from '../tests/api.test-support.ts';
import { signed } from '../tests/fakes/github/fake-github.ts';
import { OURSELVES } from '../tests/fakes/github/model.ts';
import { eventually } from '../tests/stack.test-support.ts';

interface Examples {
  readonly name: string;
  readonly examples: readonly object[];
}
const require = createRequire(import.meta.url);
const EXAMPLES = require('@octokit/webhooks-examples') as readonly Examples[];

let stack: GithubStack;
beforeAll(async () => void (stack = await GithubStack.start()), 180_000);
afterAll(() => stack.stop(), 180_000);

const READ = ['issues', 'issue_comment', 'pull_request', 'check_suite', 'check_run', 'status', 'repository'];

const tell = ({ hook, repository }: Connected, event: string, payload: object, delivery?: string) =>
  stack.github.deliver(hook, event, { repository: repository.json, ...payload }, delivery);

const onlyTask = (connected: Connected): Promise<Json> =>
  eventually(async () => (await stack.tasks(connected))[0], 60_000);

/** Each issue's first task appears a moment after it was told. */
async function told(connected: Connected, fields: object = {}): Promise<{ number: number; key: string }> {
  const issue = connected.repository.addIssue(fields, 30);
  expect(await tell(connected, 'issues', { action: 'opened', issue })).toMatchObject({ status: 202 });
  return { number: issue.number, key: (await onlyTask(connected)).key };
}

const until = (key: string, is: (task: Json) => boolean): Promise<Json> =>
  eventually(async () => {
    const { body } = await stack.api.get(`/tasks/${key}`);
    return is(body) && body;
  }, 180_000);

const untilSaid = (key: string, text: string) =>
  eventually(async () => (await stack.messages(key)).find(({ body }: Json) => body.includes(text)), 60_000);

describe('a delivery', () => {
  it('is refused without the signature of a connected repository', async () => {
    const connected = await stack.connect();
    const { url, secret } = connected.hook;
    const body = JSON.stringify({ action: 'opened', repository: connected.repository.json });
    const good = signed(secret, body, 'issues', randomUUID());
    const post = async (headers: Record<string, string>, sent = body) =>
      (await fetch(url, { method: 'POST', headers, body: sent })).status;
    const { 'x-hub-signature-256': _signature, ...unsigned } = good;
    expect(await post(unsigned)).toBe(401);
    expect(await post(signed('another secret', body, 'issues', randomUUID()))).toBe(401);
    expect(await post(good, `${body} `)).toBe(401);
    expect(await post({ ...good, 'x-hub-signature-256': 'sha256=zz' })).toBe(401);
    expect(await post(signed(secret, 'no json', 'issues', randomUUID()), 'no json')).toBe(400);
    expect(await post(good)).toBe(200);
  }, 180_000);

  it('is dealt with once, and what comes late changes nothing', async () => {
    const connected = await stack.connect();
    const { number, key } = await told(connected, { title: 'First' });
    const old = structuredClone(connected.repository.issues.get(number));
    const now = connected.repository.edit(number, { title: 'Third' });
    const delivery = randomUUID();
    expect(await tell(connected, 'issues', { action: 'edited', issue: now }, delivery)).toMatchObject({ status: 202 });
    await until(key, ({ title }) => title === 'Third');
    expect(await tell(connected, 'issues', { action: 'edited', issue: now }, delivery)).toMatchObject({ status: 200 });
    await tell(connected, 'issues', { action: 'edited', issue: { ...old, title: 'Second' } });
    await tell(connected, 'issues', { action: 'labeled', issue: { ...now, labels: [{ name: 'urgent' }] } });
    expect(await until(key, ({ priority }) => priority === 1)).toMatchObject({ title: 'Third', labels: ['urgent'] });
    expect(await stack.tasks(connected)).toHaveLength(1);
  }, 180_000);

  it('and a sync at the same moment make one task', async () => {
    const connected = await stack.connect();
    const issues = Array.from({ length: 12 }, () => connected.repository.addIssue({}, 5));
    expectStatus(await stack.api.post(`${connected.path}/sync`), 202);
    await Promise.all(issues.map((issue) => tell(connected, 'issues', { action: 'opened', issue })));
    await stack.synced(connected);
    await eventually(async () => (await stack.tasks(connected)).length >= issues.length, 60_000);
    expect(await stack.tasks(connected)).toHaveLength(issues.length);
  }, 180_000);

  it('that an issue was closed, deleted or moved is said on the task, which stays', async () => {
    const connected = await stack.connect();
    const { number, key } = await told(connected);
    await tell(connected, 'issues', {
      action: 'closed',
      issue: connected.repository.edit(number, { state: 'closed' }),
    });
    await untilSaid(key, 'was closed on GitHub');
    await tell(connected, 'issues', { action: 'deleted', issue: connected.repository.issues.get(number) });
    await untilSaid(key, 'was deleted on GitHub');
    expect((await stack.api.get(`/tasks/${key}`)).body.status).toBe('INBOX');
    expect((await stack.api.get(`/tasks/${key}/github`)).body.issue).toMatchObject({ isGone: true });
  }, 180_000);

  it('that an issue was closed cancels the task where the project says so, in the name of whoever has', async () => {
    const connected = await stack.connect({ onIssueClosed: 'CANCELED' });
    const { number, key } = await told(connected);
    await tell(connected, 'issues', {
      action: 'closed',
      issue: connected.repository.edit(number, { state: 'closed' }),
    });
    await until(key, ({ status }) => status === 'CANCELED');
    const { items } = (await stack.api.get(`/tasks/${key}/events`)).body;
    const moved = items.find(({ type, data }: Json) => type === 'task.transitioned' && data.to === 'CANCELED');
    expect(moved).toMatchObject({ actor: { kind: 'HUMAN', name: 'Olga Owner' } });
  }, 180_000);

  it('that the repository was renamed is followed', async () => {
    const connected = await stack.connect();
    connected.repository.name = 'renamed-by-hook';
    await tell(connected, 'repository', { action: 'renamed' });
    await eventually(async () => (await stack.read(connected)).repository === 'acme/renamed-by-hook', 60_000);
  }, 180_000);
});

describe('what people say', () => {
  it('on GitHub is said on the task, with their name there, and changed as they change it', async () => {
    const connected = await stack.connect();
    const { number, key } = await told(connected);
    const issue = connected.repository.issues.get(number);
    const comment = connected.repository.addComment(number, 'I have seen it too');
    const old = structuredClone(comment);
    await tell(connected, 'issue_comment', { action: 'created', issue, comment });
    await tell(connected, 'issue_comment', { action: 'created', issue, comment });
    expect(await untilSaid(key, 'seen it too')).toMatchObject({ author: { name: 'octocat (GitHub)' } });
    connected.repository.editComment(comment.id, 'I have seen it twice');
    await tell(connected, 'issue_comment', { action: 'edited', issue, comment });
    await untilSaid(key, 'seen it twice');
    await tell(connected, 'issue_comment', { action: 'edited', issue, comment: old });
    await stack.sync(connected);
    expect(await stack.messages(key)).toHaveLength(1);
    expect((await stack.messages(key))[0].body).toBe('I have seen it twice');
  }, 180_000);

  it('here is said on the issue once, never comes back, and how the task is stays one comment', async () => {
    const connected = await stack.connect({ comments: 'BOTH', statusComment: true, statusLabel: true });
    const { number, key } = await told(connected, { labels: ['bug'] });
    const { project, repository } = connected;
    const bodies = () => repository.commentsOf(number).map(({ body }) => body);
    await eventually(() => bodies().some((body) => body.includes('**Inbox**')), 60_000);
    expectStatus(await project.command(key, 'comment', { body: 'Said by @octocat here' }), 200);
    await eventually(() => bodies().some((body) => body.includes('Said by')), 60_000);
    for (const comment of repository.commentsOf(number)) {
      expect(comment.user).toEqual(OURSELVES);
      await tell(connected, 'issue_comment', { action: 'created', issue: repository.issues.get(number), comment });
    }
    expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
    await eventually(() => bodies().some((body) => body.includes('**Assigned**')), 60_000);
    await eventually(() => repository.issues.get(number)?.labels.some(({ name }) => name.endsWith('assigned')), 60_000);
    await stack.sync(connected);
    expect(bodies()).toHaveLength(2);
    expect(await stack.messages(key)).toHaveLength(1);
    expect((await stack.api.get(`/tasks/${key}`)).body.labels).toEqual(['bug']);
  }, 240_000);
});

describe('a pull request', () => {
  it('is opened from a task, followed with its checks and reviews, and moves the task when it is merged', async () => {
    const connected = await stack.connect({ onMerge: 'DONE' });
    const { number: issue, key } = await told(connected, { title: 'Fix the till' });
    const { project, repository } = connected;
    expectStatus(await project.command(key, 'assign', { assignees: [await project.me()] }), 200);
    expectStatus(await project.command(key, 'plan', { bullets: ['find it', 'fix it', 'test it'] }), 200);
    const opened = await stack.api.post(`/tasks/${key}/github/pull-request`, { branch: 'fix-the-till' });
    expectStatus(opened, 201);
    const again = await stack.api.post(`/tasks/${key}/github/pull-request`, { branch: 'fix-the-till' });
    expect(again.body).toEqual(opened.body);
    const { number } = opened.body;
    const pull = repository.pulls.get(number);
    expect(pull).toMatchObject({ title: `${key}: Fix the till`, head: { ref: 'fix-the-till' }, base: { ref: 'main' } });
    expect(pull?.body).toContain('- fix it');
    expect(pull?.body).toContain(`Refs ${repository.fullName}#${issue}`);
    expect(pull?.body).toContain(`/p/${project.slug}/t/${key}`);
    const shown = async () => (await stack.api.get(`/tasks/${key}/github`)).body.pullRequests[0];
    await eventually(async () => (await shown())?.state === 'OPEN', 60_000);
    const sha = pull?.head.sha ?? '';
    repository.setChecks(sha, 'success', 'failure', null);
    repository.reviews.set(number, [{ user: OURSELVES, state: 'APPROVED' }]);
    await tell(connected, 'check_suite', { action: 'completed', check_suite: { status: 'completed', head_sha: sha } });
    await eventually(async () => (await shown()).checks.state === 'FAILED', 60_000);
    expect(await shown()).toMatchObject({ checks: { passed: 1, failed: 1, pending: 1 }, reviews: { approved: 1 } });
    await untilSaid(key, 'checks have failed');
    repository.setChecks(sha, 'success', 'success', 'success');
    await stack.sync(connected);
    expect((await shown()).checks).toMatchObject({ state: 'PASSED', passed: 3 });
    repository.merge(number);
    await tell(connected, 'pull_request', { action: 'closed', pull_request: pull });
    await untilSaid(key, 'the task was not moved to DONE');
    await eventually(async () => (await shown()).state === 'MERGED', 60_000);
    const { links } = (await stack.api.get(`/tasks/${key}`)).body;
    expect(links).toEqual([expect.objectContaining({ kind: 'GITHUB_PULL_REQUEST', url: pull?.html_url })]);
  }, 240_000);

  it('that names a task in its branch is linked by itself', async () => {
    const connected = await stack.connect();
    const { key } = await told(connected);
    const pull = connected.repository.addPull({ title: 'By hand', head: `mc/${key}-by-hand` });
    await tell(connected, 'pull_request', { action: 'opened', pull_request: pull });
    await eventually(async () => (await stack.api.get(`/tasks/${key}/github`)).body.pullRequests.length === 1, 60_000);
    expect(await stack.tasks(connected)).toHaveLength(1);
  }, 180_000);
});

describe('every kind of delivery that GitHub has', () => {
  it('is taken, or knowingly left', async () => {
    const connected = await stack.connect();
    const refused: string[] = [];
    const examples = EXAMPLES.flatMap(({ name, examples: all }) => all.map((example) => ({ name, example })));
    for (const { name, example } of examples) {
      const { status } = await stack.github.deliver(connected.hook, name, example);
      if (status !== 200) refused.push(`${name}: ${status}`);
    }
    expect(examples.length).toBeGreaterThan(200);
    expect(refused).toEqual([]);
  }, 240_000);

  it('is dealt with where it comes from the connected repository', async () => {
    const connected = await stack.connect();
    const kinds = new Map(
      EXAMPLES.filter(({ name }) => READ.includes(name)).flatMap(({ name, examples }) =>
        examples.map((example) => [`${name}.${(example as { action?: string }).action}`, { name, example }] as const),
      ),
    );
    for (const { name, example } of kinds.values()) {
      expect((await tell(connected, name, { ...example, repository: connected.repository.json })).status).toBeLessThan(
        300,
      );
    }
    expect(kinds.size).toBeGreaterThan(30);
    const { client, config } = stack.api.worker;
    const query = `TaskQueue = '${config.temporal.taskQueue}' AND WorkflowType = 'githubDeliveryWorkflow'`;
    const count = async (status: string) =>
      (await client.workflow.count(`${query} AND ExecutionStatus = '${status}'`)).count;
    await eventually(async () => (await count('Running')) === 0, 180_000);
    expect(await count('Failed')).toBe(0);
  }, 300_000);
});
