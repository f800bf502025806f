import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExecutorClient, LeaseLostError, ProtocolError, type ExecutionHandle } from './index.ts';
import {
  executionOf,
  leaseLost,
  problem,
  startProtocolServer,
  type ProtocolServer,
} from './protocol-server.test-support.ts';

let server: ProtocolServer;

beforeEach(async () => {
  server = await startProtocolServer();
});

afterEach(() => server.close());

const claim = () =>
  createExecutorClient({ url: `${server.url}/`, apiKey: 'key' }).claim({
    types: ['CODEMOD'],
    executor: { name: 'test' },
  });

async function claimed(): Promise<ExecutionHandle> {
  server.offer(executionOf());
  const handle = await claim();
  if (!handle) throw new Error('nothing was claimed');
  return handle;
}

test('claims with the API key and goes on with the token of the execution', async () => {
  const handle = await claimed();
  await handle.heartbeat({ progress: { percent: 10, message: 'reading' } });

  expect(server.calls.map(({ name, bearer }) => [name, bearer])).toEqual([
    ['claim', 'key'],
    ['heartbeat', 'execution-token'],
  ]);
  expect(server.named('claim')[0]?.body).toEqual({ types: ['CODEMOD'], executor: { name: 'test' } });
  expect(server.named('heartbeat')[0]?.body).toEqual({ progress: { percent: 10, message: 'reading' } });
});

test('has nothing when nothing is offered', async () => {
  expect(await claim()).toBeUndefined();
});

test('waits as long as Retry-After says', async () => {
  server.script('claim', problem(503, 'about:blank', { 'retry-after': '1' }));
  const startedAt = Date.now();
  await claimed();
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1000);
  expect(server.named('claim')).toHaveLength(2);
});

test('goes through resets, server errors, rate limits and answers that are no JSON', async () => {
  const handle = await claimed();
  server.script('complete', 'reset', problem(500), problem(429, 'about:blank', { 'retry-after': '0' }), {
    status: 200,
  });
  expect(await handle.complete({ summary: 'done' })).toEqual({ status: 'COMPLETED' });
  expect(server.named('complete')).toHaveLength(5);
});

test('completes twice without complaint', async () => {
  const handle = await claimed();
  await handle.complete({ summary: 'done' });
  expect(await handle.complete({ summary: 'done' })).toEqual({ status: 'COMPLETED' });
});

test('an aborted signal ends the retries with its own reason', async () => {
  const handle = await claimed();
  server.always('complete', () => problem(503, 'about:blank', { 'retry-after': '60' }));
  const reason = new Error('enough');
  const controller = new AbortController();
  const completing = handle.complete({ summary: 'done' }, controller.signal);
  await server.waitFor('complete');
  controller.abort(reason);
  await expect(completing).rejects.toBe(reason);
});

test('tells a lost lease from other refusals', async () => {
  const handle = await claimed();
  server.script('heartbeat', leaseLost, problem(409, 'https://mission-control.dev/problems/conflict'));
  await expect(handle.heartbeat()).rejects.toBeInstanceOf(LeaseLostError);
  const refusal = await handle.heartbeat().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ProtocolError);
  expect(refusal).toMatchObject({ code: 'PROTOCOL', status: 409, problem: { title: 'Scripted 409' } });
});

test('a refusal names the fields', async () => {
  const body = { type: 'about:blank', title: 'Bad Request', errors: [{ path: 'summary', message: 'is required' }] };
  const handle = await claimed();
  server.script('complete', { status: 400, body });
  await expect(handle.complete({ summary: '' })).rejects.toThrow('400 Bad Request - summary: is required');
});

const needsApproval = {
  status: 200,
  body: { decision: 'NEEDS_APPROVAL', risk: 'RED', reasons: ['git push is RED'], approvalId: 'approval-1' },
};
const decided = (decision: string, reason?: string) => ({ status: 200, body: { decision, reason } });
const push = { tool: 'git_push', arguments: { branch: 'work' }, summary: 'push it' };

test('a tool call that the policy allows needs nobody', async () => {
  const handle = await claimed();
  expect(await handle.checkTool(push)).toEqual({ allowed: true, risk: 'GREEN', reasons: [] });
  expect(server.named('tool-calls')[0]?.body).toEqual(push);
});

test('waits for the human through outages, and passes on the approval', async () => {
  const handle = await claimed();
  server.script('tool-calls', 'reset', needsApproval);
  server.script('approval', decided('PENDING'), 'reset', problem(503), decided('ALLOW'));
  const verdict = await handle.checkTool(push);
  expect(verdict).toEqual({ allowed: true, risk: 'RED', reasons: ['git push is RED'], approvalId: 'approval-1' });
  const keys = server.named('tool-calls').map(({ idempotencyKey }) => idempotencyKey);
  expect(keys[0]).toMatch(/.{16}/);
  expect(keys[1]).toBe(keys[0]);
  expect(Number(server.named('approval')[0]?.query.get('waitSeconds'))).toBeGreaterThan(0);
});

test('passes on the reason of a denial', async () => {
  const handle = await claimed();
  server.script('tool-calls', needsApproval);
  server.script('approval', decided('DENY', 'not on a Friday'));
  expect(await handle.checkTool(push)).toMatchObject({ allowed: false, reasons: ['not on a Friday'] });
});

test('two tool calls have two idempotency keys', async () => {
  const handle = await claimed();
  await handle.checkTool(push);
  await handle.checkTool(push);
  const [first, second] = server.named('tool-calls');
  expect(first?.idempotencyKey).not.toBe(second?.idempotencyKey);
});

test('uploads bytes as they are, again after a reset', async () => {
  const handle = await claimed();
  server.script('artifacts', 'reset');
  const content = new Uint8Array([0, 255, 10]);
  const artifact = await handle.uploadArtifact({ name: 'a b.bin', type: 'application/octet-stream', content });
  expect(artifact).toMatchObject({ id: 'artifact-a b.bin', name: 'a b.bin', size: 3 });
  expect([...(server.named('artifacts')[1]?.raw ?? [])]).toEqual([0, 255, 10]);
});

test('uploads a file from the disk, again after a reset', async () => {
  const handle = await claimed();
  const folder = mkdtempSync(join(tmpdir(), 'upload-'));
  const path = join(folder, 'large.bin');
  writeFileSync(path, Buffer.alloc(3_000_000, 7));
  server.script('artifacts', 'reset');
  try {
    const content = await openAsBlob(path);
    const artifact = await handle.uploadArtifact({ name: 'large.bin', type: 'application/octet-stream', content });
    expect(artifact).toMatchObject({ name: 'large.bin', size: 3_000_000 });
    const sent = server.named('artifacts')[1]?.raw;
    expect(sent?.every((byte) => byte === 7)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
