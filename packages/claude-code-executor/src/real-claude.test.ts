/**
 * The real CLI, against a model that is none: `CLAUDE_BIN=/path/to/claude npm run test:quick -- real-claude`. Without
 * CLAUDE_BIN these tests are skipped, since the CLI is neither ours to distribute nor small.
 */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { RecordedCall } from '../../executor-client/src/protocol-server.test-support.ts';
import { createGitRemote } from '../../executor-host/src/git-remote.test-support.ts';
import { startAnthropicApi, type ModelTurn } from './anthropic-api.test-support.ts';
import { startClaudeExecutor } from './claude-executor.test-support.ts';

const KEY = 'sk-ant-very-secret-key';
const program = process.env['CLAUDE_BIN'];
// A program of 380 MB takes its time to start.
jest.setTimeout(120_000);
const clearUp: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const step of clearUp.splice(0).toReversed()) await step();
});

async function start(turns: readonly ModelTurn[], { maxTurns = 9 } = {}) {
  const api = await startAnthropicApi(turns);
  clearUp.push(() => api.close());
  const environment = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: api.url, CLAUDE_CODE_MAX_RETRIES: '1' };
  const executor = await startClaudeExecutor({ environment, settings: { program: program ?? '', maxTurns } });
  clearUp.push(() => executor.close());
  return { api, executor, asked: () => executor.server.named('tool-calls').map(({ body }) => body) };
}

const bash = (command: string): ModelTurn => ({ tool: 'Bash', input: { command, description: 'Runs it' } });
const write = (path: string): ModelTurn => ({ tool: 'Write', input: { file_path: path, content: 'hello\n' } });
const read = (path: string): ModelTurn => ({ tool: 'Read', input: { file_path: path } });
const DONE: ModelTurn = { text: 'All done' };
const denied = { status: 200, body: { decision: 'DENY', risk: 'RED', reasons: ['not on a Friday'] } };

function expectSuccess({ name, body }: RecordedCall): void {
  expect([name, body['error']]).toEqual(['complete', undefined]);
}

const suite = program
  ? describe
  : // oxlint-disable-next-line jest/no-disabled-tests -- needs a program that is not ours to install
    describe.skip;

suite(program ? 'the real CLI' : 'the real CLI (skipped: CLAUDE_BIN is not set)', () => {
  test('changes a repository, asking before each call', async () => {
    const remote = createGitRemote();
    clearUp.push(() => remote.remove());
    const { executor, asked } = await start([write('hello.txt'), bash('cd src && ls'), bash('pwd'), DONE]);
    const workspace = { repositoryUrl: remote.url, baseBranch: 'main', branch: 'mission/mc-1' };
    executor.offer({ title: 'Say hello', workspace });
    const ending = await executor.ending();
    expectSuccess(ending);
    expect(ending.body).toMatchObject({ branch: 'mission/mc-1', content: 'All done' });
    expect(remote.show('mission/mc-1', 'hello.txt')).toBe('hello\n');
    expect(asked().map(({ tool, arguments: given }) => [tool, given])).toEqual([
      ['write_file', { file_path: 'hello.txt', content: 'hello\n' }],
      ['shell', { command: 'cd src && ls' }],
      ['shell', { command: 'pwd', cwd: 'src' }],
      ['git_push', expect.anything()],
    ]);
  });

  test('does nothing that is denied, reading included, and tells the model why', async () => {
    const { executor, api } = await start([read('/etc/hostname'), bash('touch denied.txt'), bash('ls'), DONE]);
    executor.server.script('tool-calls', denied, denied);
    executor.offer({ title: 'Look around' });
    expectSuccess(await executor.ending());
    const conversation = api.received.at(-1) ?? '';
    expect(conversation).toContain('Read was denied: not on a Friday');
    expect(conversation).toContain('Bash was denied: not on a Friday');
    expect(conversation).not.toMatch(/denied\.txt\\n|"content":"denied\.txt/);
  });

  test('does nothing that is too long to be judged', async () => {
    const content = 'x'.repeat(9 * 1024 * 1024);
    const { executor, asked, api } = await start([{ tool: 'Write', input: { file_path: 'huge.txt', content } }, DONE]);
    executor.offer({ title: 'Write a lot' });
    // The result repeats what was denied, and is too long as well.
    expect((await executor.ending()).body['error']).toMatch(/ended without a result/);
    expect(asked()).toEqual([]);
    expect(api.received.at(-1)?.slice(-2000)).toMatch(/hook error.*blocking because onFailure/);
  });

  test('waits for a person', async () => {
    const { executor } = await start([bash('ls'), DONE]);
    const needed = { decision: 'NEEDS_APPROVAL', risk: 'YELLOW', reasons: [], approvalId: 'approval-1' };
    executor.server.script('tool-calls', { status: 200, body: needed });
    const pending = { status: 200, body: { decision: 'PENDING' } };
    executor.server.script('approval', pending, pending, pending, { status: 200, body: { decision: 'ALLOW' } });
    executor.offer({ title: 'Look around' });
    expectSuccess(await executor.ending());
    expect(executor.server.named('approval')).toHaveLength(4);
  });

  test('goes on with a session in another folder, and charges what came since', async () => {
    const { executor, api } = await start([DONE]);
    executor.offer({ title: 'Say hello' });
    const first = await executor.ending(1);
    executor.offer({ title: 'Say hello', feedback: ['Louder, please'] });
    const second = await executor.ending(2);
    for (const ending of [first, second]) expectSuccess(ending);
    expect(second.body['usage']).toEqual(first.body['usage']);
    expect(api.received.at(-1)).toMatch(/# Say hello.*All done.*Louder, please/);
  });

  test('keeps the key from what commands print, and the environment of the executor altogether', async () => {
    const { executor, api } = await start([bash('env'), DONE], {});
    executor.offer({ title: 'Look around' });
    expectSuccess(await executor.ending());
    const conversation = api.received.at(-1) ?? '';
    expect(conversation).toContain('CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1');
    expect(conversation).not.toMatch(new RegExp(`${KEY}|ANTHROPIC_API_KEY=|MISSION_CONTROL|MESSAGING_TOKEN=`));
  });

  test('asks about what a sub-agent does, and waits for it', async () => {
    const agent = { description: 'look', prompt: 'look around', subagent_type: 'general-purpose' };
    const { executor, asked } = await start([{ tool: 'Agent', input: agent }, bash('ls'), { text: 'Found' }, DONE]);
    executor.offer({ title: 'Look around' });
    const ending = await executor.ending();
    expectSuccess(ending);
    expect(ending.body['content']).toBe('All done');
    expect(asked().map(({ tool }) => tool)).toEqual(['spawn_agent', 'shell']);
  });

  test('ends at its turns', async () => {
    const { executor } = await start([bash('ls')], { maxTurns: 2 });
    executor.offer({ title: 'Look around' });
    const { name, body } = await executor.ending();
    expect([name, body['retryable']]).toEqual(['fail', false]);
    expect(body['error']).toMatch(/^Claude Code did not get done in 2 turns/);
  });
});
