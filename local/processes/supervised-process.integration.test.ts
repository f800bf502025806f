import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '../../tests/stack.test-support.ts';
import { repositoryRoot } from '../repository.ts';
import { identityOf, isRunning, type ProcessIdentity } from './identity.ts';
import type { ProcessSpecification } from './specification.ts';
import { SupervisedProcess } from './supervised-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let supervised: SupervisedProcess | undefined;

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => {
  await supervised?.stop();
  await folder.remove();
});

function shell(script: string, more: Partial<ProcessSpecification> = {}): SupervisedProcess {
  supervised = new SupervisedProcess({
    name: 'trial',
    command: 'sh',
    args: ['-c', script],
    cwd: folder.path,
    logFile: join(folder.path, 'trial.log'),
    pidFile: join(folder.path, 'trial.pid'),
    restartDelayMs: 20,
    ...more,
  });
  return supervised;
}

const inFolder = (name: string) => join(folder.path, name);
const identityIn = (name: string) => identityOf(Number(readFileSync(inFolder(name), 'utf8')))!;

it('is started once it says that it is ready', async () => {
  await shell('sleep 0.2; touch ready; sleep 60', { isReady: async () => existsSync(inFolder('ready')) }).start();
  expect(existsSync(inFolder('ready'))).toBe(true);
});

it('says how its log ended when it dies before it is ready', async () => {
  const start = shell('echo no such database; exit 3', { isReady: async () => false }).start();
  await expect(start).rejects.toThrow(/trial ended while starting(?:.|\n)*no such database/);
});

it('gives up on a process that never becomes ready, and leaves nothing behind', async () => {
  const start = shell('echo $$ > own; sleep 60', { isReady: async () => false, readyTimeoutMs: 200 }).start();
  await expect(start).rejects.toThrow('was not ready after 0.2 s');
  expect(identityIn('own')).toBeUndefined();
});

it('fails clearly when the program does not exist', async () => {
  await expect(shell('', { command: inFolder('missing') }).start()).rejects.toThrow(/missing/);
});

it('starts a process that dies again, later each time', async () => {
  const restarts: string[] = [];
  await shell('echo run >> runs; sleep 0.1; exit 1', { onRestart: (line) => restarts.push(line) }).start();
  await eventually(() => restarts.length >= 3);
  expect(restarts.slice(0, 3)).toEqual(
    ['0.02', '0.04', '0.08'].map((s) => `trial ended; it is started again in ${s} s.`),
  );
});

it('stops everything that the process has started', async () => {
  await shell('sleep 60 & echo $! > child; wait', { isReady: async () => existsSync(inFolder('child')) }).start();
  const child = identityIn('child');
  await supervised!.stop();
  expect(isRunning(child)).toBe(false);
  expect(existsSync(inFolder('trial.pid'))).toBe(false);
});

it('does not start again what was stopped while it waited for its restart', async () => {
  const restarts: string[] = [];
  await shell('echo run >> runs; sleep 0.1; exit 1', {
    restartDelayMs: 100,
    onRestart: (line) => restarts.push(line),
  }).start();
  await eventually(() => restarts.length > 0);
  await supervised!.stop();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(readFileSync(inFolder('runs'), 'utf8')).toBe('run\n');
});

it('ends when its supervisor is killed', async () => {
  const orphan = await orphanOfKilledSupervisor();
  await eventually(() => !isRunning(orphan));
});

it('stops what an earlier supervisor left behind before it starts anew', async () => {
  const leftover = spawn('sleep', ['60'], { detached: true });
  const identity = identityOf(leftover.pid!)!;
  writeFileSync(inFolder('trial.pid'), JSON.stringify({ ...identity, stopSignal: 'SIGTERM' }));
  await shell('sleep 60').start();
  expect(isRunning(identity)).toBe(false);
});

it('leaves a stranger alone that got the pid of an earlier process', async () => {
  const stranger = spawn('sleep', ['60'], { detached: true });
  const stale = JSON.stringify({ pid: stranger.pid, startedAt: '1', stopSignal: 'SIGTERM' });
  writeFileSync(inFolder('trial.pid'), stale);
  await shell('sleep 60').start();
  expect(identityOf(stranger.pid!)).toBeDefined();
  stranger.kill('SIGKILL');
});

/** A supervisor in a process of its own, killed once its process runs. */
async function orphanOfKilledSupervisor(): Promise<ProcessIdentity> {
  const specification = {
    name: 'trial',
    command: 'sleep',
    args: ['60'],
    logFile: inFolder('trial.log'),
    pidFile: inFolder('trial.pid'),
  };
  const source = `
    import { SupervisedProcess } from ${JSON.stringify(join(repositoryRoot, 'dist/local/processes/supervised-process.js'))};
    await new SupervisedProcess(${JSON.stringify(specification)}).start();
    setInterval(() => {}, 1000);
  `;
  const supervisor = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: 'inherit' });
  const orphan = await eventually(() => JSON.parse(readFileSync(inFolder('trial.pid'), 'utf8')) as ProcessIdentity);
  supervisor.kill('SIGKILL');
  return orphan;
}
