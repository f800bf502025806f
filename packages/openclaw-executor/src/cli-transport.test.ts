import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createCliTransport } from './cli-transport.ts';
import { createExecutorRun, impatientService, until, type ExecutorRun } from './executor-run.test-support.ts';

const FAKE = join(import.meta.dirname, 'fake-openclaw.test-support.mjs');
let run: ExecutorRun;

beforeEach(async () => {
  run = await createExecutorRun();
});
afterEach(() => run.stop());

function start(command: readonly string[] = [process.execPath, FAKE]): void {
  const environment = { ...process.env, OPENCLAW_GATEWAY_TOKEN: 'gateway-key', MISSION_CONTROL_TOKEN: 'very-secret' };
  const service = impatientService();
  run.start(createCliTransport({ command, agentId: 'main', environment, workDir: run.workDir, service }));
}

test('runs the command in a reduced environment and reads its result', async () => {
  start();
  run.offer();
  const { name, body } = await run.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  expect(body['summary']).toBe('Haiku');
  expect(body['usage']).toEqual({
    model: 'm1',
    inputTokens: 3,
    outputTokens: 4,
    costMicros: 500_000,
    costSource: 'ESTIMATED',
  });
  const content = String(body['content']);
  expect(content).toContain('"session":"agent:main:mission-control:mc-1","timeout":"300"');
  expect(content).toContain('gateway-key');
  expect(content).not.toContain('very-secret');
  expect(readdirSync(run.workDir).filter((name) => name.startsWith('openclaw-'))).toEqual([]);
});

test.each([
  ['timeout', true, /timed out in its phase provider: Request timed out/],
  ['unreachable', true, /Gateway not reachable/],
  ['unknown', false, /Unknown agent id "nope"/],
  ['lost', false, /gateway closed \(1006\) \(run r had begun\)/],
  ['exit2', true, /exit code 2 and no result: timed out/],
  ['garbage', true, /exit code 1 and no result: Segmentation fault/],
])('%s is told as a failure', async (mode, retryable, message) => {
  start();
  run.offer({ title: `mode: ${mode}` });
  const { name, body } = await run.ending();
  expect([name, body['retryable']]).toEqual(['fail', retryable]);
  expect(body['error']).toMatch(message);
});

test('cancellation leaves no process behind', async () => {
  start();
  run.offer({ title: 'mode: hang' });
  await until(() => /pid \d+\n/.test(run.server.log()));
  const pid = Number(/pid (\d+)/.exec(run.server.log())?.[1]);
  run.server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true } }));
  expect((await run.ending()).name).toBe('canceled');
  const isRunning =
    existsSync(`/proc/${pid}/status`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  expect(isRunning).toBe(false);
});

test('a missing command fails for good', async () => {
  start(['no-such-openclaw']);
  run.offer();
  expect((await run.ending()).body).toMatchObject({
    retryable: false,
    error: expect.stringMatching(/^no-such-openclaw cannot be run/),
  });
});
