import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookSettings } from '../cursor-settings.ts';
import type { WakeUps } from './wake-ups.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_REMEMBERED = 1000;
const BODY_TIME_MS = 10_000;

export interface WebhookReceiver {
  /** Where it listens, for example `http://127.0.0.1:4310`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Takes Cursor's `statusChange` webhooks. They only wake those who wait for the agent: what became of its run is asked
 * of the API, so a forged or repeated one gains nothing.
 */
export async function startWebhookReceiver(
  { port, host, secret }: WebhookSettings,
  wakeUps: WakeUps,
): Promise<WebhookReceiver> {
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    receive(request, secret)
      .then(({ status, id, agentId }) => {
        response.writeHead(status).end();
        if (agentId === undefined || seen.has(id)) return;
        noteAsSeen(seen, id);
        wakeUps.wake(agentId);
      })
      .catch(() => refuse(response));
  });
  server.requestTimeout = BODY_TIME_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const { address, port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${actual}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Received {
  readonly status: number;
  readonly id: string;
  /** There when somebody may wait for it. */
  readonly agentId?: string;
}

async function receive(request: IncomingMessage, secret: string): Promise<Received> {
  const id = headerOf(request, 'x-webhook-id');
  if (request.method !== 'POST') return { status: 405, id };
  const body = await bodyOf(request);
  if (!body) return { status: 413, id };
  if (!isSigned(body, headerOf(request, 'x-webhook-signature'), secret)) return { status: 401, id };
  if (id === '') return { status: 400, id };
  const agentId = agentOf(body);
  return agentId === undefined ? { status: 400, id } : { status: 204, id, agentId };
}

/** Undefined when it is too large; what comes after that is not kept. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** "sha256=" and the HMAC of the bytes as they came. */
function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function agentOf(body: Buffer): string | undefined {
  try {
    const { id } = JSON.parse(body.toString()) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function noteAsSeen(seen: Set<string>, id: string): void {
  seen.add(id);
  const [oldest] = seen;
  if (seen.size > MAX_REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

/** The sender broke off; there may be nobody left to tell. */
function refuse(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(400);
  response.end();
}

function headerOf({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
