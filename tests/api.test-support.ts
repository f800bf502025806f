import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../api/app.ts';
import { createLogger } from '../config/logger.ts';
import { ensureApiKey } from '../operations/api-keys.ts';
import { openOperations, type Operations } from '../operations/operations.ts';
import type { ProblemDetails } from '../operations/schemas/common.ts';
import { eventually, uniqueName } from './stack.test-support.ts';
import { startTestWorker, type TestWorker } from './worker.test-support.ts';

/** What the API answers, for tests to look into wherever they like. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly text: string;
  readonly headers: Headers;
}

interface RequestOptions {
  /** JSON, or a text or bytes that are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** A bearer token instead of the owner's; null for none. */
  readonly token?: string | null;
}

/** The real API over HTTP, with a worker of its own in this process. */
export interface TestApi {
  readonly url: string;
  readonly worker: TestWorker;
  readonly operations: Operations;
  readonly tokens: {
    readonly owner: string;
    readonly second: string;
    readonly executor: string;
    readonly cursor: string;
  };
  send(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  get(path: string, options?: RequestOptions): Promise<Answer>;
  post(path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startTestApi(environment: Record<string, string> = {}): Promise<TestApi> {
  const worker = await startTestWorker(environment);
  const { config } = worker;
  const tokens = {
    owner: uniqueName('mc_owner'),
    second: uniqueName('mc_owner'),
    executor: uniqueName('mc_exec'),
    cursor: uniqueName('mc_exec'),
  };
  await ensureApiKey(config.mongodbUri, { token: tokens.owner, kind: 'OWNER', name: 'Olga Owner' });
  await ensureApiKey(config.mongodbUri, { token: tokens.second, kind: 'OWNER', name: 'Paul Peer' });
  await ensureApiKey(config.mongodbUri, { token: tokens.executor, kind: 'EXECUTOR', name: 'Executors' });
  await ensureApiKey(config.mongodbUri, {
    token: tokens.cursor,
    kind: 'EXECUTOR',
    name: 'Cursor only',
    executorTypes: ['CURSOR'],
  });
  const logger = createLogger('test', 'silent');
  const operations = openOperations(config, logger, 'test-api');
  await eventually(async () => (await operations.health()).status === 'UP');
  const server = createServer(createApp(config, operations, logger));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send: TestApi['send'] = (method, path, options = {}) =>
    request(`${url}${path.startsWith('/api/') ? '' : '/api/v1'}${path}`, method, { token: tokens.owner, ...options });
  return {
    url,
    worker,
    operations,
    tokens,
    send,
    get: (path, options) => send('GET', path, options),
    post: (path, body = {}, options = {}) => send('POST', path, { body, ...options }),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await operations.close();
      await worker.stop();
    },
  };
}

async function request(url: string, method: string, { body, headers = {}, token }: RequestOptions): Promise<Answer> {
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token != null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: parsed(text), text, headers: response.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A new project and what is done in it most. */
export class ProjectProbe {
  readonly api: TestApi;
  readonly slug = uniqueName('project');
  readonly keyPrefix = `P${uniqueName('').slice(1, 8).toUpperCase()}`;

  constructor(api: TestApi) {
    this.api = api;
  }

  static async create(api: TestApi, more: object = {}): Promise<ProjectProbe> {
    const project = new ProjectProbe(api);
    const { slug, keyPrefix } = project;
    expectStatus(await api.post('/projects', { slug, name: 'Tests', keyPrefix, ...more }), 201);
    return project;
  }

  /** Creates a task and answers its key. */
  async task(fields: object = {}): Promise<string> {
    const answer = await this.api.post('/tasks', { project: this.slug, title: 'Do it', type: 'OPS', ...fields });
    expectStatus(answer, 201);
    return answer.body.task.key as string;
  }

  command(key: string, name: string, body: object = {}, options: RequestOptions = {}): Promise<Answer> {
    return this.api.post(`/tasks/${key}/commands/${name}`, body, options);
  }

  async me(): Promise<{ kind: string; id: string }> {
    const { body } = await this.api.get(`/projects/${this.slug}/members`);
    const { kind, id } = body.items.find(({ name }: { name: string }) => name === 'Olga Owner');
    return { kind, id };
  }

  /** A task that waits for an executor: its key and the id of the execution. */
  async dispatched(executor = 'CODEMOD', fields: object = {}): Promise<{ key: string; execution: string }> {
    const key = await this.task(fields);
    expectStatus(await this.command(key, 'assign', { assignees: [await this.me()] }), 200);
    expectStatus(await this.command(key, 'plan', { bullets: ['one', 'two', 'three'] }), 200);
    const dispatched = await this.command(key, 'dispatch', { executor });
    expectStatus(dispatched, 200);
    return { key, execution: dispatched.body.executionId };
  }

  /** The same, claimed: with the token of its execution. */
  async claimed(executor = 'CODEMOD'): Promise<{ key: string; execution: string; token: string }> {
    const { key, execution } = await this.dispatched(executor);
    for (;;) {
      const claim = { types: [executor], executor: { name: 'tester' } };
      const answer = await this.api.post('/executions/claim', claim, { token: this.api.tokens.executor });
      expectStatus(answer, 200);
      // Work that another test has left on offer is not this test's.
      if (answer.body.execution.id === execution) return { key, execution, token: answer.body.execution.token };
    }
  }
}

export function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
}

/** What is always true of a refusal. @throws otherwise */
export function problem(answer: Answer, status: number): ProblemDetails {
  expectStatus(answer, status);
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) throw new Error(`${type} is not a problem: ${answer.text}`);
  const body = answer.body as ProblemDetails;
  const isWhole = body.status === status && body.title !== '' && body.type.startsWith('urn:mission-control:problem:');
  if (!isWhole || /\n\s+at |node_modules/.test(answer.text)) throw new Error(`not a good problem: ${answer.text}`);
  return body;
}
