import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { silent } from './cursor-executor.test-support.ts';
import { prepare } from './prepare.ts';

const FAKE = join(import.meta.dirname, 'cli/fake-cursor.test-support.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cursor-prepare-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function prepared(environment: NodeJS.ProcessEnv) {
  const settings = { url: 'http://localhost', apiKey: 'secret', workDir: folder, name: 'cursor', concurrency: 1 };
  // Node itself has to be found, for the fake tool.
  const PATH = `${folder}:${join(process.execPath, '..')}:/usr/bin:/bin`;
  const { signal } = new AbortController();
  return prepare({ settings, environment: { PATH, ...environment }, logger: silent, signal });
}

test('takes the command line tool where there is one', async () => {
  copyFileSync(FAKE, join(folder, 'cursor-agent'));
  const { describe } = await prepared({ CURSOR_API_KEY: 'key' });
  expect(describe?.()).toEqual({ tool: { name: 'cursor-agent', version: '2026.09.10-fd3934a' } });
  const { describe: describeCloud } = await prepared({ CURSOR_API_KEY: 'key', CURSOR_MODE: 'cloud' });
  expect(describeCloud?.().tool).toEqual({ name: 'cursor-cloud' });
});

test('takes the cloud where there is none, and tells how its circuit is', async () => {
  // A program called agent that is somebody else's.
  copyFileSync('/bin/true', join(folder, 'agent'));
  const { describe } = await prepared({ CURSOR_API_KEY: 'key' });
  expect(describe?.()).toEqual({
    tool: { name: 'cursor-cloud' },
    circuits: [{ service: 'cursor-cloud', state: 'CLOSED' }],
  });
});

test.each([
  [{}, /^CURSOR_API_KEY is not set/],
  [{ CURSOR_API_KEY: 'key', CURSOR_MODE: 'cli' }, /was not found \(cursor-agent and agent on PATH\)/],
  [{ CURSOR_API_KEY: 'key', CURSOR_BIN: '/no/such/tool' }, /was not found \(\/no\/such\/tool\)/],
  [{ CURSOR_API_KEY: 'key', CURSOR_MODE: 'ide' }, /^CURSOR_MODE must be cli or cloud, not "ide"/],
  [{ CURSOR_API_KEY: 'key', CURSOR_SANDBOX: 'on' }, /^CURSOR_SANDBOX must be enabled or disabled/],
  [{ CURSOR_API_KEY: 'key', CURSOR_API_URL: 'http://cursor.example' }, /^CURSOR_API_URL must be an https address/],
  [{ CURSOR_API_KEY: 'key', CURSOR_WEBHOOK_PORT: 'x' }, /^CURSOR_WEBHOOK_PORT must be a port/],
  [{ CURSOR_API_KEY: 'key', CURSOR_WEBHOOK_PORT: '0' }, /^CURSOR_WEBHOOK_SECRET must have at least 32/],
])('says what is wrong with %j', async (environment, message) => {
  await expect(prepared(environment)).rejects.toThrow(message);
});

test('forgets tasks that nobody came back to for two weeks', async () => {
  const [old, recent] = ['MC-1-0', 'MC-2-0'].map((name) => join(folder, 'cursor', name)) as [string, string];
  for (const path of [old, recent]) mkdirSync(path, { recursive: true });
  const longAgo = new Date(Date.now() - 15 * 24 * 60 * 60_000);
  utimesSync(old, longAgo, longAgo);
  await prepared({ CURSOR_API_KEY: 'key', CURSOR_MODE: 'cloud' });
  expect([existsSync(old), existsSync(recent)]).toEqual([false, true]);
});
