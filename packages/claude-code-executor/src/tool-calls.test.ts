import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { leaseLost, problem } from '../../executor-client/src/protocol-server.test-support.ts';
import { startClaudeExecutor, type ClaudeExecutor } from './claude-executor.test-support.ts';

let executor: ClaudeExecutor;

beforeEach(async () => {
  executor = await startClaudeExecutor();
});

afterEach(() => executor.close());

const TEST_RUN = { name: 'Bash', input: { command: 'npm test', description: 'Runs the tests', timeout: 60_000 } };
const PUBLISH = { name: 'Bash', input: { command: 'npm publish' } };

function offer(...calls: readonly object[]): void {
  executor.offer({ title: 'fake:tools', description: calls.map((call) => `tool:${JSON.stringify(call)}`).join('\n') });
}

async function content(): Promise<unknown> {
  const { name, body } = await executor.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  return body['content'];
}

const asked = () => executor.server.named('tool-calls').map(({ body }) => body);

const needsApproval = {
  status: 200,
  body: { decision: 'NEEDS_APPROVAL', risk: 'YELLOW', reasons: ['shell is YELLOW'], approvalId: 'approval-1' },
};
const denied = (...reasons: string[]) => ({ status: 200, body: { decision: 'DENY', risk: 'RED', reasons } });

test('every call is asked about, in the words of the policy', async () => {
  const read = { name: 'Read', input: { file_path: 'README.md' } };
  offer(TEST_RUN, read);
  expect(await content()).toBe('Bash did it\nRead did it');
  const workspace = expect.stringMatching(/\/worktrees\/\d+\/execution-1-lease-1$/);
  expect(asked()).toEqual([
    { tool: 'shell', arguments: { command: 'npm test' }, workspace, summary: 'Bash: npm test' },
    { tool: 'read_file', arguments: { file_path: 'README.md' }, workspace, summary: 'Read: README.md' },
  ]);
  expect(executor.server.log()).toContain('> Bash npm test\nBash did it\n> Read README.md\nRead did it\n');
  const messages = executor.server.named('heartbeat').map(({ body }) => JSON.stringify(body['progress'] ?? ''));
  expect(messages.join('')).toMatch(/Claude Code is working|Bash: npm test|Read: README.md/);
});

test('waits while a person thinks, and goes on', async () => {
  executor.server.script('tool-calls', needsApproval);
  executor.server.script(
    'approval',
    { status: 200, body: { decision: 'PENDING' } },
    { status: 200, body: { decision: 'PENDING' } },
    { status: 200, body: { decision: 'ALLOW' } },
  );
  offer(TEST_RUN);
  expect(await content()).toBe('Bash did it');
  expect(executor.server.named('approval')).toHaveLength(3);
});

test('the model reads why something was denied, and goes on', async () => {
  executor.server.script('tool-calls', denied('"npm publish" is not allowed', 'ask a maintainer'));
  offer(PUBLISH, TEST_RUN);
  const reason = 'Bash was denied: "npm publish" is not allowed; ask a maintainer';
  expect(await content()).toBe(`PreToolUse:Bash hook error: ${reason}\nBash did it`);
  expect(executor.server.log()).toContain(`> Bash npm publish\n! ${reason}\nError: PreToolUse:Bash hook error`);
});

test('what nobody can judge is denied', async () => {
  executor.server.script('tool-calls', problem(400));
  offer(TEST_RUN);
  expect(await content()).toBe(
    'PreToolUse:Bash hook error: Bash cannot be judged, and so was denied: 400 Scripted 400',
  );
});

test('asks once for a call that the CLI asks about twice', async () => {
  executor.server.script('tool-calls', denied('no'));
  executor.offer({ title: 'fake:twice' });
  expect(await content()).toBe('false false');
  expect(asked()).toHaveLength(1);
});

test('asks about what only the CLI itself would ask, and changes nothing of it', async () => {
  executor.offer({ title: 'fake:permission' });
  expect(await content()).toBe('true {"command":"npm test"}');
  expect(asked()).toMatchObject([{ tool: 'shell', arguments: { command: 'npm test' } }]);
});

test('a lease that is lost at a question ends the work without a report', async () => {
  executor.server.script('tool-calls', leaseLost);
  offer(TEST_RUN);
  await executor.server.waitFor('tool-calls');
  executor.offer({ title: 'fake:text' }, { id: 'execution-2' });
  expect(await content()).toContain('All is well');
  expect(executor.server.named('fail')).toHaveLength(0);
});
