import { expect, test } from '@jest/globals';
import { readClaudeSettings } from './claude-command.ts';
import { FAKE_CLAUDE } from './claude-executor.test-support.ts';
import { findVersion } from './claude-version.ts';

const { signal } = new AbortController();

test('settings have defaults', () => {
  expect(readClaudeSettings({})).toEqual({ program: 'claude', maxTurns: 100 });
  const environment = { CLAUDE_BIN: '/opt/claude', CLAUDE_MODEL: 'sonnet', CLAUDE_MAX_TURNS: '20' };
  expect(readClaudeSettings(environment)).toEqual({ program: '/opt/claude', model: 'sonnet', maxTurns: 20 });
});

test('a program in a relative folder is found from every work place', () => {
  expect(readClaudeSettings({ CLAUDE_BIN: 'bin/claude' }).program).toBe(`${process.cwd()}/bin/claude`);
});

test.each(['0', '-1', '2.5', 'many', '100000'])('CLAUDE_MAX_TURNS=%s is refused', (value) => {
  expect(() => readClaudeSettings({ CLAUDE_MAX_TURNS: value })).toThrow(/^CLAUDE_MAX_TURNS must be a whole number/);
});

test('finds the version of the CLI', async () => {
  expect(await findVersion(FAKE_CLAUDE, process.env, signal)).toBe('2.1.330');
});

test.each([
  ['/no/such/claude', /^Claude Code cannot be run \(.*ENOENT.*CLAUDE_BIN/],
  ['true', /^true --version does not tell a version of Claude Code; it said: /],
  [process.execPath, /^\S+node --version does not tell a version of Claude Code; it said: v\d/],
])('says what is wrong with %s', async (program, error) => {
  await expect(findVersion(program, process.env, signal)).rejects.toThrow(error);
});
