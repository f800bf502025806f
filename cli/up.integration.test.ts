import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from '../local/processes/identity.ts';
import { repositoryRoot } from '../local/repository.ts';
import { temporaryFolder } from '../tests/stack.test-support.ts';

const MAIN = join(repositoryRoot, 'dist/cli/main.js');
const START_MS = 60_000;
const environment = { ...process.env, TEMPORAL_ADDRESS: '', MONGODB_URI: '' };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const started: ChildProcess[] = [];

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => stop(child)));
  await folder.remove();
});

it(
  'says where it is in one line of JSON, refuses a second start, and leaves nothing when it is interrupted',
  async () => {
    const up = await start();
    expect((await fetch(`${up.ready.url}/readyz`)).status).toBe(200);
    const second = spawnSync(process.execPath, [MAIN, 'up', '--data', folder.path], {
      env: environment,
      encoding: 'utf8',
    });
    expect([second.status, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toContain(up.ready.url);
    const processes = ourProcesses();
    expect(processes.length).toBeGreaterThanOrEqual(5);
    expect(await stop(up.child)).toBe(0);
    expect(processes.filter(isRunning)).toEqual([]);
  },
  START_MS,
);

it(
  'cleans up what it left when it was killed',
  async () => {
    const up = await start();
    const orphans = ourProcesses();
    up.child.kill('SIGKILL');
    await once(up.child, 'exit');
    const { stdout, stderr } = await startForPeople();
    expect(orphans.filter(isRunning)).toEqual([]);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=\S+\n$/);
    expect(stdout).toContain(up.ready.ownerToken);
    expect(stderr).toMatch(/password, once: http:\/\/127\.0\.0\.1:\d+\/setup#token=mc_setup_[\w-]{43}\n/);
  },
  START_MS,
);

async function start(): Promise<{ child: ChildProcess; ready: { url: string; ownerToken: string } }> {
  const child = spawn(process.execPath, [MAIN, 'up', '--json', '--port', '0', '--data', folder.path], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  const [line] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [string];
  return { child, ready: JSON.parse(line) as { url: string; ownerToken: string } };
}

/** What people see until the one line on standard output. */
async function startForPeople(): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, 'up', '--port', '0', '--data', folder.path], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { stdout: line, stderr };
}

/** Interrupts it as Ctrl-C does. Answers its exit code. */
async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGINT');
  await once(child, 'exit');
  return child.exitCode;
}

function ourProcesses(): ProcessIdentity[] {
  const run = join(folder.path, 'run');
  const files = readdirSync(run).filter((name) => name.endsWith('.pid'));
  return files.map((name) => JSON.parse(readFileSync(join(run, name), 'utf8')) as ProcessIdentity);
}
