import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClaimedExecution, ExecutionBrief, HeartbeatRequest } from './protocol.ts';

export interface RecordedCall {
  /** `claim`, `heartbeat`, `tool-calls`, `approval`, `artifacts`, `complete`, `fail`, `release` or `canceled`. */
  readonly name: string;
  readonly bearer: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly raw: Buffer;
  /** The parsed body of a JSON call. */
  readonly body: Record<string, unknown>;
}

/** `reset` cuts the connection without an answer. */
export type ScriptedAnswer =
  | 'reset'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };

/** Mission Control's side of the executor protocol over real HTTP; each answer can be scripted. */
export interface ProtocolServer {
  readonly url: string;
  readonly calls: readonly RecordedCall[];
  named(name: string): readonly RecordedCall[];
  /** The text that all heartbeats carried. */
  log(): string;
  offer(execution: ClaimedExecution): void;
  /** The next calls of that name get these answers, then the usual one again. */
  script(name: string, ...answers: ScriptedAnswer[]): void;
  /** All further calls of that name get this answer. */
  always(name: string, answer: (call: RecordedCall) => ScriptedAnswer): void;
  /** Resolves with the `count`th call of that name. */
  waitFor(name: string, count?: number): Promise<RecordedCall>;
  close(): Promise<void>;
}

export const problem = (
  status: number,
  type = 'about:blank',
  headers: Record<string, string> = {},
): ScriptedAnswer => ({
  status,
  headers,
  body: { type, title: `Scripted ${status}`, status },
});

export const leaseLost = problem(409, 'https://mission-control.dev/problems/lease-lost');

export function executionOf(
  fields: Partial<ClaimedExecution> = {},
  brief: Partial<ExecutionBrief> = {},
): ClaimedExecution {
  return {
    id: 'execution-1',
    taskKey: 'MC-1',
    executor: 'CODEMOD',
    attempt: 1,
    leaseId: 'lease-1',
    heartbeatTimeoutSeconds: 0.3,
    token: 'execution-token',
    brief: {
      taskKey: 'MC-1',
      title: 'Rename total to sum',
      description: '',
      type: 'CODE_CHANGE',
      priority: 3,
      plan: [],
      checklist: [],
      feedback: [],
      limits: { maxCostMicros: 0, maxMinutes: 5 },
      metadata: {},
      ...brief,
    },
    ...fields,
  };
}

export async function startProtocolServer(): Promise<ProtocolServer> {
  const calls: RecordedCall[] = [];
  const offers: ClaimedExecution[] = [];
  const scripts = new Map<string, ScriptedAnswer[]>();
  const standing = new Map<string, (call: RecordedCall) => ScriptedAnswer>();
  const named = (name: string) => calls.filter((call) => call.name === name);

  const usualAnswer = async (call: RecordedCall): Promise<ScriptedAnswer> => {
    if (call.name === 'claim') return claimAnswer(offers);
    if (call.name === 'heartbeat') return { status: 200, body: { cancelRequested: false } };
    if (call.name === 'tool-calls') return { status: 200, body: { decision: 'ALLOW', risk: 'GREEN', reasons: [] } };
    if (call.name === 'approval') return { status: 200, body: { decision: 'ALLOW' } };
    if (call.name !== 'artifacts') return { status: 200, body: { status: 'COMPLETED' } };
    const name = call.query.get('name');
    return {
      status: 201,
      body: { id: `artifact-${name}`, name, type: call.contentType, size: call.raw.length, sha256: '0'.repeat(64) },
    };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await record(request);
    calls.push(call);
    const answer = scripts.get(call.name)?.shift() ?? standing.get(call.name)?.(call) ?? (await usualAnswer(call));
    respond(response, answer);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    named,
    log: () =>
      named('heartbeat')
        .map(({ body }) => (body as HeartbeatRequest).log ?? '')
        .join(''),
    offer: (execution) => void offers.push(execution),
    script: (name, ...answers) => void scripts.set(name, answers),
    always: (name, answer) => void standing.set(name, answer),
    async waitFor(name, count = 1) {
      for (;;) {
        const call = named(name)[count - 1];
        if (call) return call;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function claimAnswer(offers: ClaimedExecution[]): Promise<ScriptedAnswer> {
  const execution = offers.shift();
  if (execution) return { status: 200, body: { execution } };
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { status: 204 };
}

async function record(request: IncomingMessage): Promise<RecordedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const isApproval = request.method === 'GET';
  const isJson = request.headers['content-type'] === 'application/json';
  return {
    name: isApproval ? 'approval' : (pathname.split('/').at(-1) ?? ''),
    bearer: request.headers.authorization?.replace('Bearer ', ''),
    idempotencyKey: request.headers['idempotency-key'] as string | undefined,
    query: searchParams,
    contentType: request.headers['content-type'],
    raw,
    body: isJson ? (JSON.parse(raw.toString()) as Record<string, unknown>) : {},
  };
}

function respond(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === 'reset') {
    response.destroy();
    return;
  }
  const { status, headers = {}, body } = answer;
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...headers,
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
