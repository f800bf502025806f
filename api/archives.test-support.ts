import { Connection } from '@temporalio/client';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { expectStatus, ProjectProbe, type Answer, type Json, type TestApi } from '../tests/api.test-support.ts';
import type { FakeGithub } from '../tests/fakes/github/fake-github.ts';
import { letHold } from '../tests/governance.test-support.ts';
import { agentWith, keyOf } from '../tests/identities.test-support.ts';
import { eventually, testTemporalAddress, uniqueName } from '../tests/stack.test-support.ts';
import { makeRepositories } from './authorization/github.test-support.ts';

const PLAN = { bullets: ['one', 'two', 'three'] };
const USAGE = { model: 'claude', inputTokens: 1000, outputTokens: 500, costMicros: 250_000, costSource: 'BILLED' };

/** A namespace of its own in Temporal, as another installation has one. */
export async function newNamespace(): Promise<string> {
  const namespace = uniqueName('installation');
  const connection = await Connection.connect({ address: testTemporalAddress() });
  const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  // The server learns of it a little later.
  await eventually(
    async () => (await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 }), true),
    60_000,
  );
  await connection.close();
  return namespace;
}

export interface BusyProject {
  readonly project: ProjectProbe;
  readonly slug: string;
  /** DONE, with a file, a review, messages and a run. */
  readonly done: string;
  readonly canceled: string;
  /** Carried out while the archive is made. */
  readonly running: string;
  readonly execution: string;
  /** Assigned to Ann, who has another id elsewhere, and planned. */
  readonly assigned: string;
  /** Starts by itself once that one is DONE. */
  readonly queued: string;
  /** Waits for people to decide. */
  readonly asked: string;
  readonly artifact: string;
  readonly bytes: Buffer;
  readonly largeArtifact: string;
  /** What nobody should ever find in an archive, by name. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Everything that a project may have. */
export async function busyProject(api: TestApi, github: FakeGithub, people: Json): Promise<BusyProject> {
  const project = await ProjectProbe.create(api, { timeZone: 'Europe/Berlin', monthlyBudgetMicros: 9_000_000 });
  const { slug } = project;
  const secrets = new Map<string, string>([['the token for GitHub', github.token]]);
  await setUp(project, people, secrets);
  const repositories = await makeRepositories(api, github, slug);
  const { store } = api.worker;
  const connection = await store.github.connections.byId(repositories.repository);
  secrets.set('the sealed token', connection?.access.kind === 'TOKEN' ? connection.access.sealedToken : '');
  secrets.set('the sealed secret of the hook', connection?.sealedHookSecret ?? '');
  for (const id of repositories.spareRepositories) await store.github.connections.remove(id);
  for (const [index, token] of Object.values(api.tokens).entries()) secrets.set(`token ${index}`, token);

  const bytes = randomBytes(3_000_000);
  const done = await doneTask(project);
  const file = await upload(api, `/tasks/${done.key}/artifacts?name=large.bin`, bytes);
  const canceled = await project.task({ title: 'Never mind' });
  expectStatus(await project.command(canceled, 'transition', { to: 'CANCELED', reason: 'no need' }), 200);
  const running = await project.claimed();
  secrets.set('the token of an execution', running.token);
  const log = { progress: { percent: 40, message: 'half way' }, log: 'a line of the log\n' };
  const beat = await api.post(`/executions/${running.execution}/heartbeat`, log, { token: running.token });
  expectStatus(beat, 200);
  const assigned = await assignedTask(project, people.ann.id, { reviewer: { kind: 'HUMAN', id: people.ann.id } });
  const queued = await assignedTask(project, (await project.me()).id, { dependsOn: [assigned] });
  expectStatus(await project.command(queued, 'dispatch', { executor: 'MANUAL', whenReady: true }), 200);
  const asked = await assignedTask(project, (await project.me()).id);
  const question = { action: 'deploy', summary: 'deploy it', risk: 'YELLOW', expiresInMinutes: 60 * 24 };
  expectStatus(await project.command(asked, 'requestApproval', question), 200);
  expectStatus(await api.post(`/tasks/${asked}/watch`, { watch: true }, { token: people.ann.token }), 200);
  const { key: _key, ...more } = done;
  return {
    project,
    slug,
    done: done.key,
    ...more,
    canceled,
    running: running.key,
    execution: running.execution,
    assigned,
    queued,
    asked,
    bytes,
    largeArtifact: file.body.id,
    secrets,
  };
}

async function setUp(project: ProjectProbe, people: Json, secrets: Map<string, string>): Promise<void> {
  const { api, slug } = project;
  const { store } = api.worker;
  for (const { id } of [people.ann, people.bob])
    await store.people.setMembership(id, { project: slug, role: 'OPERATOR' });
  const edit = { columnLimits: { REVIEW: 3 }, taskBudgets: { OPS: 7_000_000 } };
  expectStatus(await api.send('PATCH', `/projects/${slug}`, { body: edit }), 200);
  for (const mode of ['PAUSED', 'NORMAL']) {
    expectStatus(await api.post(`/projects/${slug}/mode`, { mode, reason: `a test of ${mode}` }), 200);
  }
  await letHold(project, {});
  const agent = await agentWith(api, slug, { name: 'Scout' });
  const executor = await keyOf(api, { kind: 'EXECUTOR', projects: [slug] });
  secrets.set('the key of an agent', agent.token).set('the key of an executor', executor.token);
  const webhook = await api.post(`/projects/${slug}/webhooks`, { url: 'https://receiver.invalid/', events: [] });
  expectStatus(webhook, 201);
  secrets.set('the secret of a webhook', webhook.body.secret);
  const [endpoint] = await store.webhooks.endpoints.ofProject(slug);
  secrets.set('the salt of a webhook', endpoint?.secrets[0]?.salt ?? '');
  expectStatus(await api.send('PUT', `/projects/${slug}/telegram`, { body: { chatId: -100_123, title: 'Crew' } }), 200);
  for (const [token, isShared] of [
    [people.ann.token, false],
    [people.bob.token, false],
    [people.bob.token, true],
  ]) {
    const view = await api.post(`/projects/${slug}/views`, { name: `View ${String(isShared)}`, isShared }, { token });
    expectStatus(view, 201);
  }
  await api.operations.alerts.raise({
    key: uniqueName('alert'),
    severity: 'WARNING',
    kind: 'TEST',
    title: 'Something is odd',
    description: '',
    projectId: slug,
  });
}

/** A task that an executor has carried out, with what a life has. */
async function doneTask(project: ProjectProbe): Promise<{ key: string; artifact: string }> {
  const { api } = project;
  const { key, execution, token } = await project.claimed();
  const said = await project.command(key, 'comment', { body: 'first\u2028words' });
  const edited = { messageId: said.body.messageId, body: 'other words' };
  expectStatus(await project.command(key, 'editComment', edited), 200);
  const file = await upload(api, `/executions/${execution}/artifacts?name=a.txt`, Buffer.from('a small file'), token);
  const result = { summary: 'made', artifacts: [file.body.id], usage: USAGE };
  expectStatus(await api.post(`/executions/${execution}/complete`, result, { token }), 200);
  await eventually(async () => (await api.get(`/tasks/${key}`)).body.status === 'REVIEW');
  const praise = await project.command(key, 'review', { kind: 'PRAISE', score: 8 }, { token: api.tokens.second });
  expectStatus(praise, 200);
  expectStatus(await project.command(key, 'transition', { to: 'DONE' }), 200);
  return { key, artifact: file.body.id };
}

async function assignedTask(project: ProjectProbe, personId: string, fields: object = {}): Promise<string> {
  const key = await project.task(fields);
  expectStatus(await project.command(key, 'assign', { assignees: [{ kind: 'HUMAN', id: personId }] }), 200);
  expectStatus(await project.command(key, 'plan', PLAN), 200);
  return key;
}

async function upload(api: TestApi, path: string, body: Buffer, token = api.tokens.owner): Promise<Answer> {
  const answer = await api.send('POST', path, { body, token, headers: { 'content-type': 'application/octet-stream' } });
  expectStatus(answer, 201);
  return answer;
}

/** Downloads the archive of a project. */
export async function exportTo(path: string, api: TestApi, slug: string): Promise<void> {
  const headers = { authorization: `Bearer ${api.tokens.owner}` };
  const response = await fetch(`${api.url}/api/v1/projects/${slug}/archive`, { headers });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(path));
}

/** Sends an archive, as it is. */
export const restore = (api: TestApi, archive: Buffer, query = ''): Promise<Answer> =>
  api.send('POST', `/restorations${query}`, {
    body: archive,
    headers: { 'content-type': 'application/octet-stream' },
  });

/** Waits until nobody is at it any more, and answers how it has ended. */
export const restored = (api: TestApi, slug: string): Promise<Json> =>
  eventually(async () => {
    const { body } = await api.get(`/restorations/${slug}`);
    return body.state === 'RUNNING' ? undefined : body;
  }, 60_000);
