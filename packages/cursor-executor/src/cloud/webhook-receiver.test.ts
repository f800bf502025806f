import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WakeUps } from './wake-ups.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
let receiver: WebhookReceiver;
let woken: string[];

beforeEach(async () => {
  woken = [];
  class Noting extends WakeUps {
    override wake(agentId: string): void {
      woken.push(agentId);
      super.wake(agentId);
    }
  }
  receiver = await startWebhookReceiver({ port: 0, host: '127.0.0.1', secret: SECRET }, new Noting());
});

afterEach(() => receiver.close());

/** As Cursor signs: the bytes of the body as they go out. */
async function send(body: string, { id = 'hook-1', secret = SECRET, signature = '' } = {}): Promise<number> {
  const signed = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Cursor-Agent-Webhook/1.0',
    'x-webhook-event': 'statusChange',
    'x-webhook-id': id,
    'x-webhook-signature': signature || signed,
  };
  return (await fetch(receiver.url, { method: 'POST', headers, body })).status;
}

const change = JSON.stringify({ event: 'statusChange', id: 'bc_123', status: 'FINISHED', summary: 'Grüße' });

test('wakes those who wait for the agent, once for each webhook', async () => {
  expect(await send(change)).toBe(204);
  expect(await send(change)).toBe(204);
  expect(await send(change, { id: 'hook-2' })).toBe(204);
  expect(woken).toEqual(['bc_123', 'bc_123']);
});

test.each([
  ['another secret', { secret: 'not-the-secret-that-was-agreed-on-1234' }],
  ['no signature at all', { signature: 'none' }],
  ['a signature of the right length', { signature: `sha256=${'0'.repeat(64)}` }],
])('takes nothing with %s', async (_words, fields) => {
  expect(await send(change, fields)).toBe(401);
  expect(woken).toEqual([]);
});

test('refuses what is no webhook', async () => {
  expect(await send('{"event":"statusChange"}')).toBe(400);
  expect(await send('not json')).toBe(400);
  expect(await send('x'.repeat(300 * 1024)).catch(() => 413)).toBe(413);
  expect((await fetch(receiver.url)).status).toBe(405);
  expect(woken).toEqual([]);
});
