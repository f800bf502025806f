import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export const GATEWAY_TOKEN = 'gateway-secret';
export const HOOK_TOKEN = 'hook-secret';

type Json = Record<string, unknown>;

/** One run, as the test directs it. */
export interface FakeRun {
  readonly params: Json;
  emit(stream: string, data: Json): void;
  /** Asks whoever listens; resolves with the decision. */
  ask(command: string, runId?: string): Promise<string>;
  finish(envelope: Json): void;
}

export interface HookPost {
  readonly key: string | undefined;
  readonly body: Json;
  /** The address that the message tells the agent to report to. */
  readonly callback: string;
}

export interface FakeGateway {
  /** ws address. */
  readonly url: string;
  readonly httpUrl: string;
  readonly requests: { readonly method: string; readonly params: Json }[];
  readonly posts: HookPost[];
  /** Runs that really began, by key. */
  readonly begun: string[];
  readonly sessions: Set<string>;
  /** What a run does; by default it answers at once. */
  onRun: (run: FakeRun) => unknown;
  /** What an admitted hook run does. */
  onHook: (post: HookPost) => void;
  /** How hook runs end, for those who wait. */
  hookCompletion: Promise<Json> | undefined;
  /** The next HTTP calls get these instead. */
  readonly scripted: { status: number; headers?: Record<string, string>; body: string }[];
  /** The next WebSocket requests of that method are refused so. */
  readonly refusals: Map<string, Json[]>;
  drop(): void;
  /** Forgets everything, as a gateway does that begins anew. */
  restart(): void;
  close(): Promise<void>;
}

interface RunState {
  envelope?: Json;
  readonly waiting: ((envelope: Json) => void)[];
}

export const completed = (text: string, more: Json = {}): Json => ({
  status: 'ok',
  summary: 'completed',
  result: {
    payloads: [{ text, mediaUrl: null }],
    meta: {
      durationMs: 5,
      aborted: false,
      agentMeta: {
        provider: 'fake',
        model: 'm1',
        usage: { input: 100, output: 20, cacheRead: 7, cacheWrite: 0, total: 127, cost: { total: 0.00014 } },
        costUsd: 0.00014000000000000001,
      },
    },
  },
  ...more,
});

/** The gateway's WebSocket and HTTP sides on one free port, with frames as OpenClaw 2026.9.6 sends them. */
export async function startFakeGateway(): Promise<FakeGateway> {
  const runs = new Map<string, RunState>();
  const hookRuns = new Map<string, string>();
  const pending = new Map<string, { approval: Json; decide: (decision: string) => void }>();
  let life = 1;
  let counter = 0;
  const http = createServer((request, response) => void serve(request, response));
  const sockets = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  const broadcast = (event: string, payload: Json) => {
    for (const socket of sockets.clients) socket.send(JSON.stringify({ type: 'event', event, payload }));
  };
  const gateway: FakeGateway = {
    url: `ws://127.0.0.1:${port}`,
    httpUrl: `http://127.0.0.1:${port}`,
    requests: [],
    posts: [],
    begun: [],
    sessions: new Set(),
    onRun: (run) => run.finish(completed('Done')),
    onHook: () => {},
    hookCompletion: undefined,
    scripted: [],
    refusals: new Map(),
    drop: () => sockets.clients.forEach((socket) => socket.terminate()),
    restart() {
      life += 1;
      runs.clear();
      hookRuns.clear();
      gateway.drop();
    },
    async close() {
      gateway.drop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };

  const begin = (key: string, params: Json): RunState => {
    const state: RunState = { waiting: [] };
    runs.set(key, state);
    gateway.begun.push(key);
    gateway.sessions.add(String(params['sessionKey']));
    let seq = 0;
    const emit = (stream: string, data: Json) => {
      seq += 1;
      broadcast('agent', { runId: key, seq, stream, ts: Date.now(), data });
    };
    const finish = (envelope: Json) => {
      if (state.envelope) return;
      state.envelope = { runId: key, ...envelope };
      for (const tell of state.waiting) tell(state.envelope);
    };
    const ask = (command: string, runId = key) =>
      new Promise<string>((decide) => {
        const id = `approval-${(counter += 1)}`;
        const request = {
          command,
          cwd: '/srv/agent',
          host: 'gateway',
          runId,
          allowedDecisions: ['allow-once', 'deny'],
        };
        const approval = { approvalKind: 'exec', id, request, createdAtMs: 0, expiresAtMs: 1_800_000 };
        pending.set(id, { approval, decide });
        broadcast('exec.approval.requested', approval);
      });
    setImmediate(() => gateway.onRun({ params, emit, ask, finish }));
    return state;
  };

  const answer = (socket: WebSocket, id: string, method: string, params: Json) => {
    const respond = (payload: unknown) => socket.send(JSON.stringify({ type: 'res', id, ok: true, payload }));
    const refuse = (error: Json) => socket.send(JSON.stringify({ type: 'res', id, ok: false, error }));
    gateway.requests.push({ method, params });
    const refusal = gateway.refusals.get(method)?.shift();
    if (refusal) return refuse(refusal);
    const key = (params['idempotencyKey'] ?? params['runId'] ?? '') as string;
    const run = runs.get(key);
    switch (method) {
      case 'connect': {
        const { token } = params['auth'] as { token: string };
        if (token !== GATEWAY_TOKEN) {
          const message = 'unauthorized: gateway token mismatch (provide gateway auth token)';
          refuse({ code: 'INVALID_REQUEST', message, details: { code: 'AUTH_TOKEN_MISMATCH' } });
          return socket.close(1008, message);
        }
        const server = { version: '2026.9.6', bootId: `boot-${life}` };
        return respond({ type: 'hello-ok', protocol: 4, server, policy: { tickIntervalMs: 30_000 } });
      }
      case 'agent': {
        if (run?.envelope) return respond(run.envelope);
        if (run) return respond({ runId: key, status: 'in_flight' });
        respond({ runId: key, sessionKey: params['sessionKey'], status: 'accepted', acceptedAt: Date.now() });
        return void begin(key, params).waiting.push(({ failed, ...envelope }) =>
          failed ? refuse(failed as Json) : respond(envelope),
        );
      }
      case 'agent.wait': {
        if (run?.envelope)
          return respond({ runId: key, status: run.envelope['status'], terminalReply: { text: 'as said at the end' } });
        const timer = setTimeout(
          () => respond({ runId: key, status: 'timeout' }),
          Number(params['timeoutMs'] ?? 30_000),
        );
        return void run?.waiting.push((envelope) => {
          clearTimeout(timer);
          respond({ runId: key, status: envelope['status'] });
        });
      }
      case 'sessions.abort': {
        respond({ ok: true, abortedRunId: key, status: 'aborted' });
        if (!run || run.envelope) return;
        run.envelope = { runId: key, status: 'timeout', summary: 'aborted', stopReason: 'rpc' };
        return run.waiting.forEach((tell) => tell(run.envelope!));
      }
      case 'sessions.describe':
        return respond({ session: gateway.sessions.has(String(params['key'])) ? { key: params['key'] } : null });
      case 'exec.approval.list':
        return respond([...pending.values()].map(({ approval }) => approval));
      case 'exec.approval.resolve': {
        pending.get(String(params['id']))?.decide(String(params['decision']));
        pending.delete(String(params['id']));
        return respond({ ok: true });
      }
      default:
        return refuse({ code: 'INVALID_REQUEST', message: `unknown method ${method}` });
    }
  };

  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { id, method, params } = JSON.parse(data.toString()) as { id: string; method: string; params: Json };
      answer(socket, id, method, params);
    });
    const payload = { nonce: 'n', ts: Date.now() };
    socket.send(JSON.stringify({ type: 'event', event: 'connect.challenge', payload }));
  });

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, {
        'content-type': typeof body === 'string' ? 'text/plain' : 'application/json',
        ...headers,
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const script = gateway.scripted.shift();
    if (script) return send(script.status, script.body, script.headers);
    if (request.url !== '/hooks/agent') return send(404, 'Not Found');
    if (request.method !== 'POST') return send(405, 'Method Not Allowed', { allow: 'POST' });
    if (request.headers.authorization !== `Bearer ${HOOK_TOKEN}`) return send(401, 'Unauthorized');
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
    const { waitForCompletion, ...payload } = body;
    if (!payload['message']) return send(400, { ok: false, error: 'message required' });
    const key = request.headers['idempotency-key'] as string | undefined;
    const identity = `${key} ${JSON.stringify(payload)}`;
    const callback = /POST (http\S+)/.exec(payload['message'] as string)?.[1] ?? '';
    const known = hookRuns.get(identity);
    const runId = known ?? `run-${(counter += 1)}`;
    hookRuns.set(identity, runId);
    gateway.posts.push({ key, body, callback });
    if (!known) gateway.begun.push(runId);
    if (!known) setImmediate(() => gateway.onHook({ key, body, callback }));
    const completion = waitForCompletion ? await (gateway.hookCompletion ?? new Promise<never>(() => {})) : undefined;
    send(200, { ok: true, runId, ...(completion && { completion }) });
  };
  return gateway;
}
