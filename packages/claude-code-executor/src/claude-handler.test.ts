import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { ExecutionBrief } from '@mission-control/executor-client';
import type { RecordedCall } from '../../executor-client/src/protocol-server.test-support.ts';
import { createGitRemote } from '../../executor-host/src/git-remote.test-support.ts';
import {
  ended,
  isRunning,
  pidsIn,
  startClaudeExecutor,
  type ClaudeExecutor,
  type ClaudeExecutorOptions,
} from './claude-executor.test-support.ts';

const KEY = 'sk-ant-very-secret-key';
const clearUp: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const step of clearUp.splice(0).toReversed()) await step();
});

async function start(options: ClaudeExecutorOptions = {}): Promise<ClaudeExecutor> {
  const executor = await startClaudeExecutor(options);
  clearUp.push(() => executor.close());
  return executor;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'claude-test-'));
  clearUp.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What becomes of a task in which Claude Code does this. */
async function outcomeOf(
  mode: string,
  options: ClaudeExecutorOptions = {},
  brief: Partial<ExecutionBrief> = {},
): Promise<RecordedCall> {
  const executor = await start(options);
  executor.offer({ title: `fake:${mode}`, ...brief });
  return executor.ending();
}

const contentOf = ({ body }: RecordedCall): string => String(body['content']);

function expectNothingLeft({ workDir }: ClaudeExecutor): void {
  const folder = join(workDir, 'worktrees', String(process.pid));
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
}

test('a research task ends with the text, its costs and its log', async () => {
  const executor = await start();
  executor.offer({ title: 'fake:text' });
  const { name, body } = await executor.ending();
  expect([name, body]).toEqual([
    'complete',
    {
      summary: 'Findings',
      content: '# Findings\n\nAll is well.',
      artifacts: [],
      usage: {
        model: 'claude-opus-5-5',
        inputTokens: 100,
        outputTokens: 20,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        costMicros: 800,
        costSource: 'ESTIMATED',
      },
    },
  ]);
  expect(executor.server.log()).toBe('Claude Code started with claude-opus-5-5\nWorking on it: text\n');
  expectNothingLeft(executor);
});

test('a text that is too long to be handed in is an artifact, and begins in the deliverable', async () => {
  const executor = await start();
  executor.offer({ title: 'fake:long' });
  const { name, body } = await executor.ending();
  expect([name, body['summary'], body['artifacts']]).toEqual(['complete', 'Findings', ['artifact-report.md']]);
  expect(body['content']).toMatch(/^# Findings\nx+\n\n\[... all 60011 characters are in report.md ...\]$/);
  expect(String(body['content'])).toHaveLength(50_000);
  expect(executor.server.named('artifacts')[0]?.raw).toHaveLength(60_011);
});

test('a task with a repository ends in a pushed branch and a diff', async () => {
  const remote = createGitRemote();
  clearUp.push(() => remote.remove());
  const executor = await start();
  const workspace = { repositoryUrl: remote.url, baseBranch: 'main', branch: 'mission/mc-1' };
  const write = { name: 'Write', input: { file_path: 'src/more.ts', content: 'export const more = 1;\n' } };
  executor.offer({ title: 'fake:tools', description: `tool:${JSON.stringify(write)}`, workspace });
  const { name, body } = await executor.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  const commit = remote.git('rev-parse', 'mission/mc-1');
  expect(body).toMatchObject({ branch: 'mission/mc-1', commit, artifacts: ['artifact-changes.diff'] });
  expect(remote.show('mission/mc-1', 'src/more.ts')).toBe('export const more = 1;\n');
  expect(remote.git('log', '-1', '--format=%an', 'mission/mc-1')).toBe('Mission Control Claude Code executor');
  const [written, pushed] = executor.server.named('tool-calls').map((call) => call.body);
  expect(written).toMatchObject({ tool: 'write_file', arguments: { file_path: 'src/more.ts' } });
  expect(pushed).toMatchObject({ tool: 'git_push', arguments: { branch: 'mission/mc-1', commit } });
  expect(executor.server.named('artifacts')[0]?.raw.toString()).toContain('+export const more = 1;');
  expectNothingLeft(executor);
});

test.each([
  ['turns', false, /^Claude Code did not get done in 7 turns; CLAUDE_MAX_TURNS/],
  ['budget', false, /^The budget of \$2 for this execution is used up$/],
  ['credit', false, /^Claude Code failed: Credit balance is too low \(HTTP 400\)$/],
  ['badKey', false, /^Claude Code failed: Invalid API key .* \(HTTP 401\)$/],
  ['overloaded', true, /^Claude Code failed: API Error: 529 Overloaded\. \(HTTP 529\)$/],
  ['silent', true, /^Claude Code ended without a result: exit code 0$/],
  ['hugeResult', true, /^Claude Code ended without a result: exit code 0$/],
  ['crash', true, /^Claude Code ended without a result: exit code 139\n\nSegmentation fault$/],
  ['badEnd', true, /^Claude Code succeeded, but ended badly: exit code 1$/],
])('%s is a failure (retryable: %s)', async (mode, retryable, error) => {
  const { name, body } = await outcomeOf(mode);
  expect([name, body['retryable']]).toEqual(['fail', retryable]);
  expect(body['error']).toMatch(error);
  expect(body['usage']).toMatchObject({ model: 'claude-opus-5-5', costSource: 'ESTIMATED' });
});

test('what was used counts where the result did not come, each answer of the model once', async () => {
  const { body } = await outcomeOf('silent');
  expect(body['usage']).toEqual({
    model: 'claude-opus-5-5',
    inputTokens: 100,
    outputTokens: 1,
    cacheReadTokens: 5,
    cacheWriteTokens: 10,
    costSource: 'ESTIMATED',
  });
});

test.each([
  ['broken', /^Claude Code ended without a result: exit code 1\n\nerror: unknown option/],
  ['old', /^Claude Code does not ask us about its tools: unknown hooks$/],
])('a CLI that does not understand us fails for good (%s)', async (model, error) => {
  const { name, body } = await outcomeOf('text', { settings: { model } });
  expect([name, body['retryable']]).toEqual(['fail', false]);
  expect(body['error']).toMatch(error);
});

test.each([
  ['garbage', 'Read on all the same'],
  ['huge', 'PreToolUse:Write hook error: the host failed'],
  ['partial', 'Done'],
  ['unterminated', 'Cut short'],
  ['foreign', 'answered with error'],
  ['colours', 'Done and\ttold\n'],
])('goes on through odd output (%s)', async (mode, content) => {
  const ending = await outcomeOf(mode);
  expect([ending.name, ending.body['error'], ending.body['content']]).toEqual(['complete', undefined, content]);
});

test('retries of the service show in the log', async () => {
  const executor = await start();
  executor.offer({ title: 'fake:overloaded' });
  await executor.ending();
  expect(executor.server.log()).toContain("The model's service does not answer (overloaded 529); asking again, 1\n");
});

test('starts the CLI with its limits, in the work place, with settings of nobody', async () => {
  const executor = await start({ settings: { model: 'sonnet', maxTurns: 12 } });
  executor.offer({ title: 'fake:arguments', limits: { maxCostMicros: 1_250_000, maxMinutes: 5 } });
  const given = JSON.parse(contentOf(await executor.ending()));
  expect(given).toMatchObject({
    'setting-sources': '',
    'strict-mcp-config': true,
    'permission-prompt-tool': 'stdio',
    'max-turns': '12',
    'max-budget-usd': '1.25',
    model: 'sonnet',
  });
  expect(given['session-id']).toMatch(/^[\da-f-]{36}$/);
  expect(given.cwd).toBe(join(executor.workDir, 'worktrees', String(process.pid), 'execution-1-lease-1'));
});

test('the CLI gets its keys and a home of its own, and nothing else of ours', async () => {
  const environment = {
    ANTHROPIC_API_KEY: KEY,
    MISSION_CONTROL_TOKEN: 'very-secret',
    GITHUB_TOKEN: 'github-secret',
    CLAUDE_CODE_ENTRYPOINT: 'ours',
    SSH_AUTH_SOCK: '/tmp/agent',
  };
  const executor = await start({ environment });
  executor.offer({ title: 'fake:environment' });
  const given = JSON.parse(contentOf(await executor.ending()));
  const folder = join(executor.workDir, 'claude/MC-1');
  expect(given).toMatchObject({
    ANTHROPIC_API_KEY: '[hidden]',
    CI: 'true',
    HOME: join(folder, 'home'),
    CLAUDE_CONFIG_DIR: join(folder, 'config'),
    CLAUDE_CODE_TMPDIR: join(folder, 'tmp'),
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  });
  for (const name of Object.keys(environment).slice(1)) expect(given).not.toHaveProperty(name);
  expect(readFileSync(given.CLAUDE_ENV_FILE, 'utf8')).toMatch(/^unset ANTHROPIC_API_KEY .*CLAUDE_CODE_OAUTH_TOKEN/);
});

test('the key shows nowhere', async () => {
  const executor = await start({ environment: { ANTHROPIC_API_KEY: KEY } });
  executor.offer({ title: 'fake:key' });
  expect(contentOf(await executor.ending())).toBe('The key is [hidden]');
  expect(executor.server.log()).toContain('The key is [hidden]');
  for (const { raw } of executor.server.calls) expect(raw.toString()).not.toContain(KEY);
});

test('a subscription has no price per run', async () => {
  const environment = { CLAUDE_CODE_OAUTH_TOKEN: 'oauth-secret', ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '' };
  const { body } = await outcomeOf('text', { environment });
  expect(body['usage']).toMatchObject({ inputTokens: 100, costSource: 'SUBSCRIPTION' });
  expect(body['usage']).not.toHaveProperty('costMicros');
});

test('the time limit ends it', async () => {
  const path = join(newFolder(), 'pids');
  const { name, body } = await outcomeOf(`hang pids:${path}`, {}, { limits: { maxCostMicros: 0, maxMinutes: 0.02 } });
  expect([name, body['retryable'], body['error']]).toEqual([
    'fail',
    false,
    'Claude Code was stopped at the time limit of 0.02 minutes',
  ]);
  await ended(await pidsIn(path));
});

test('a cancellation kills the CLI and what it started, and leaves no file', async () => {
  const path = join(newFolder(), 'pids');
  const executor = await start();
  executor.offer({ title: `fake:hang pids:${path}` });
  const pids = await pidsIn(path);
  expect(pids.map(isRunning)).toEqual([true, true]);
  executor.server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true } }));
  expect((await executor.ending()).name).toBe('canceled');
  await ended(pids);
  expectNothingLeft(executor);
});

test('a success leaves no process behind', async () => {
  const path = join(newFolder(), 'pids');
  expect((await outcomeOf(`leaves pids:${path}`)).name).toBe('complete');
  await ended(await pidsIn(path));
});

test('says where the CLI is missing', async () => {
  const { name, body } = await outcomeOf('text', { settings: { program: '/no/such/claude' } });
  expect([name, body['retryable']]).toEqual(['fail', true]);
  expect(body['error']).toContain('/no/such/claude');
});
