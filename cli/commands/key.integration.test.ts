import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../local/repository.ts';

function keyCreate(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const main = join(repositoryRoot, 'dist/cli/main.js');
  const env = { ...process.env, MONGODB_URI: 'mongodb://127.0.0.1:1/never', ...environment };
  return spawnSync(process.execPath, [main, 'key', 'create', ...args], { cwd: tmpdir(), env, encoding: 'utf8' });
}

describe('key create', () => {
  it.each([
    ['no kind', ['--name', 'Ada'], /--kind/],
    ['a kind that is none', ['--kind', 'ROOT', '--name', 'Ada'], /OWNER, EXECUTOR/],
    ['an empty name', ['--kind', 'OWNER', '--name', ' '], /1 to 100 characters/],
    ['a role for an executor', ['--kind', 'EXECUTOR', '--name', 'x', '--role', 'ADMIN'], /--role is for .*SERVICE/],
    ['a service without a role', ['--kind', 'SERVICE', '--name', 'x'], /needs --role/],
    ['an agent key without an agent', ['--kind', 'AGENT', '--name', 'x'], /needs --agent/],
    ['days that are none', ['--kind', 'PERSONAL', '--name', 'x', '--expires-in-days', '0'], /whole number from 1/],
    ['types for a person', ['--kind', 'OWNER', '--name', 'Ada', '--types', 'CODEMOD'], /EXECUTOR/],
    ['a type that nobody claims', ['--kind', 'EXECUTOR', '--name', 'x', '--types', 'MANUAL'], /There is: .*CODEMOD/],
    [
      'a variable without a token',
      ['--kind', 'OWNER', '--name', 'x', '--token-from', 'NOT_THERE'],
      /NOT_THERE must hold/,
    ],
  ])('refuses %s with exit code 2, and prints no token', (_, args, message) => {
    const { status, stdout, stderr } = keyCreate(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('takes no short token, since a hash would not protect it', () => {
    const { status, stderr } = keyCreate(['--kind', 'OWNER', '--name', 'x', '--token-from', 'OWN'], { OWN: 'hunter2' });
    expect(status).toBe(2);
    expect(stderr).toContain('at least 32 characters');
    expect(stderr).not.toContain('hunter2');
  });

  it('says where a key could go when there is no database', () => {
    const { status, stderr } = keyCreate(['--kind', 'OWNER', '--name', 'Ada'], { MONGODB_URI: '' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^mission-control: No database .*MONGODB_URI/);
  });
});
