import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf } from '../local/processes/identity.ts';
import { repositoryRoot } from '../local/repository.ts';
import { temporaryFolder } from '../tests/stack.test-support.ts';
import { findConnection } from './connection.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(() => folder.remove());

function missionControl(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const main = join(repositoryRoot, 'dist/cli/main.js');
  const env = { ...process.env, DEBUG: '', TEMPORAL_ADDRESS: '', MONGODB_URI: '', ...environment };
  return spawnSync(process.execPath, [main, ...args], { cwd: folder.path, env, encoding: 'utf8' });
}

describe('exit codes', () => {
  it.each([
    ['no such command', ['fly']],
    ['no such option', ['up', '--fast']],
    ['a port that is none', ['up', '--port', '70000']],
  ])('2 for %s, with a word on how it is meant', (_, args) => {
    const { status, stderr } = missionControl(args);
    expect(status).toBe(2);
    expect(stderr).toContain('--help');
  });

  it('2 for an executor that does not exist, with those that do', () => {
    const { status, stderr } = missionControl(['executor', 'teapot']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^mission-control: There is no executor of type "teapot"\. There is: .*codemod/);
  });

  it('0 for help', () => {
    const { status, stdout } = missionControl(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('up [options]');
  });

  it('1 with one clear line, and no stack, when no local stack runs', () => {
    const { status, stderr } = missionControl(['executor', 'codemod']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^mission-control: No local stack runs on .*\n$/);
  });
});

describe('doctor', () => {
  it('passes with both servers on PATH, and says which', () => {
    for (const name of ['temporal', 'mongod', 'git']) {
      mkdirSync(join(folder.path, 'bin'), { recursive: true });
      writeFileSync(join(folder.path, 'bin', name), `#!/bin/sh\necho ${name} 9.9\n`, { mode: 0o755 });
    }
    const { status, stdout } = missionControl(['doctor', '--json'], {
      PATH: `${join(folder.path, 'bin')}:/bin:/usr/bin`,
    });
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; detail: string }[] };
    expect([status, ok]).toEqual([0, true]);
    expect(checks.find(({ name }) => name === 'Temporal')?.detail).toMatch(/bin\/temporal, temporal 9\.9 \(on PATH\)$/);
  });

  it('fails on a machine that has nothing', () => {
    const { status, stdout } = missionControl(['doctor'], { PATH: folder.path, MISSION_CONTROL_CACHE: folder.path });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing {2}Temporal/m);
    expect(stdout).toContain('The local stack cannot start yet.');
  });

  it('does not create the data folder that it looks at', () => {
    const { stdout } = missionControl(['doctor', '--data', 'elsewhere']);
    expect(stdout).toContain(`${join(folder.path, 'elsewhere')}, new`);
  });
});

describe('the connection', () => {
  it('is that of the stack which serves the data folder', () => {
    mkdirSync(join(folder.path, 'run'));
    writeFileSync(join(folder.path, 'run/stack.lock'), JSON.stringify(identityOf(process.pid)));
    writeFileSync(join(folder.path, 'stack.json'), JSON.stringify({ url: 'http://127.0.0.1:4300' }));
    writeFileSync(join(folder.path, 'owner-token'), 'mc_owner_x\n');
    expect(findConnection(folder.path)).toEqual({ url: 'http://127.0.0.1:4300', token: 'mc_owner_x' });
  });

  it('is not that of a stack which was killed', () => {
    mkdirSync(join(folder.path, 'run'));
    writeFileSync(join(folder.path, 'run/stack.lock'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
    writeFileSync(join(folder.path, 'stack.json'), JSON.stringify({ url: 'http://127.0.0.1:4300' }));
    expect(() => findConnection(folder.path)).toThrow(/No local stack runs/);
  });
});
