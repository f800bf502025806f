import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { policyCallOf, summaryOf } from './asked-call.ts';

let place: string;

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'place-')));
  mkdirSync(join(place, 'sub'));
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

const callOf = (tool: string, input: Record<string, unknown>, folder?: string) =>
  policyCallOf({ id: 'toolu_1', tool, input, folder }, place);

const argumentsOf = async (tool: string, input: Record<string, unknown>, folder?: string) =>
  (await callOf(tool, input, folder)).arguments;

test.each([
  ['Bash', 'shell'],
  ['Write', 'write_file'],
  ['Agent', 'spawn_agent'],
  ['Task', 'spawn_agent'],
  ['mcp__files__write_file', 'mcp__files__write_file'],
])('%s is %s to a policy', async (tool, name) => {
  expect((await callOf(tool, {})).tool).toBe(name);
});

test('paths begin at the work place where they lie within, whatever folder the model is in', async () => {
  const inside = join(place, 'sub', 'a.ts');
  expect(await argumentsOf('Read', { file_path: inside })).toEqual({ file_path: 'sub/a.ts' });
  expect(await argumentsOf('Read', { file_path: 'a.ts' }, join(place, 'sub'))).toEqual({ file_path: 'sub/a.ts' });
  expect(await argumentsOf('Read', { file_path: '../a.ts' }, join(place, 'sub'))).toEqual({ file_path: 'a.ts' });
  expect(await argumentsOf('Read', { file_path: '../a.ts' })).toEqual({ file_path: join(tmpdir(), 'a.ts') });
  expect(await argumentsOf('Grep', { pattern: 'x', path: place })).toEqual({ pattern: 'x', path: '.' });
  expect(await argumentsOf('Read', { file_path: '/etc/passwd' })).toEqual({ file_path: '/etc/passwd' });
  expect(await argumentsOf('Read', { file_path: `${place}-other/a` })).toEqual({ file_path: `${place}-other/a` });
});

test('tells where a path leads through links, also one that is yet to be made', async () => {
  symlinkSync('/etc', join(place, 'link'));
  expect(await argumentsOf('Read', { file_path: 'link/hostname' })).toMatchObject({ real_path: '/etc/hostname' });
  const made = { file_path: 'link/new/file', content: '' };
  expect(await argumentsOf('Write', made)).toMatchObject({ real_path: '/etc/new/file' });
  symlinkSync(join(place, 'sub'), join(place, 'inner'));
  expect(await argumentsOf('Read', { file_path: 'inner/a' })).toEqual({ file_path: 'inner/a', real_path: 'sub/a' });
});

test('a work place that is reached through a link leads nowhere else', async () => {
  const link = `${place}-link`;
  symlinkSync(place, link);
  const call = await policyCallOf({ id: undefined, tool: 'Read', input: { file_path: 'a' }, folder: undefined }, link);
  rmSync(link);
  expect(call.arguments).toEqual({ file_path: 'a' });
});

test('a command comes with the folder that it runs in, and without what changes nothing', async () => {
  const input = { command: 'ls', description: 'Looks', timeout: 5, dangerouslyDisableSandbox: true };
  const kept = { command: 'ls', dangerouslyDisableSandbox: true };
  expect(await argumentsOf('Bash', input, place)).toEqual(kept);
  expect(await argumentsOf('Bash', input, join(place, 'sub'))).toEqual({ ...kept, cwd: 'sub' });
  expect(await argumentsOf('Bash', input, '/etc')).toEqual({ ...kept, cwd: '/etc' });
});

test('options have the names that arguments may have', async () => {
  const input = { pattern: 'x', '-n': true, '-A': 2, output_mode: 'content' };
  expect(await argumentsOf('Grep', input)).toEqual({ pattern: 'x', n: true, A: 2, output_mode: 'content' });
});

test('a glob begins at the work place', async () => {
  expect(await argumentsOf('Glob', { pattern: '**/*.ts' })).toEqual({ pattern: '**/*.ts' });
  const inFolder = { pattern: '../*.ts', path: join(place, 'sub') };
  expect(await argumentsOf('Glob', inFolder)).toEqual({ pattern: 'sub/../*.ts', path: 'sub' });
  expect(await argumentsOf('Glob', { pattern: '*.ts' }, join(place, 'sub'))).toEqual({ pattern: 'sub/*.ts' });
  expect(await argumentsOf('Glob', { pattern: '/etc/*' }, join(place, 'sub'))).toEqual({ pattern: '/etc/*' });
});

test('what is too long to be sent is cut, and still told from everything else', async () => {
  const written = async (content: string) => argumentsOf('Write', { file_path: 'a', content });
  const long = 'x'.repeat(20_000);
  const [one, other] = [await written(`${long}1`), await written(`${long}2`)];
  expect(JSON.stringify(one).length).toBeLessThan(16_384);
  expect(one?.['content']).toMatch(/^x{3000}\n\[... 17001 more characters, sha256 of all: [\da-f]{64}\]$/);
  expect(one).not.toEqual(other);
  expect(await written('x'.repeat(5000))).toEqual({ file_path: 'a', content: 'x'.repeat(5000) });
  const command = 'x'.repeat(20_000);
  expect(await argumentsOf('Bash', { command })).toEqual({ command });
});

test('what is written may hold what no database stores', async () => {
  const given = await argumentsOf('Write', { file_path: 'a', content: 'a\u0000b\ud800' });
  expect(given).toEqual({ file_path: 'a', content: 'a\uFFFDb\uFFFD' });
});

test.each([
  ['Bash', { command: 'npm test\n  -- --watch\u0007' }, 'Bash: npm test -- --watch '],
  ['WebFetch', { url: 'https://example.org', prompt: 'Read' }, 'WebFetch: https://example.org'],
  ['Odd', {}, 'Odd'],
])('%s in words', (tool, input, words) => {
  expect(summaryOf({ id: undefined, tool, input, folder: undefined })).toBe(words);
});

test('words are no longer than people read', () => {
  const input = { command: 'x'.repeat(400) };
  expect(summaryOf({ id: undefined, tool: 'Bash', input, folder: undefined })).toHaveLength(300);
});
