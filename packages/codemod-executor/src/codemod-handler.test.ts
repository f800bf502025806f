import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runExecutor, type BriefWorkspace } from '@mission-control/executor-client';
import {
  executionOf,
  leaseLost,
  startProtocolServer,
  type ProtocolServer,
  type RecordedCall,
} from '../../executor-client/src/protocol-server.test-support.ts';
import { createCodemodHandler } from './codemod-handler.ts';
import { createGitRemote, PROJECT, type GitRemote } from '../../executor-host/src/git-remote.test-support.ts';
import { renameSymbol } from './rename/rename-symbol.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const BRANCH = 'mission/mc-1';
let remote: GitRemote;
let server: ProtocolServer;
let shutdown: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  remote = createGitRemote();
  server = await startProtocolServer();
  shutdown = new AbortController();
  const environment = { ...process.env, MISSION_CONTROL_TOKEN: 'very-secret' };
  running = runExecutor({
    url: server.url,
    apiKey: 'very-secret',
    name: 'codemod',
    types: ['CODEMOD'],
    handler: createCodemodHandler({ workDir: remote.workDir, environment, rename: renameSymbol, logger: silent }),
    signal: shutdown.signal,
    shutdownGraceSeconds: 0.1,
    logger: silent,
  });
});

afterEach(async () => {
  shutdown.abort();
  await running;
  await server.close();
  remote.remove();
});

function offer(codemod: Record<string, unknown> = {}, workspace: Partial<BriefWorkspace> = {}, attempt = 1): void {
  server.offer(
    executionOf(
      { attempt, leaseId: `lease-${attempt}` },
      {
        workspace: { repositoryUrl: remote.url, baseBranch: 'main', branch: BRANCH, ...workspace },
        metadata: { codemod: { kind: 'rename', from: 'total', to: 'sum', ...codemod } },
      },
    ),
  );
}

/** The report that ends the `count`th execution. */
async function ending(count = 1): Promise<RecordedCall> {
  const ends = ['complete', 'fail', 'release', 'canceled'];
  for (;;) {
    const call = server.calls.filter(({ name }) => ends.includes(name))[count - 1];
    if (call) return call;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const error = async (count = 1): Promise<string> => {
  const { name, body } = await ending(count);
  expect([name, body['retryable']]).toEqual(['fail', false]);
  return String(body['error']);
};

const branches = () => remote.git('branch', '--format=%(refname:short)').split('\n');

function expectNothingLeft(): void {
  const folder = join(remote.workDir, 'worktrees', String(process.pid));
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  for (const name of readdirSync(join(remote.workDir, 'repositories'))) {
    const mirror = join(remote.workDir, 'repositories', name);
    expect(existsSync(join(mirror, 'worktrees')) ? readdirSync(join(mirror, 'worktrees')) : []).toEqual([]);
    expect(existsSync(join(mirror, 'refs/executions')) && readdirSync(join(mirror, 'refs/executions'))).toEqual([]);
  }
}

const needsApproval = {
  status: 200,
  body: { decision: 'NEEDS_APPROVAL', risk: 'RED', reasons: ['git push is RED'], approvalId: 'approval-1' },
};

test('renames, tests, asks, pushes and reports', async () => {
  server.script('tool-calls', needsApproval);
  server.script(
    'approval',
    { status: 200, body: { decision: 'PENDING' } },
    { status: 200, body: { decision: 'ALLOW' } },
  );
  offer();
  const { name, body } = await ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);

  const commit = remote.git('rev-parse', BRANCH);
  expect(body).toMatchObject({
    summary: 'Renamed total to sum in 3 files; tests pass',
    branch: BRANCH,
    commit,
    artifacts: ['artifact-changes.diff', 'artifact-test-output.txt'],
    usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, costSource: 'BILLED' },
  });
  expect(body['content']).toMatch(/passed: `npm test`[^]*Wall time[^]*`src\/cart.ts`[^]*`src\/total.js:2`/);
  expect(remote.show(BRANCH, 'src/total.js')).toBe(
    "// The total of a cart.\nexport const label = 'total';\nexport const sum = (prices) => prices.length;\n",
  );
  expect(remote.show(BRANCH, 'src/cart.ts')).toContain('{ total: sum }');
  expect(remote.show(BRANCH, 'tests/total.test.js')).toContain("import { sum } from '../src/total.js'");
  expect(remote.git('log', '-1', '--format=%an|%cn|%s', BRANCH)).toBe(
    'Mission Control codemod executor|Mission Control codemod executor|Rename total to sum',
  );
  expect(remote.git('rev-parse', `${BRANCH}~1`)).toBe(remote.git('rev-parse', 'main'));

  const [asked] = server.named('tool-calls');
  expect(asked?.body).toMatchObject({ tool: 'git_push', arguments: { remote: remote.url, branch: BRANCH, commit } });
  expect(asked?.body['rollbackPlan']).toContain(`--delete ${BRANCH}`);
  const [diff, output] = server.named('artifacts');
  expect([diff?.contentType, output?.contentType]).toEqual(['text/x-diff', 'text/plain']);
  expect(diff?.raw.toString()).toContain('+export const sum');
  expect(output?.raw.toString()).toMatch(/pass 1/);
  expect(server.log()).toMatch(/\$ npm test\n[^]*pass 1/);
  expectNothingLeft();
});

test('pushes nothing when the push is denied', async () => {
  server.script('tool-calls', needsApproval);
  server.script('approval', { status: 200, body: { decision: 'DENY', reason: 'not today' } });
  offer();
  expect(await error()).toBe('git_push was denied: not today');
  expect(branches()).toEqual(['main']);
  expectNothingLeft();
});

test('pushes nothing when the tests fail, and shows why', async () => {
  remote.commit('main', {
    'tests/name.test.js':
      "import { total } from '../src/total.js';\nif (total.name !== 'total') throw new Error('wrong name');\n",
  });
  offer({ setupCommand: ['node', '-e', 'console.log("set up")'] });
  expect(await error()).toMatch(/^Tests failed \(npm test: exit code 1\)[^]*wrong name/);
  expect(server.named('artifacts').map(({ query }) => query.get('name'))).toEqual(['changes.diff', 'test-output.txt']);
  expect(server.named('tool-calls')).toHaveLength(0);
  expect(branches()).toEqual(['main']);
  expect(server.log()).toContain('set up');
});

test('goes on from the branch of an earlier cycle, keeping what is there', async () => {
  remote.commit(BRANCH, { 'src/more.ts': "export { total } from './total.js';\n" });
  remote.commit('main', { 'README.md': 'Moved on\n' });
  offer();
  expect((await ending()).name).toBe('complete');
  expect(remote.show(BRANCH, 'src/more.ts')).toBe("export { sum } from './total.js';\n");
  expect(remote.git('rev-list', '--count', `main..${BRANCH}`)).toBe('2');
});

test('a second attempt after the push has nothing to do and succeeds', async () => {
  offer();
  const first = await ending(1);
  offer({}, {}, 2);
  const second = await ending(2);
  expect(second.name).toBe('complete');
  expect(second.body['commit']).toBe(first.body['commit']);
  expect(second.body['content']).toContain('from an earlier attempt');
  expect(server.named('tool-calls')).toHaveLength(1);
});

test('pushes over nobody: a branch that moved in the meantime is left for the next attempt', async () => {
  server.always('tool-calls', () => {
    remote.commit(BRANCH, { 'src/other.ts': 'export const other = 1;\n' });
    return { status: 200, body: { decision: 'ALLOW', risk: 'GREEN', reasons: [] } };
  });
  offer();
  const { name, body } = await ending();
  expect([name, body['retryable']]).toEqual(['fail', true]);
  expect(body['error']).toContain('changed on the remote');
  expect(remote.show(BRANCH, 'src/total.js')).toBe(PROJECT['src/total.js']);
});

test('the same tree on the remote counts as pushed', async () => {
  server.always('tool-calls', () => {
    remote.commit(BRANCH, {
      'src/total.js': PROJECT['src/total.js']!.replace('const total', 'const sum'),
      'src/cart.ts': "import { sum } from './total.js';\nexport const cart = { total: sum };\n",
      'tests/total.test.js': PROJECT['tests/total.test.js']!.replace('{ total }', '{ sum }').replace('total(', 'sum('),
    });
    return { status: 200, body: { decision: 'ALLOW', risk: 'GREEN', reasons: [] } };
  });
  offer();
  const { name, body } = await ending();
  expect([name, body['commit']]).toEqual(['complete', remote.git('rev-parse', BRANCH)]);
});

/** A test command that starts a second process, and writes the ids of both into `pids`. */
const endless = (pids: string) => [
  'node',
  '-e',
  `const child = require('child_process').spawn('sleep', ['600']); require('fs').writeFileSync(process.argv[1], process.pid + ' ' + child.pid); process.on('SIGTERM', () => {});`,
  pids,
];

async function pidsIn(path: string): Promise<number[]> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '')
    await new Promise((resolve) => setTimeout(resolve, 20));
  return readFileSync(path, 'utf8').split(' ').map(Number);
}

/** A killed process may wait for its parent to take note; it is as good as gone. */
const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

test('a cancellation leaves no process and no file behind', async () => {
  const path = join(remote.folder, 'pids');
  offer({ testCommand: endless(path) });
  const pids = await pidsIn(path);
  expect(pids.map(isRunning)).toEqual([true, true]);
  server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true } }));
  expect((await ending()).name).toBe('canceled');
  expect(pids.map(isRunning)).toEqual([false, false]);
  expectNothingLeft();
});

test('a lost lease leaves nothing behind either, and nothing is reported', async () => {
  const path = join(remote.folder, 'pids');
  offer({ testCommand: endless(path) });
  const pids = await pidsIn(path);
  server.script('heartbeat', leaseLost);
  await server.waitFor('claim', 2);
  expect(pids.map(isRunning)).toEqual([false, false]);
  expectNothingLeft();
  expect(server.calls.some(({ name }) => ['fail', 'release', 'complete'].includes(name))).toBe(false);
});

test('shutdown hands the work back', async () => {
  const path = join(remote.folder, 'pids');
  offer({ testCommand: endless(path) });
  const pids = await pidsIn(path);
  shutdown.abort();
  await running;
  expect((await ending()).name).toBe('release');
  expect(pids.map(isRunning)).toEqual([false, false]);
  expectNothingLeft();
});

test('what the command leaves running is ended with it', async () => {
  const path = join(remote.folder, 'pids');
  const script = `const child = require('child_process').spawn('sleep', ['600'], { stdio: 'inherit' }); require('fs').writeFileSync(process.argv[1], String(child.pid)); child.unref();`;
  offer({ testCommand: ['node', '-e', script, path] });
  expect((await ending()).name).toBe('complete');
  expect((await pidsIn(path)).map(isRunning)).toEqual([false]);
});

test('commands see a reduced environment', async () => {
  offer({ testCommand: ['node', '-e', 'console.log(JSON.stringify(process.env))'] });
  expect((await ending()).name).toBe('complete');
  expect(server.log()).toContain('"PATH"');
  expect(server.log()).not.toContain('very-secret');
});

test('leftovers of a killed attempt do not matter', async () => {
  const stale = join(remote.workDir, 'worktrees', String(process.pid), 'execution-1-lease-1');
  await mkdir(stale, { recursive: true });
  offer();
  await ending(1);
  const mirror = join(remote.workDir, 'repositories', readdirSync(join(remote.workDir, 'repositories'))[0]!);
  for (const lock of ['packed-refs.lock', 'config.lock', 'HEAD.lock', 'FETCH_HEAD.lock'])
    writeFileSync(join(mirror, lock), '');
  offer({ from: 'label', to: 'caption' }, { branch: 'mission/mc-2' }, 2);
  const { name, body } = await ending(2);
  expect([name, body['error']]).toEqual(['complete', undefined]);
});

test.each([
  [{ from: 'nothing' }, {}, /No declaration of "nothing"/],
  [{ to: 'class' }, {}, /to "class" is not an identifier/],
  [{ kind: 'format' }, {}, /^metadata.codemod.kind must be "rename"/],
  [{ from: 5 }, {}, /^metadata.codemod.from must be/],
  [{ testComand: [] }, {}, /^metadata.codemod.testComand is not known/],
  [{ testCommand: 'npm test' }, {}, /^metadata.codemod.testCommand must be a program/],
  [{ testCommand: ['no-such-program'] }, {}, /^no-such-program cannot be run/],
  [{}, { baseBranch: 'missing' }, /has no branch missing/],
  [{}, { branch: 'main' }, /^workspace.branch must not be the base branch/],
  [{}, { branch: '--force' }, /^workspace.branch "--force" is not a branch name/],
  [{}, { repositoryUrl: '--upload-pack=touch /tmp/x' }, /^workspace.repositoryUrl must be/],
  [{}, { repositoryUrl: 'ext::sh -c id' }, /^workspace.repositoryUrl must be/],
  [{}, { repositoryUrl: '/no/such/repository' }, /^git ls-remote failed/],
])('refuses %j %j for good', async (codemod, workspace, message) => {
  offer(codemod, workspace);
  expect(await error()).toMatch(message);
});

test('refuses an execution without workspace or codemod', async () => {
  server.offer(executionOf());
  expect(await error()).toMatch(/^metadata.codemod must be/);
});
