import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, problem, type Json } from '../../tests/api.test-support.ts';
import { eventually } from '../../tests/stack.test-support.ts';
import { GithubStack } from './github.test-support.ts';

let stack: GithubStack;
beforeAll(async () => void (stack = await GithubStack.start()), 180_000);
afterAll(() => stack.stop(), 180_000);

const refs = (tasks: Json[]) => tasks.map(({ sourceRef }) => sourceRef).toSorted();

describe('a sync', () => {
  it('makes each open issue one task, and leaves out pull requests and what was closed before', async () => {
    const connected = await stack.connect({}, (repository) => {
      repository.addIssue({ title: 'It is broken', body: 'Badly', labels: ['urgent', 'bug', 'good first issue'] }, 60);
      repository.addIssue({ title: 'Write it down', labels: ['documentation'] }, 50);
      repository.addPull({ title: 'A change', head: 'change' });
      repository.addIssue({ state: 'closed' }, 40);
    });
    expect(await stack.sync(connected)).toMatchObject({ state: 'DONE', seen: 2, created: 2, changed: 0 });
    const tasks = await stack.tasks(connected);
    const { fullName, issues } = connected.repository;
    expect(refs(tasks)).toEqual([`${fullName}#1`, `${fullName}#2`]);
    const broken = tasks.find(({ title }) => title === 'It is broken');
    expect(broken).toMatchObject({
      source: 'GITHUB',
      type: 'CODE_CHANGE',
      priority: 1,
      description: 'Badly',
      labels: ['urgent', 'bug', 'good-first-issue'],
      metadata: {
        githubIssueId: issues.get(1)?.id,
        githubIssueNumber: 1,
        githubUrl: issues.get(1)?.html_url,
        owner: 'acme',
        repo: connected.repository.name,
      },
      createdBy: { kind: 'SYSTEM', name: 'GitHub' },
    });
    expect(tasks.find(({ title }) => title === 'Write it down')).toMatchObject({ type: 'DOCS', priority: 3 });
  }, 180_000);

  it('changes what has changed on GitHub, and nothing that people have changed here', async () => {
    const connected = await stack.connect({}, (repository) => void repository.addIssue({ title: 'Before' }, 60));
    await stack.sync(connected);
    const [{ key }] = (await stack.tasks(connected)) as [Json];
    expectStatus(await connected.project.command(key, 'edit', { description: 'Said better here' }), 200);
    connected.repository.edit(1, { title: 'After', labels: [{ name: 'urgent' }] });
    expect(await stack.sync(connected)).toMatchObject({ seen: 1, created: 0, changed: 1 });
    const { body: task } = await stack.api.get(`/tasks/${key}`);
    expect(task).toMatchObject({ title: 'After', description: 'Said better here', priority: 1, labels: ['urgent'] });
    const before = stack.github.requests.length;
    expect(await stack.sync(connected)).toMatchObject({ changed: 0 });
    expect(await stack.sync(connected)).toMatchObject({ seen: 0, changed: 0 });
    expect(stack.github.requests.slice(before).map(({ status }) => status)).toContain(304);
  }, 180_000);

  it('goes on where it was stopped, and does nothing twice when a worker stops in the middle', async () => {
    const COUNT = 130;
    const connected = await stack.connect({}, (repository) => {
      for (let index = 0; index < COUNT; index += 1) repository.addIssue({}, COUNT - index);
    });
    expectStatus(await stack.api.post(`${connected.path}/sync`), 202);
    await eventually(async () => ((await stack.read(connected)).issues as number) > 10, 240_000);
    const running = await stack.read(connected);
    expect(running.sync).toMatchObject({ state: 'RUNNING', expected: COUNT });
    await stack.api.worker.pause();
    await stack.api.worker.resume();
    await eventually(async () => ((await stack.read(connected)).issues as number) > 40, 240_000);
    expectStatus(await stack.api.send('DELETE', `${connected.path}/sync`), 204);
    expect((await stack.synced(connected)).state).toBe('CANCELED');
    problem(await stack.api.send('DELETE', `${connected.path}/sync`), 409);
    expect((await stack.sync(connected, {}, 240_000)).state).toBe('DONE');
    const tasks = await stack.tasks(connected);
    expect(tasks).toHaveLength(COUNT);
    expect(new Set(refs(tasks)).size).toBe(COUNT);
    const pages = stack.github.count('GET', new RegExp(`/${connected.repository.name}/issues$`));
    expect(pages).toBeLessThanOrEqual(Math.ceil(COUNT / 99) + 6);
  }, 600_000);

  it('waits when GitHub asks for it, and tries again when GitHub is away', async () => {
    const connected = await stack.connect({}, (repository) => void repository.addIssue());
    const matches = ({ path }: { path: string }) => path.endsWith(`${connected.repository.name}/issues`);
    stack.github.fail({ status: 502, matches });
    const message = 'You have exceeded a secondary rate limit.';
    stack.github.fail({ status: 403, message, headers: { 'retry-after': '1' }, matches });
    const reset = String(Math.ceil(Date.now() / 1000) + 1);
    const limit = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    stack.github.fail({ status: 403, message: 'API rate limit exceeded', headers: limit, matches });
    expect(await stack.sync(connected)).toMatchObject({ state: 'DONE', created: 1 });
  }, 180_000);

  it('says why GitHub does not let us in, until it does', async () => {
    const connected = await stack.connect({}, (repository) => void repository.addIssue());
    stack.github.fail({ status: 401, message: 'Bad credentials' });
    const failed = await stack.sync(connected);
    expect(failed).toMatchObject({ state: 'FAILED', error: expect.stringContaining('does not know this token') });
    expect((await stack.read(connected)).trouble.because).toContain('does not know this token');
    const alerts = async () =>
      (await stack.api.get(`/alerts?project=${connected.project.slug}&status=OPEN`)).body.items;
    expect((await alerts()).map(({ kind }: Json) => kind)).toEqual(['GITHUB_BROKEN']);
    expect((await stack.sync(connected)).state).toBe('DONE');
    expect((await stack.read(connected)).trouble).toBeUndefined();
    expect(await alerts()).toEqual([]);
  }, 180_000);

  it('follows a repository that was renamed', async () => {
    const connected = await stack.connect({}, (repository) => void repository.addIssue());
    await stack.sync(connected);
    stack.github.rename(connected.repository, `other/${connected.repository.name}-anew`);
    connected.repository.addIssue();
    expect(await stack.sync(connected)).toMatchObject({ state: 'DONE', created: 1 });
    expect((await stack.read(connected)).repository).toBe(connected.repository.fullName);
  }, 180_000);

  it('is started by its schedule', async () => {
    const connected = await stack.connect({ syncEveryMinutes: 5 }, (repository) => void repository.addIssue());
    const { client, config } = stack.api.worker;
    const { githubScheduleId } = await import('../../workflows/messages.ts');
    const schedule = client.schedule.getHandle(githubScheduleId(config.temporal.taskQueue, connected.id));
    await schedule.trigger();
    expect(await stack.synced(connected)).toMatchObject({ state: 'DONE', created: 1 });
    expectStatus(await stack.api.send('PATCH', connected.path, { body: { syncEveryMinutes: 0 } }), 200);
    await expect(schedule.describe()).rejects.toThrow();
  }, 180_000);

  it('comes too late for a repository that was disconnected, whose tasks are found again later', async () => {
    const connected = await stack.connect({}, (repository) => void repository.addIssue());
    await stack.sync(connected);
    expectStatus(await stack.api.send('DELETE', connected.path), 204);
    problem(await stack.api.post(`${connected.path}/sync`), 404);
    const again = await stack.api.post(`/projects/${connected.project.slug}/github`, {
      repository: connected.repository.fullName,
      access: { kind: 'TOKEN', token: stack.github.token },
      settings: { syncEveryMinutes: 0 },
    });
    expectStatus(again, 201);
    const { id } = again.body.repository;
    const second = { ...connected, id, path: `/projects/${connected.project.slug}/github/${id}` };
    expect(await stack.sync(second)).toMatchObject({ state: 'DONE', created: 0 });
    expect(await stack.tasks(second)).toHaveLength(1);
  }, 180_000);
});
