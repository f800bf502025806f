import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { silent } from './executor-run.test-support.ts';
import { GATEWAY_TOKEN, startFakeGateway, type FakeGateway } from './fake-gateway.test-support.ts';
import { prepareOpenClaw } from './openclaw-executor.ts';
import { readOpenClawSettings } from './settings.ts';

let gateway: FakeGateway;
let workDir: string;

beforeEach(async () => {
  gateway = await startFakeGateway();
  workDir = mkdtempSync(join(tmpdir(), 'openclaw-'));
});

afterEach(async () => {
  await gateway.close();
  rmSync(workDir, { recursive: true });
});

const prepare = (environment: NodeJS.ProcessEnv, signal = new AbortController().signal) =>
  prepareOpenClaw({
    settings: { url: 'http://localhost', apiKey: 'k', workDir, name: 'openclaw', concurrency: 1 },
    environment: { PATH: process.env['PATH'], ...environment },
    logger: silent,
    signal,
  });

test('says which gateway it works with', async () => {
  const { describe } = await prepare({ OPENCLAW_URL: gateway.httpUrl, OPENCLAW_TOKEN: GATEWAY_TOKEN });
  expect(describe?.()).toEqual({
    tool: { name: 'openclaw', version: '2026.9.6' },
    circuits: [{ service: 'openclaw-gateway', state: 'CLOSED' }],
  });
});

test('does not start with a token that is not accepted', async () => {
  const starting = prepare({ OPENCLAW_URL: gateway.url, OPENCLAW_TOKEN: 'wrong' });
  await expect(starting).rejects.toThrow(/token mismatch/);
});

test('does not start without the command, or on a port that is taken', async () => {
  await expect(prepare({ OPENCLAW_TRANSPORT: 'cli', OPENCLAW_COMMAND: '/no/openclaw' })).rejects.toThrow(
    /\/no\/openclaw cannot be run/,
  );
  const hooks = { OPENCLAW_TRANSPORT: 'hooks', OPENCLAW_HOOK_TOKEN: 'h' };
  const taken = new URL(gateway.httpUrl).port;
  await expect(prepare({ ...hooks, OPENCLAW_CALLBACK_PORT: taken })).rejects.toThrow(/EADDRINUSE/);
});

test.each([
  [{}, 'OPENCLAW_TOKEN is not set'],
  [{ OPENCLAW_TRANSPORT: 'hooks' }, 'OPENCLAW_HOOK_TOKEN is not set'],
  [{ OPENCLAW_TRANSPORT: 'pigeon' }, 'OPENCLAW_TRANSPORT must be one of gateway, hooks, cli'],
  [{ OPENCLAW_TOKEN: 't', OPENCLAW_URL: 'gateway:1' }, 'OPENCLAW_URL must be'],
  [{ OPENCLAW_TOKEN: 't', OPENCLAW_URL: 'ws://me:secret@gateway' }, 'OPENCLAW_URL must not carry a password'],
  [{ OPENCLAW_TOKEN: 't', OPENCLAW_AGENT: 'a b' }, 'OPENCLAW_AGENT must be'],
  [
    { OPENCLAW_TRANSPORT: 'hooks', OPENCLAW_HOOK_TOKEN: 'h', OPENCLAW_CALLBACK_PORT: '70000' },
    'OPENCLAW_CALLBACK_PORT must be',
  ],
  [
    { OPENCLAW_TRANSPORT: 'hooks', OPENCLAW_HOOK_TOKEN: 'h', OPENCLAW_CALLBACK_URL: 'me.example' },
    'OPENCLAW_CALLBACK_URL must be',
  ],
])('refuses %j', (environment, message) => {
  expect(() => readOpenClawSettings(environment)).toThrow(message);
});

test('takes either kind of address, for either transport', () => {
  const hooks = { OPENCLAW_TRANSPORT: 'hooks', OPENCLAW_HOOK_TOKEN: 'h', OPENCLAW_URL: 'wss://claw.example/' };
  expect(readOpenClawSettings(hooks)).toMatchObject({ url: 'https://claw.example' });
  expect(readOpenClawSettings({ OPENCLAW_TOKEN: 't' })).toMatchObject({
    transport: 'gateway',
    url: 'ws://127.0.0.1:18789',
    agentId: 'main',
  });
});
