import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { once } from 'node:events';
import { problem, ProjectProbe, startTestApi, type Answer, type TestApi } from '../tests/api.test-support.ts';
import { agentWith, keyOf } from '../tests/identities.test-support.ts';
import { McpProbe } from './client.test-support.ts';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const ACCEPT = { accept: 'application/json, text/event-stream' };

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await startTestApi();
  token = (await agentWith(api, await ProjectProbe.create(api))).token;
}, 60_000);
afterAll(() => api.stop(), 60_000);

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** With a key, unless it is said otherwise. */
async function send({ method = 'POST', headers = {}, body = JSON.stringify(LIST) }: Sent): Promise<Answer> {
  const response = await fetch(`${api.url}/mcp`, {
    method,
    headers: { ...ACCEPT, authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body }),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text), text, headers: response.headers };
}

/** With headers that browsers set by themselves, and programs cannot set with fetch. */
async function sendAsBrowser(headers: Record<string, string>): Promise<number | undefined> {
  const sent = request(`${api.url}/mcp`, {
    method: 'POST',
    headers: { ...ACCEPT, authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });
  sent.end(JSON.stringify(LIST));
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

describe('who asks', () => {
  it('is nobody without a key, with an unknown one, or with a browser session', async () => {
    for (const headers of [{ authorization: 'Bearer mc_agent_unknown' }, { authorization: 'Basic abc' }]) {
      const answer = await send({ headers });
      expect(problem(answer, 401).title).toBe('Not signed in');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
    const headers = { ...ACCEPT, 'content-type': 'application/json', cookie: 'mission_control_session=abc' };
    const response = await fetch(`${api.url}/mcp`, { method: 'POST', headers, body: JSON.stringify(LIST) });
    expect(response.status).toBe(401);
    await expect(McpProbe.connect(api, 'mc_agent_unknown')).rejects.toThrow();
  });

  it('is nobody from the moment that the key is revoked', async () => {
    const owner = await McpProbe.connect(api, api.tokens.owner);
    expect(await owner.toolNames()).toContain('get_task');
    const { id } = await agentWith(api, await ProjectProbe.create(api));
    const expired = await keyOf(api, { kind: 'AGENT', agentId: id, expiresAt: new Date(Date.now() - 1).toISOString() });
    problem(await send({ headers: { authorization: `Bearer ${expired.token}` } }), 401);
  });

  it('must not be a page of another site', async () => {
    expect(await sendAsBrowser({ origin: 'https://evil.example' })).toBe(403);
    expect(await sendAsBrowser({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await sendAsBrowser({ origin: api.url })).toBe(200);
  });

  it('is not sent to a sign-in that there is not', async () => {
    const response = await fetch(`${api.url}/.well-known/oauth-protected-resource/mcp`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('a request', () => {
  it('is answered as JSON, without a session', async () => {
    const answer = await send({});
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('mcp-session-id')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ jsonrpc: '2.0', id: 1, result: { tools: expect.any(Array) } });
  });

  it('is a POST', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await send({ method });
      problem(answer, 405);
      expect(answer.headers.get('allow')).toBe('POST');
    }
  });

  it('is JSON of a bearable size', async () => {
    problem(await send({ body: '{"jsonrpc": ' }), 400);
    problem(await send({ headers: { 'content-type': 'text/plain' } }), 415);
    problem(await send({ body: JSON.stringify({ ...LIST, params: { filler: 'x'.repeat(600_000) } }) }), 413);
  });

  it('for what there is not gets an error of the protocol', async () => {
    const mcp = await McpProbe.connect(api, token);
    await expect(mcp.client.callTool({ name: 'format_disk', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
    await expect(mcp.client.listPrompts()).rejects.toThrow();
    expect((await send({ body: JSON.stringify({ ...LIST, method: 'nonsense' }) })).body).toMatchObject({
      error: { code: -32_601 },
    });
  });
});
