import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OutsideService } from '@mission-control/resilience';
import { leaseLost } from '../../../executor-client/src/protocol-server.test-support.ts';
import { denied, silent, startExecutor, type RunningExecutor } from '../cursor-executor.test-support.ts';
import { Identity } from '../identity.ts';
import { CloudApi } from './cloud-api.ts';
import { createCloudHandler } from './cloud-handler.ts';
import { createCloudService } from './cloud-service.ts';
import { FakeCloud } from './fake-cloud.test-support.ts';
import { WakeUps } from './wake-ups.ts';

const KEY = 'cursor-key-1234567890';
const CREATE = 'POST /v1/agents';
const PROMPT = 'POST /v1/agents/:agent/runs';
const RUN = 'GET /v1/agents/:agent/runs/:run';
const STREAM = 'GET /v1/agents/:agent/runs/:run/stream';
const CANCEL = 'POST /v1/agents/:agent/runs/:run/cancel';
const REPOSITORY = 'https://github.invalid/acme/shop';
let folder: string;
let cloud: FakeCloud;
let service: OutsideService;
let wakeUps: WakeUps;
let executor: RunningExecutor;
let pollMs: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cursor-cloud-'));
  cloud = await FakeCloud.start();
  pollMs = 30;
  wakeUps = new WakeUps();
  service = createCloudService(silent, { retry: { firstDelayMs: 5, maxDelayMs: 20 }, failures: 8, openForMs: 60 });
  executor = await startExecutor((context) => {
    const settings = { apiKey: KEY, apiUrl: cloud.url, sandbox: 'enabled', model: 'composer-2' } as const;
    const api = new CloudApi({ baseUrl: cloud.url, apiKey: KEY, service });
    const identity = new Identity('executor-secret');
    const times = { pollMs, reconnectMs: 10, usageMs: 20 };
    const environment = { ...process.env, GIT_ALLOW_PROTOCOL: 'file' };
    const options = { api, wakeUps, settings, identity, workDir: folder, environment, logger: silent, times };
    return createCloudHandler(options)(context);
  });
});

afterEach(async () => {
  await executor.stop();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const workspace = { repositoryUrl: 'git@github.invalid:acme/shop.git', baseBranch: 'main', branch: 'mission/mc-1' };

const pushed = (branch = 'cursor/notes-1a2b') => ({
  status: 'FINISHED' as const,
  result: '## Added notes\n\nIn `notes.md`.',
  git: {
    branches: [
      { repoUrl: 'github.invalid/acme/other', branch: 'cursor/other' },
      { repoUrl: 'github.invalid/Acme/shop', branch, prUrl: 'https://github.invalid/acme/shop/pull/7' },
    ],
  },
});

/** What the executor remembers of the task. */
const memoryPath = () => join(folder, 'cursor', readdirSync(join(folder, 'cursor'))[0]!, 'agent.json');
const memory = () => JSON.parse(readFileSync(memoryPath(), 'utf8')) as Record<string, string>;

test('hands the task over, follows it, and hands in the branch that Cursor pushed, with what it cost', async () => {
  cloud.events = [
    { id: '1', event: 'assistant', data: { text: 'Looking around. ' } },
    { id: '2', event: 'thinking', data: { text: 'secret thoughts' } },
    { id: '3', event: 'tool_call', data: { callId: 'c', name: 'shell', status: 'running', args: { command: 'ls' } } },
    { id: '4', event: 'tool_call', data: { callId: 'c', name: 'shell', status: 'completed' } },
  ];
  cloud.usage = {
    totalUsage: { inputTokens: 900, outputTokens: 80, cacheReadTokens: 7000, cacheWriteTokens: 3, totalTokens: 7983 },
    cost: { rawCostCents: 12.5, chargedCents: 15.25 },
    runs: [],
  };
  executor.offer({ workspace });
  await cloud.waitFor(STREAM);
  await executor.server.waitFor('heartbeat', 2);
  cloud.settle(cloud.only.agent.id, pushed());
  const { name, body } = await executor.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  const usage = {
    model: 'composer-2',
    inputTokens: 900,
    outputTokens: 80,
    cacheReadTokens: 7000,
    cacheWriteTokens: 3,
    costMicros: 152_500,
    costSource: 'BILLED',
  };
  expect(body).toMatchObject({ summary: 'Added notes', branch: 'cursor/notes-1a2b', usage });
  expect(body['content']).toMatch(
    /^## Added notes[^]*`cursor\/notes-1a2b`[^]*shop\/pull\/7[^]*cursor.com\/agents\/bc-/,
  );
  const { request, prompts } = cloud.only;
  expect(request).toMatchObject({
    name: 'MC-1 Add notes',
    model: { id: 'composer-2' },
    repos: [{ url: REPOSITORY, startingRef: 'main' }],
    workOnCurrentBranch: false,
    autoCreatePR: false,
  });
  expect(request.agentId).toMatch(/^bc-[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(prompts[0]).toMatch(/Write them down[^]*Commit what you change/);
  expect(executor.server.log()).toContain('Looking around. \n> shell {"command":"ls"}\n');
  expect(executor.server.log()).not.toContain('secret thoughts');
  expect(executor.server.named('heartbeat').some((call) => 'usage' in call.body)).toBe(true);
  expect(executor.server.named('tool-calls').map((call) => [call.body['tool'], call.body['arguments']])).toEqual([
    ['cursor_cloud_agent', { host: 'api.cursor.com', repository: REPOSITORY, branch: 'main' }],
    ['git_push', { remote: REPOSITORY, branch: 'cursor/*' }],
  ]);
});

test('work without a repository comes back as text, and without a price where Cursor tells none', async () => {
  cloud.outcomes = [{ status: 'FINISHED', result: 'Use the simple queue.' }];
  cloud.usage = { totalUsage: { inputTokens: 5, outputTokens: 6 } };
  executor.offer();
  const { body } = await executor.ending();
  expect(body['usage']).toEqual({
    model: 'composer-2',
    inputTokens: 5,
    outputTokens: 6,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  });
  expect(body['content']).toMatch(/^Use the simple queue/);
  expect(cloud.only.request.repos).toBeUndefined();
});

test('creates nothing when it is denied', async () => {
  const allowed = { status: 200, body: { decision: 'ALLOW', risk: 'GREEN', reasons: [] } };
  executor.server.script('tool-calls', denied);
  executor.offer({ workspace });
  expect(await executor.failure(1)).toMatchObject({
    retryable: false,
    error: expect.stringContaining('cursor_cloud_agent'),
  });
  executor.server.script('tool-calls', allowed, denied);
  executor.offer({ workspace }, 2);
  expect(await executor.failure(2)).toMatchObject({ retryable: false, error: expect.stringContaining('git_push') });
  expect(cloud.requests).toHaveLength(0);
});

test.each([['/srv/git/shop.git'], ['file:///srv/git/shop.git']])(
  'refuses %s, which the cloud cannot reach',
  async (repositoryUrl) => {
    executor.offer({ workspace: { ...workspace, repositoryUrl } });
    const { error, retryable } = await executor.failure();
    expect(error).toMatch(/^workspace.repositoryUrl must be a repository that Cursor's cloud can reach/);
    expect(retryable).toBe(false);
    expect(cloud.requests).toHaveLength(0);
  },
);

test('a broken stream of events is gone on with where it broke', async () => {
  cloud.events = ['one', 'two', 'three', 'four'].map((text, index) => ({
    id: `e${index}`,
    event: 'assistant',
    data: { text: `${text}.` },
  }));
  cloud.breakAfter = 2;
  executor.offer();
  await cloud.waitFor(STREAM, 3);
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Done' });
  expect((await executor.ending()).name).toBe('complete');
  expect(executor.server.log()).toBe('one.two.three.four.');
  expect(
    cloud
      .named(STREAM)
      .slice(0, 3)
      .map(({ headers }) => headers['last-event-id']),
  ).toEqual([undefined, 'e1', 'e3']);
});

test('events that are gone are no loss: the run is looked at instead', async () => {
  cloud.streamFault = { status: 410, code: 'stream_expired' };
  executor.offer();
  await cloud.waitFor(RUN, 3);
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Done' });
  expect((await executor.ending()).name).toBe('complete');
  expect(cloud.named(STREAM)).toHaveLength(1);
});

test('an id that Cursor does not take begins the events anew', async () => {
  cloud.events = [{ id: 'a', event: 'assistant', data: { text: 'Hello' } }];
  cloud.breakAfter = 1;
  executor.offer();
  await cloud.waitFor(STREAM);
  cloud.events = [{ id: 'b', event: 'assistant', data: { text: 'Again' } }];
  cloud.breakAfter = Number.POSITIVE_INFINITY;
  await cloud.waitFor(STREAM, 3);
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Done' });
  expect((await executor.ending()).name).toBe('complete');
  expect(executor.server.log()).toBe('HelloAgain');
});

test('a wake-up is as good as an event', async () => {
  pollMs = 60_000;
  cloud.streamFault = { status: 410, code: 'stream_expired' };
  executor.offer();
  await cloud.waitFor(RUN);
  const { id } = cloud.only.agent;
  cloud.settle(id, { status: 'FINISHED', result: 'Done' });
  const waking = setInterval(() => wakeUps.wake(id.replaceAll('-', '_')), 20);
  expect((await executor.ending()).name).toBe('complete');
  clearInterval(waking);
});

test.each([
  [
    { status: 'ERROR', error: { message: 'The machine broke' } },
    /ended in Cursor's cloud as ERROR: The machine broke/,
    true,
  ],
  [{ status: 'EXPIRED' }, /as EXPIRED$/, true],
  [{ status: 'CANCELLED' }, /as CANCELLED$/, false],
] as const)('%j is a failure', async (outcome, message, retryable) => {
  cloud.outcomes = [outcome];
  executor.offer();
  const failure = await executor.failure();
  expect(failure.error).toMatch(message);
  expect(failure.retryable).toBe(retryable);
});

test.each([
  [{ status: 400, code: 'invalid_model' }, /400 invalid_model: Refused/, false, 1],
  [{ status: 401, code: 'unauthorized' }, /CURSOR_API_KEY is not accepted/, false, 1],
  [{ status: 403, code: 'forbidden' }, /403 forbidden/, false, 1],
  [{ status: 500 }, /500 internal/, true, 5],
  ['reset', /did not answer POST \/v1\/agents/, true, 5],
] as const)('%j when an agent is made', async (fault, message, retryable, tries) => {
  cloud.script(CREATE, fault, fault, fault, fault, fault);
  executor.offer();
  const failure = await executor.failure();
  expect(failure.error).toMatch(message);
  expect(failure.error).not.toContain(KEY);
  expect(failure.retryable).toBe(retryable);
  expect(cloud.named(CREATE)).toHaveLength(tries);
});

test('Retry-After is obeyed', async () => {
  cloud.outcomes = [{ status: 'FINISHED', result: 'Done' }];
  cloud.script(CREATE, { status: 429, code: 'rate_limited', retryAfter: '0' }, { status: 429, retryAfter: '1' });
  const startedAt = Date.now();
  executor.offer();
  expect((await executor.ending()).name).toBe('complete');
  // The usual delays of this test are 20 ms at most.
  expect(Date.now() - startedAt).toBeGreaterThan(900);
});

test('an answer that got lost makes no second agent', async () => {
  cloud.script(CREATE, 'lost');
  cloud.outcomes = [{ status: 'FINISHED', result: 'Done' }];
  executor.offer();
  expect((await executor.ending()).name).toBe('complete');
  expect(cloud.named(CREATE)).toHaveLength(2);
  expect(cloud.only.runs).toHaveLength(1);
});

test('an outage in the middle is waited through, and shown as an open circuit', async () => {
  cloud.breakAfter = 0;
  executor.offer();
  await cloud.waitFor(STREAM);
  cloud.isDown = true;
  while (service.report().state !== 'OPEN') await new Promise((resolve) => setTimeout(resolve, 5));
  expect(service.report()).toMatchObject({ service: 'cursor-cloud', reason: expect.stringContaining('503') });
  cloud.isDown = false;
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Done' });
  expect((await executor.ending()).name).toBe('complete');
  expect(service.report().state).toBe('CLOSED');
});

test('an executor that lost its lease goes on with the same run when it gets the work again', async () => {
  executor.offer({ workspace });
  await cloud.waitFor(STREAM);
  executor.server.script('heartbeat', leaseLost);
  await executor.server.waitFor('claim', 2);
  const asked = executor.server.named('tool-calls').length;
  executor.offer({ workspace }, 1, 2);
  await cloud.waitFor(STREAM, 2);
  cloud.settle(cloud.only.agent.id, pushed());
  expect((await executor.ending()).name).toBe('complete');
  expect(cloud.only.runs).toHaveLength(1);
  expect(cloud.named(CANCEL)).toHaveLength(0);
  expect(executor.server.named('tool-calls')).toHaveLength(asked);
});

test('so does another machine, which remembers nothing', async () => {
  executor.offer();
  await cloud.waitFor(STREAM);
  executor.server.script('heartbeat', leaseLost);
  await executor.server.waitFor('claim', 2);
  rmSync(join(folder, 'cursor'), { recursive: true });
  executor.offer({}, 1, 2);
  await cloud.waitFor(STREAM, 2);
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Done' });
  expect((await executor.ending()).name).toBe('complete');
  expect(cloud.only.runs).toHaveLength(1);
});

test('a run that failed is made again by the next attempt, by the same agent', async () => {
  cloud.outcomes = [{ status: 'ERROR' }, { status: 'FINISHED', result: 'Done' }];
  executor.offer();
  expect((await executor.failure(1)).retryable).toBe(true);
  executor.offer({}, 1, 2);
  expect((await executor.ending(2)).name).toBe('complete');
  expect(cloud.only.runs.map(({ status }) => status)).toEqual(['ERROR', 'FINISHED']);
});

test('an agent that was archived is replaced', async () => {
  cloud.outcomes = [{ status: 'ERROR' }, { status: 'FINISHED', result: 'Done' }];
  executor.offer();
  await executor.failure(1);
  const known = cloud.only;
  known.agent = { ...known.agent, status: 'ARCHIVED' };
  executor.offer({}, 1, 2);
  expect((await executor.ending(2)).name).toBe('complete');
  expect(cloud.agents.size).toBe(2);
});

test('feedback is a further prompt to the same agent', async () => {
  cloud.outcomes = [pushed(), pushed()];
  executor.offer({ workspace });
  await executor.ending(1);
  executor.offer({ workspace, feedback: ['Shorter, please'] }, 2);
  expect((await executor.ending(2)).body['branch']).toBe('cursor/notes-1a2b');
  expect(cloud.only.prompts[1]).toMatch(/sent your work back:\n\nShorter, please/);
  expect(cloud.only.prompts[1]).not.toContain('Write them down');
});

test('feedback waits for an agent that is busy with something else', async () => {
  cloud.outcomes = [
    { status: 'FINISHED', result: 'First' },
    { status: 'FINISHED', result: 'Second' },
  ];
  executor.offer();
  await executor.ending(1);
  const { id } = cloud.only.agent;
  const theirs = cloud.addRun(id);
  executor.offer({ feedback: ['Shorter'] }, 2);
  await cloud.waitFor(PROMPT);
  await cloud.waitFor(RUN, 3);
  cloud.settle(id, { status: 'FINISHED', result: 'Somebody else asked' });
  const { body } = await executor.ending(2);
  expect(body['summary']).toBe('Second');
  expect(cloud.only.runs.map((run) => run.id)).toEqual(['run-1', theirs.id, 'run-3']);
});

test('feedback whose answer got lost is not sent twice', async () => {
  cloud.outcomes = [{ status: 'FINISHED', result: 'First' }];
  executor.offer();
  await executor.ending(1);
  cloud.script(PROMPT, 'lost');
  executor.offer({ feedback: ['Shorter'] }, 2);
  await cloud.waitFor(STREAM, 2);
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Second' });
  expect((await executor.ending(2)).body['summary']).toBe('Second');
  expect(cloud.only.runs).toHaveLength(2);
});

test('an executor that was killed before it knew its run finds it again', async () => {
  cloud.outcomes = [{ status: 'FINISHED', result: 'First' }];
  executor.offer();
  await executor.ending(1);
  executor.offer({ feedback: ['Shorter'] }, 2);
  await cloud.waitFor(STREAM, 2);
  executor.server.script('heartbeat', leaseLost);
  await executor.server.waitFor('claim', 3);
  const { runId: _runId, ...known } = memory();
  writeFileSync(memoryPath(), JSON.stringify({ ...known, before: 'run-1' }));
  cloud.settle(cloud.only.agent.id, { status: 'FINISHED', result: 'Second' });
  executor.offer({ feedback: ['Shorter'] }, 2, 2);
  expect((await executor.ending(2)).body['summary']).toBe('Second');
  expect(cloud.named(PROMPT)).toHaveLength(1);
});

test('feedback for an agent that is gone begins anew, with the whole task', async () => {
  cloud.outcomes = [
    { status: 'FINISHED', result: 'First' },
    { status: 'FINISHED', result: 'Second' },
  ];
  executor.offer();
  await executor.ending(1);
  cloud.agents.clear();
  executor.offer({ feedback: ['Shorter'] }, 2);
  expect((await executor.ending(2)).body['summary']).toBe('Second');
  expect(cloud.only.prompts[0]).toMatch(/Write them down[^]*Shorter/);
});

test('a cancellation cancels the run', async () => {
  executor.offer();
  await cloud.waitFor(STREAM);
  executor.server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true } }));
  expect((await executor.ending()).name).toBe('canceled');
  expect(cloud.only.runs[0]?.status).toBe('CANCELLED');
});

test('a cancellation also ends a run that was never confirmed, and takes one that has ended', async () => {
  cloud.script(CREATE, 'lost', { status: 429, retryAfter: '600' });
  executor.offer();
  await cloud.waitFor(CREATE, 2);
  executor.server.script('heartbeat', { status: 200, body: { cancelRequested: true } });
  expect((await executor.ending(1)).name).toBe('canceled');
  expect(cloud.only.runs[0]?.status).toBe('CANCELLED');

  cloud.script(CANCEL, { status: 409, code: 'run_not_cancellable' });
  executor.offer({}, 2);
  await cloud.waitFor(STREAM);
  executor.server.script('heartbeat', { status: 200, body: { cancelRequested: true } });
  expect((await executor.ending(2)).name).toBe('canceled');
});

test('the time limit ends the run', async () => {
  cloud.usage = { totalUsage: { inputTokens: 1, outputTokens: 2 }, cost: { chargedCents: 3 } };
  executor.offer({ limits: { maxCostMicros: 0, maxMinutes: 0.01 } });
  const { body } = await executor.ending();
  expect(body).toMatchObject({
    error: 'Cursor was stopped at the time limit of 0.01 minutes',
    retryable: false,
    usage: { costMicros: 30_000 },
  });
  expect(cloud.only.runs[0]?.status).toBe('CANCELLED');
});

test('the work counts also when Cursor does not tell what it cost', async () => {
  cloud.outcomes = [{ status: 'FINISHED', result: 'Done' }];
  // Also for the looks that are taken meanwhile.
  cloud.script(
    'GET /v1/agents/:agent/usage',
    ...Array.from({ length: 100 }, () => ({ status: 404, code: 'not_found' })),
  );
  executor.offer();
  const { name, body } = await executor.ending();
  expect([name, body['usage']]).toEqual(['complete', undefined]);
  expect(existsSync(memoryPath())).toBe(true);
});
