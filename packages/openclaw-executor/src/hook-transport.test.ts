import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CallbackReceiver } from './callback-receiver.ts';
import { createExecutorRun, impatientService, until, type ExecutorRun } from './executor-run.test-support.ts';
import { HOOK_TOKEN, startFakeGateway, type FakeGateway, type HookPost } from './fake-gateway.test-support.ts';
import { createHookTransport } from './hook-transport.ts';

let gateway: FakeGateway;
let run: ExecutorRun;
let receiver: CallbackReceiver;

beforeEach(async () => {
  gateway = await startFakeGateway();
  run = await createExecutorRun();
  receiver = await CallbackReceiver.start({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await run.stop();
  await gateway.close();
  await receiver.close();
});

function start(token = HOOK_TOKEN): void {
  const service = impatientService();
  const access = { url: gateway.httpUrl, token, agentId: 'writer' };
  run.start(createHookTransport({ ...access, service, receiver, graceMs: 50 }), true);
}

async function post(url: string, body: unknown, method = 'POST'): Promise<[number, string]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method, ...(method === 'POST' && { body: text }) });
  return [response.status, await response.text()];
}

const REPORT = { status: 'ok', summary: 'A haiku', content: '# An old pond' };

test('the agent reports by a callback, which ends the execution', async () => {
  gateway.onHook = ({ callback }) =>
    void post(callback, { ...REPORT, costUsd: 0.0125, tokens: { input: 10, output: 5 } });
  start();
  run.offer();
  const { name, body } = await run.ending();
  expect([name, body['error']]).toEqual(['complete', undefined]);
  expect(body).toEqual({
    summary: 'A haiku',
    content: '# An old pond',
    artifacts: [],
    usage: { inputTokens: 10, outputTokens: 5, costMicros: 12_500, costSource: 'ESTIMATED' },
  });
  const [admission] = gateway.posts;
  expect(admission?.key).toBe('mission-control-execution-1-1');
  expect(admission?.body).toMatchObject({ agentId: 'writer', deliver: false, timeoutSeconds: 300 });
  expect(admission?.body['message']).toContain('# Write a haiku');
  expect(JSON.stringify(admission?.body)).not.toContain(HOOK_TOKEN);
});

test('a callback counts once, a wrong address is unknown, and after the end it is too late', async () => {
  const posts: HookPost[] = [];
  gateway.onHook = (hook) => void posts.push(hook);
  start();
  run.offer();
  await until(() => posts.length === 1);
  const callback = posts[0]?.callback ?? '';
  expect(callback).toMatch(/\/callback\/[\w-]{43}$/);
  expect((await post(callback.replace(/.{8}$/, 'AAAAAAAA'), REPORT))[0]).toBe(404);
  expect((await post(callback.replace('/callback', ''), REPORT))[0]).toBe(404);
  expect((await post(callback, '', 'GET'))[0]).toBe(405);
  expect(await post(callback, 'no json')).toEqual([400, '{"ok":false,"error":"the body must be a JSON object"}']);
  expect((await post(callback, { status: 'done' }))[1]).toContain('status must be');
  expect((await post(callback, { ...REPORT, tokens: { input: -1 } }))[1]).toContain('tokens.input must be');
  expect((await post(callback, { ...REPORT, content: 'x'.repeat(1024 * 1024) }))[0]).toBe(413);
  expect((await post(callback, REPORT))[0]).toBe(200);
  expect((await run.ending()).name).toBe('complete');
  expect((await post(callback, { ...REPORT, summary: 'Another' }))[0]).toBe(200);
  expect(run.server.named('complete')).toHaveLength(1);

  run.server.script('heartbeat', { status: 200, body: { cancelRequested: true } });
  run.offer({}, { id: 'execution-2' });
  expect((await run.ending(2)).name).toBe('canceled');
  expect((await post(posts[1]?.callback ?? '', REPORT))[0]).toBe(410);
});

test('what the agent could not do is a failure', async () => {
  gateway.onHook = ({ callback }) => void post(callback, { status: 'error', summary: 'no access to the shop' });
  start();
  run.offer();
  const { body } = await run.ending();
  expect(body['error']).toBe('The agent could not do it: no access to the shop');
});

test.each([
  ['ok', false],
  ['error', true],
  ['skipped', false],
])('a run that ended (%s) without a report is a failure', async (status, retryable) => {
  gateway.hookCompletion = Promise.resolve({ status, replyDisposition: 'silent' });
  start();
  run.offer();
  const { body } = await run.ending();
  expect(body).toMatchObject({ retryable, error: expect.stringContaining(`ended (${status}) and the agent reported`) });
});

test('the report counts when the connection is lost, and the work is not asked for again', async () => {
  let admitted: HookPost | undefined;
  gateway.onHook = (hook) => (admitted = hook);
  start();
  run.offer();
  await until(() => gateway.posts.length === 2);
  gateway.restart();
  await gateway.close();
  expect((await post(admitted?.callback ?? '', REPORT))[0]).toBe(200);
  expect((await run.ending()).name).toBe('complete');
  expect(gateway.begun).toHaveLength(1);
});

test('a repeated offer of the same attempt is the same run, reporting to the same address', async () => {
  const posts: HookPost[] = [];
  gateway.onHook = (hook) => void posts.push(hook);
  start();
  run.server.script('heartbeat', {
    status: 409,
    body: { type: 'https://mission-control.dev/problems/lease-lost', title: 'Lost', status: 409 },
  });
  run.offer({}, { leaseId: 'lease-1' });
  await run.server.waitFor('claim', 2);
  run.offer({}, { leaseId: 'lease-2' });
  await until(() => gateway.posts.length >= 4);
  expect((await post(posts[0]?.callback ?? '', REPORT))[0]).toBe(200);
  expect((await run.ending()).name).toBe('complete');
  expect(gateway.begun).toHaveLength(1);
});

test.each([
  [{ status: 404, body: 'Not Found' }, false, /404: Not Found; are hooks enabled/],
  [{ status: 405, body: 'Method Not Allowed' }, false, /405: Method Not Allowed/],
  [
    { status: 400, body: '{"ok":false,"error":"unknown agentId \\"writer\\""}' },
    false,
    /400: unknown agentId "writer"/,
  ],
  [{ status: 200, body: 'hello' }, false, /without a run id/],
])('refused with %j', async (answer, retryable, message) => {
  gateway.scripted.push(answer);
  start();
  run.offer();
  const { name, body } = await run.ending();
  expect([name, body['retryable']]).toEqual(['fail', retryable]);
  expect(body['error']).toMatch(message);
});

test('a wrong token fails for good and is not shown', async () => {
  start('wrong-secret');
  run.offer();
  const { body } = await run.ending();
  expect(body).toMatchObject({ retryable: false, error: 'OpenClaw answered 401: Unauthorized' });
});

test('too many requests and outages are waited out', async () => {
  gateway.scripted.push(
    { status: 429, headers: { 'retry-after': '0' }, body: 'Too Many Requests' },
    { status: 503, body: '{"ok":false,"error":"admission timeout"}' },
  );
  gateway.onHook = ({ callback }) => void post(callback, REPORT);
  start();
  run.offer();
  expect((await run.ending()).name).toBe('complete');
});
