import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  ExecutionCanceledError,
  ExecutionError,
  ExecutorShutdownError,
  LeaseLostError,
  ProtocolError,
  runExecutor,
  type ClaimedExecution,
  type ExecutionContext,
  type ExecutionHandler,
} from './index.ts';
import {
  executionOf,
  leaseLost,
  problem,
  startProtocolServer,
  type ProtocolServer,
} from './protocol-server.test-support.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
let server: ProtocolServer;
let shutdown: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  server = await startProtocolServer();
  shutdown = new AbortController();
  running = Promise.resolve();
});

afterEach(async () => {
  shutdown.abort();
  await running;
  await server.close();
});

interface RunOptions {
  readonly concurrency?: number;
  readonly shutdownGraceSeconds?: number;
  readonly reset?: (service: string) => void;
}

function run(handler: ExecutionHandler, options: RunOptions = {}): void {
  running = runExecutor({
    url: server.url,
    apiKey: 'key',
    name: 'test',
    types: ['CODEMOD'],
    handler,
    signal: shutdown.signal,
    logger: silent,
    ...options,
  });
}

function offer(fields: Partial<ClaimedExecution> = {}): void {
  server.offer(executionOf(fields));
}

/** Works until it is told to stop, and says why in `reasons`. */
const workForever =
  (reasons: unknown[]) =>
  ({ signal }: ExecutionContext): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        reject(signal.reason as Error);
      });
    });

test('keeps the lease while the handler works, then completes', async () => {
  offer();
  run(async ({ brief, execution }) => {
    expect(execution).not.toHaveProperty('token');
    await server.waitFor('heartbeat', 3);
    return { summary: `did ${brief.taskKey}` };
  });
  expect((await server.waitFor('complete')).body).toEqual({ summary: 'did MC-1' });
});

test('delivers progress and output, the last of it before the result', async () => {
  offer();
  run(async ({ progress, log }) => {
    progress(50, 'half way');
    log('first\n');
    await server.waitFor('heartbeat');
    log('last\n');
    return { summary: 'done' };
  });
  await server.waitFor('complete');
  expect(server.named('heartbeat')[0]?.body).toEqual({
    progress: { percent: 50, message: 'half way' },
    log: 'first\n',
  });
  expect(server.log()).toBe('first\nlast\n');
  expect(server.calls.findIndex(({ body }) => body['log'] === 'last\n')).toBeLessThan(
    server.calls.findIndex(({ name }) => name === 'complete'),
  );
});

test('tells what the work has used with its heartbeats, and says it again when a result is refused', async () => {
  offer();
  const usage = { model: 'm', inputTokens: 7, outputTokens: 1, cacheReadTokens: 3 };
  server.script('complete', problem(400));
  run(async (context) => {
    context.usage({ ...usage, inputTokens: 5 });
    context.usage(usage);
    await server.waitFor('heartbeat');
    return { summary: 'done', usage };
  });
  const { body } = await server.waitFor('fail');
  expect(server.named('heartbeat')[0]?.body).toEqual({ usage });
  expect(body).toMatchObject({ retryable: false, usage });
});

test('cuts long output into pieces that a heartbeat takes, without cutting characters', async () => {
  offer();
  const output = 'ä'.repeat(20_000);
  run(async ({ log }) => {
    log(output);
    return { summary: 'done' };
  });
  await server.waitFor('complete');
  expect(server.log()).toBe(output);
  for (const { body } of server.named('heartbeat'))
    expect(Buffer.byteLength(JSON.stringify(body['log'] ?? '')) - 2).toBeLessThanOrEqual(8192);
});

test('a handler that throws fails the execution; what it knows about retrying is passed on', async () => {
  offer();
  offer();
  const usage = { inputTokens: 1, outputTokens: 2, costMicros: 3, costSource: 'ESTIMATED' } as const;
  const errors = [new Error('crashed'), new ExecutionError('tests failed', { retryable: false, usage })];
  run(async () => {
    throw errors.shift()!;
  });
  expect((await server.waitFor('fail', 1)).body).toEqual({ error: 'crashed', retryable: true });
  expect((await server.waitFor('fail', 2)).body).toEqual({ error: 'tests failed', retryable: false, usage });
});

test('a cancellation stops the handler and is acknowledged after its clean-up', async () => {
  offer();
  const reasons: unknown[] = [];
  server.always('heartbeat', () => ({ status: 200, body: { cancelRequested: true, reason: 'not needed' } }));
  run(async (context) => {
    await workForever(reasons)(context).catch(() => {});
    await server.waitFor('heartbeat', 3);
    throw new Error('never reported');
  });
  await server.waitFor('canceled');
  expect(reasons).toEqual([new ExecutionCanceledError('not needed')]);
  expect(server.named('fail')).toHaveLength(0);
});

test('a lost lease stops the handler, and nothing is reported', async () => {
  offer();
  offer({ id: 'execution-2' });
  const reasons: unknown[] = [];
  server.script('heartbeat', leaseLost);
  run((context) =>
    context.execution.id === 'execution-1' ? workForever(reasons)(context) : Promise.resolve({ summary: 'next' }),
  );
  expect((await server.waitFor('complete')).body).toEqual({ summary: 'next' });
  expect(reasons[0]).toBeInstanceOf(LeaseLostError);
  expect(server.calls.filter(({ name }) => ['fail', 'release', 'canceled'].includes(name))).toHaveLength(0);
});

test('a token that is not accepted any more counts as a lost lease', async () => {
  offer();
  const reasons: unknown[] = [];
  server.script('heartbeat', problem(401));
  run(workForever(reasons));
  await server.waitFor('claim', 2);
  expect(reasons[0]).toBeInstanceOf(LeaseLostError);
});

test('goes on after outages of claim and heartbeat', async () => {
  server.script('claim', 'reset', problem(503, 'about:blank', { 'retry-after': '0' }), problem(502));
  server.script('heartbeat', 'reset', problem(500));
  offer();
  run(async () => {
    await server.waitFor('heartbeat', 4);
    return { summary: 'done' };
  });
  await server.waitFor('complete');
});

test('a result that the server refuses fails the execution', async () => {
  offer();
  server.script('complete', problem(422));
  run(async () => ({ summary: 'done' }));
  expect((await server.waitFor('fail')).body).toMatchObject({ retryable: false });
});

test('shutdown lets running work finish within the grace period', async () => {
  offer();
  run(async () => {
    shutdown.abort();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { summary: 'just in time' };
  });
  await server.waitFor('claim');
  await running;
  expect(server.named('complete')).toHaveLength(1);
  expect(server.named('release')).toHaveLength(0);
});

test('shutdown stops running work after the grace period and hands it back', async () => {
  offer();
  const reasons: unknown[] = [];
  run(workForever(reasons), { shutdownGraceSeconds: 0.1 });
  await server.waitFor('heartbeat');
  shutdown.abort();
  await running;
  expect(reasons[0]).toBeInstanceOf(ExecutorShutdownError);
  expect(server.named('release')).toHaveLength(1);
  expect(server.named('fail')).toHaveLength(0);
});

test('runs as many side by side as it may', async () => {
  offer({ id: 'a' });
  offer({ id: 'b' });
  let atOnce = 0;
  let most = 0;
  run(
    async () => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, 300));
      atOnce -= 1;
      return { summary: 'done' };
    },
    { concurrency: 2 },
  );
  await server.waitFor('complete', 2);
  expect(most).toBe(2);
});

test('ends with the refusal when the key is not accepted', async () => {
  server.always('claim', () => problem(401));
  run(async () => ({ summary: 'never' }));
  const refusal = await running.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ProtocolError);
  running = Promise.resolve();
});

test('closes the circuits that a person wants closed, with and without work', async () => {
  const reset: string[] = [];
  const header = { 'mission-control-reset': 'cursor-cloud,cursor-files' };
  server.script('claim', { status: 204, headers: header });
  run(async () => ({ summary: 'done' }), { reset: (service) => reset.push(service) });
  await server.waitFor('claim', 2);
  expect(reset).toEqual(['cursor-cloud', 'cursor-files']);
});
