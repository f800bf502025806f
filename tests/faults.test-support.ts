import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { loadKeys, openDataFolder } from '../local/data-folder.ts';
import type { ExecutorName } from '../local/executors.ts';
import { repositoryRoot } from '../local/repository.ts';
import { startStack, type Stack } from '../local/stack.ts';
import type { StackProcess } from '../local/stack-processes.ts';
import type { Json } from './api.test-support.ts';
import { eventually, temporaryFolder, uniqueName } from './stack.test-support.ts';

/** Answers come late while things are broken; longer than this nothing may take. */
const PATIENCE_MS = 60_000;

interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

/** A whole stack in processes of its own, to be broken. */
export interface BreakableStack {
  readonly stack: Stack;
  readonly folder: string;
  readonly secrets: readonly string[];
  /** One try. @throws when the API does not answer. */
  call(method: string, path: string, body?: object, idempotencyKey?: string): Promise<Answer>;
  /** As a client should do it: again under the same idempotency key, until there is an answer. */
  persist(method: string, path: string, body?: object): Promise<Answer>;
  /** kill -9; the supervisor starts it again. */
  kill(process: StackProcess): void;
  /** An executor in a process of its own, on the published client. `hang` never finishes what it claims. */
  startExecutor(behaviour: 'work' | 'hang'): ChildProcess;
  stop(): Promise<void>;
}

/** @param executors of our own that run in it */
export async function startBreakableStack(executors: readonly ExecutorName[] = []): Promise<BreakableStack> {
  const { path: folder, remove } = await temporaryFolder();
  const stack = await startStack({
    dataDir: folder,
    port: 0,
    quiet: true,
    executors,
    environment: { ...process.env, TEMPORAL_ADDRESS: '', MONGODB_URI: '' },
    progress: { info: () => {}, detail: () => {}, during: (_title, work) => work() },
  });
  const keys = loadKeys(openDataFolder(folder));
  const children: ChildProcess[] = [];
  const call: BreakableStack['call'] = (method, path, body, idempotencyKey) =>
    request(stack, method, path, body, idempotencyKey);
  return {
    stack,
    folder,
    secrets: [keys.ownerToken, keys.executorToken, keys.secret],
    call,
    persist: (method, path, body) => {
      const key = uniqueName('key');
      return eventually(async () => {
        const answer = await call(method, path, body, key);
        return answer.status < 500 ? answer : undefined;
      }, PATIENCE_MS);
    },
    kill: (name) => {
      const { pid } = stack.processes.get(name) ?? {};
      if (pid === undefined) throw new Error(`${name} does not run`);
      process.kill(pid, 'SIGKILL');
    },
    startExecutor: (behaviour) => {
      const executor = spawn(process.execPath, ['--input-type=module', '--eval', EXECUTOR], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, URL_OF_STACK: stack.url, KEY: keys.executorToken, BEHAVIOUR: behaviour },
      });
      children.push(executor);
      return executor;
    },
    stop: async () => {
      await Promise.all(children.map(endOf));
      await stack.stop();
      await remove();
    },
  };
}

/** Kills a process, if it still runs, and waits until it is gone. */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

const EXECUTOR = `
  import { setTimeout } from 'node:timers/promises';
  import { runExecutor } from ${JSON.stringify(join(repositoryRoot, 'packages/executor-client/dist/index.js'))};
  const quiet = { info() {}, warn() {}, error() {}, debug() {} };
  await runExecutor({
    url: process.env.URL_OF_STACK,
    apiKey: process.env.KEY,
    name: process.env.BEHAVIOUR,
    types: ['CODEMOD'],
    signal: new AbortController().signal,
    logger: quiet,
    handler: async ({ progress, signal }) => {
      progress(10, 'started');
      await setTimeout(process.env.BEHAVIOUR === 'hang' ? 3_600_000 : 1_500, undefined, { signal });
      return { summary: 'done by ' + process.env.BEHAVIOUR };
    },
  });
`;

async function request(
  { url, ownerToken }: Stack,
  method: string,
  path: string,
  body?: object,
  idempotencyKey?: string,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${ownerToken}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}

/** A project whose OPS tasks go to the executor of these tests, with leases that are lost soon. */
export async function createProject({ persist }: BreakableStack): Promise<string> {
  const slug = uniqueName('faults');
  const keyPrefix = `F${uniqueName('x').slice(2, 8).toUpperCase()}`;
  const rule = { types: ['OPS'], executor: 'CODEMOD', score: 1, reason: 'a test', heartbeatTimeoutSeconds: 3 };
  const { status } = await persist('POST', '/projects', { slug, name: 'Faults', keyPrefix, routingRules: [rule] });
  if (status !== 201) throw new Error(`the project could not be created: ${status}`);
  return slug;
}

/** A task that has an assignee and a plan. */
export async function createTask({ persist, call }: BreakableStack, project: string, fields = {}): Promise<string> {
  const created = await persist('POST', '/tasks', { project, title: 'Survive', type: 'OPS', ...fields });
  const key = created.body.task.key as string;
  const { body } = await call('GET', `/projects/${project}/members`);
  const [{ kind, id }] = body.items;
  await persist('POST', `/tasks/${key}/commands/assign`, { assignees: [{ kind, id }] });
  await persist('POST', `/tasks/${key}/commands/plan`, { bullets: ['one', 'two', 'three'] });
  return key;
}

/** The types of all events of a task, once its history has caught up and everything agrees. */
export function settledTypes({ call }: BreakableStack, key: string): Promise<string[]> {
  return eventually(async () => {
    const { status, body } = await call('GET', `/tasks/${key}/verify`);
    if (status !== 200) throw new Error(`verify answered ${status}`);
    if (body.problems.length > 0) throw new Error(`${key}: ${body.problems.join('; ')}`);
    const { body: log } = await call('GET', `/tasks/${key}/events?limit=200`);
    return log.items.length === body.events ? log.items.map(({ type }: { type: string }) => type) : undefined;
  }, PATIENCE_MS);
}

export const statusOf = async ({ call }: BreakableStack, key: string): Promise<string> =>
  (await call('GET', `/tasks/${key}`)).body.status;

export const countIn = (types: readonly string[], type: string): number => types.filter((one) => one === type).length;
