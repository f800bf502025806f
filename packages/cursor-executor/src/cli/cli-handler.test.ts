import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createGitRemote, type GitRemote } from '../../../executor-host/src/git-remote.test-support.ts';
import { denied, needsApproval, silent, startExecutor, type RunningExecutor } from '../cursor-executor.test-support.ts';
import { Identity } from '../identity.ts';
import { createCliHandler } from './cli-handler.ts';
import { DENIED } from './permissions.ts';

const PROGRAM = join(import.meta.dirname, 'fake-cursor.test-support.mjs');
const BRANCH = 'mission/mc-1';
let remote: GitRemote;
let executor: RunningExecutor;
/** What the fake tool does: see there. */
let model: string | undefined;

beforeEach(async () => {
  remote = createGitRemote();
  model = undefined;
  const environment = {
    ...process.env,
    CURSOR_API_KEY: 'cursor-key-1234567890',
    MISSION_CONTROL_TOKEN: 'executor-secret',
    GITHUB_TOKEN: 'github-secret',
    ANTHROPIC_API_KEY: 'anthropic-secret',
    SSH_AUTH_SOCK: '/tmp/agent.sock',
  };
  executor = await startExecutor((context) => {
    const settings = {
      apiKey: 'cursor-key-1234567890',
      apiUrl: 'https://api.cursor.com',
      sandbox: 'enabled',
      ...(model && { model }),
    } as const;
    const identity = new Identity('executor-secret');
    const { workDir } = remote;
    return createCliHandler({ program: PROGRAM, settings, identity, workDir, environment, logger: silent })(context);
  });
});

afterEach(async () => {
  await executor.stop();
  remote.remove();
});

const workspace = () => ({ repositoryUrl: remote.url, baseBranch: 'main', branch: BRANCH });

const folder = () => join(remote.workDir, 'cursor', readdirSync(join(remote.workDir, 'cursor'))[0]!);

interface FakeCall {
  readonly parameters: string[];
  readonly prompt: string;
  readonly environment: Record<string, string>;
  readonly permissions: { readonly deny: string[] };
  readonly project?: { readonly permissions: { readonly allow: string[]; readonly deny: string[] } };
}

const calls = (): FakeCall[] =>
  readFileSync(join(folder(), 'home', 'calls.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FakeCall);

function expectNoWorkPlace(): void {
  const own = join(remote.workDir, 'worktrees', String(process.pid));
  expect(existsSync(own) ? readdirSync(own) : []).toEqual([]);
}

test('asks, lets the tool work, asks for the push, and hands in the branch', async () => {
  executor.server.script('tool-calls', needsApproval);
  executor.server.script(
    'approval',
    { status: 200, body: { decision: 'PENDING' } },
    { status: 200, body: { decision: 'ALLOW' } },
  );
  executor.offer({ workspace: workspace() });
  const { name, body } = await executor.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  expect(body).toMatchObject({
    summary: 'Added notes.md',
    branch: BRANCH,
    commit: remote.git('rev-parse', BRANCH),
    artifacts: ['artifact-changes.diff'],
    usage: { inputTokens: 0, outputTokens: 0, model: 'Fake 1', costSource: 'SUBSCRIPTION' },
  });
  expect(remote.show(BRANCH, 'notes.md')).toBe('first version\n');
  expect(executor.server.log()).toMatch(/I will add a file.\n> shell npm test\n> write notes.md/);
  const asked = executor.server.named('tool-calls').map((call) => call.body['tool']);
  expect(asked).toEqual(['cursor_agent', 'git_push']);
  const [first] = executor.server.named('tool-calls');
  expect(first?.body['arguments']).toEqual({ sandbox: 'enabled', repository: remote.url });
  const [call] = calls();
  expect(call?.parameters.slice(0, 6)).toEqual([
    '-p',
    '--output-format',
    'stream-json',
    '--trust',
    '--force',
    '--sandbox',
  ]);
  expect(call?.prompt).toMatch(/MC-1[^]*# Add notes[^]*Write them down/);
  expectNoWorkPlace();
});

test('the tool gets its own key and nothing else of the executor', async () => {
  model = 'talk';
  executor.offer();
  await executor.ending();
  const [call] = calls();
  const given = JSON.stringify(call?.environment);
  expect(call?.environment['CURSOR_API_KEY']).toBe('cursor-key-1234567890');
  expect(given).not.toMatch(/executor-secret|github-secret|anthropic-secret|agent\.sock/);
  expect(call?.environment['HOME']).toBe(join(folder(), 'home'));
  expect(statSync(folder()).mode & 0o777).toBe(0o700);
  expect(call?.permissions.deny).toEqual(DENIED);
});

test('work without a repository is handed in as text', async () => {
  model = 'talk';
  executor.offer({ type: 'RESEARCH' });
  const { name, body } = await executor.ending();
  expect([name, body['summary'], body['content']]).toEqual(['complete', 'Queues', '# Queues\n\nUse the simple one.']);
  expect(executor.server.named('tool-calls').map((call) => call.body['tool'])).toEqual(['cursor_agent']);
});

test('does not start when the run is denied, and pushes nothing when the push is', async () => {
  executor.server.script('tool-calls', denied);
  executor.offer({ workspace: workspace() });
  expect(await executor.failure(1)).toEqual({
    error: 'cursor_agent was denied: blocked by toolsBlocked',
    retryable: false,
  });
  expect(existsSync(join(remote.workDir, 'cursor'))).toBe(false);

  const allowed = { status: 200, body: { decision: 'ALLOW', risk: 'GREEN', reasons: [] } };
  executor.server.script('tool-calls', allowed, denied);
  executor.offer({ workspace: workspace() }, 2);
  expect(await executor.failure(2)).toMatchObject({ error: expect.stringContaining('git_push was denied') });
  expect(remote.git('branch', '--format=%(refname:short)')).toBe('main');
});

test.each([
  ['auth', /with exit code 1: Error: Not logged in/, false],
  ['down', /with exit code 1: ConnectError: \[unavailable\]/, true],
  ['error-result', /^Cursor ended without a result: The model gave up/, true],
  ['silent', /^Cursor ended without a result$/, true],
])('%s is a failure', async (mode, message, retryable) => {
  model = mode;
  executor.offer({ workspace: workspace() });
  const failure = await executor.failure();
  expect(failure.error).toMatch(message);
  expect(failure.retryable).toBe(retryable);
  expect(executor.server.named('artifacts')).toHaveLength(0);
  expectNoWorkPlace();
});

test('what it does not know is passed over', async () => {
  model = 'odd-lines';
  executor.offer();
  expect((await executor.ending()).body['summary']).toBe('Looked it up');
  expect(executor.server.log()).toContain('> mcp_lookup {"key":"a"}');
});

test('takes the tokens that newer versions tell', async () => {
  model = 'tokens';
  executor.offer();
  expect((await executor.ending()).body['usage']).toMatchObject({
    inputTokens: 1200,
    outputTokens: 34,
    cacheReadTokens: 5600,
    cacheWriteTokens: 7,
  });
});

test('the key is shown nowhere', async () => {
  model = 'leak';
  executor.offer();
  const { body } = await executor.ending();
  expect(body['content']).toBe('The key is [CURSOR_API_KEY]');
  expect(JSON.stringify(executor.server.calls.map((call) => call.body))).not.toContain('cursor-key-1234567890');
});

test('feedback goes on in the same chat, though the folder is another', async () => {
  executor.offer({ workspace: workspace() });
  await executor.ending(1);
  executor.offer({ workspace: workspace(), feedback: ['Make it the second version'] }, 2);
  const { name } = await executor.ending(2);
  expect(name).toBe('complete');
  expect(remote.show(BRANCH, 'notes.md')).toBe('second version\n');
  const second = calls()[1];
  expect(second?.parameters).toContain('--resume');
  expect(second?.prompt).toMatch(/sent your work back:\n\nMake it the second version/);
  expect(second?.prompt).not.toContain('Write them down');
});

test.each([['forgetful'], ['forgetful-loud']])('a lost chat (%s) begins anew with the whole task', async (mode) => {
  executor.offer({ workspace: workspace() });
  await executor.ending(1);
  model = mode;
  executor.offer({ workspace: workspace(), feedback: ['Shorter'] }, 2);
  expect((await executor.ending(2)).name).toBe('complete');
  const [, resumed, anew] = calls();
  expect(resumed?.parameters).toContain('--resume');
  expect(anew?.parameters).not.toContain('--resume');
  expect(anew?.prompt).toMatch(/Write them down[^]*Shorter/);
});

test('a machine that has no chat of the task begins anew', async () => {
  executor.offer({ workspace: workspace() });
  await executor.ending(1);
  rmSync(join(folder(), 'home', '.cursor', 'chats'), { recursive: true });
  executor.offer({ workspace: workspace(), feedback: ['Shorter'] }, 2);
  expect((await executor.ending(2)).name).toBe('complete');
  expect(calls()).toHaveLength(2);
  expect(calls()[1]?.parameters).not.toContain('--resume');
});

test("a repository's own permissions are kept, with ours added while the tool runs", async () => {
  const theirs = '{"permissions":{"allow":["Shell(npm)"],"deny":["Shell(make)"]}}\n';
  remote.commit('main', { '.cursor/cli.json': theirs });
  executor.offer({ workspace: workspace() });
  expect((await executor.ending()).name).toBe('complete');
  const { permissions } = calls()[0]?.project ?? {};
  expect(permissions?.allow).toEqual(['Shell(npm)']);
  expect(permissions?.deny).toEqual([...DENIED, 'Shell(make)']);
  expect(remote.show(BRANCH, '.cursor/cli.json')).toBe(theirs);
  expect(remote.git('diff', '--name-only', `main..${BRANCH}`)).toBe('notes.md');
});

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

async function pidsOfTool(): Promise<number[]> {
  const places = join(remote.workDir, 'cursor');
  const path = () => join(folder(), 'home', 'pids');
  for (;;) {
    const hasFolder = existsSync(places) && readdirSync(places).length > 0;
    if (hasFolder && existsSync(path()) && readFileSync(path(), 'utf8') !== '')
      return readFileSync(path(), 'utf8').split(' ').map(Number);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a cancellation ends the tool and all that it started', async () => {
  model = 'hang';
  executor.offer({ workspace: workspace() });
  const pids = await pidsOfTool();
  expect(pids.map(isRunning)).toEqual([true, true]);
  executor.server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true } }));
  expect((await executor.ending()).name).toBe('canceled');
  expect(pids.map(isRunning)).toEqual([false, false]);
  expectNoWorkPlace();
});

test('the time limit ends the tool', async () => {
  model = 'hang';
  executor.offer({ workspace: workspace(), limits: { maxCostMicros: 0, maxMinutes: 0.1 } });
  const pids = await pidsOfTool();
  expect(await executor.failure()).toEqual({
    error: 'Cursor was stopped at the time limit of 0.1 minutes',
    retryable: false,
  });
  expect(pids.map(isRunning)).toEqual([false, false]);
});

test('a task that is too long for a command line says so', async () => {
  executor.offer({ description: 'x'.repeat(130_000) });
  expect(await executor.failure()).toMatchObject({ error: expect.stringContaining('too long'), retryable: false });
});
