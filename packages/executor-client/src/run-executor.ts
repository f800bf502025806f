import { createExecutorClient, type ExecutorClient } from './client.ts';
import type { ExecutorLogger } from './logger.ts';
import type { ClaimRequest, ExecutorDescription, ExecutorType } from './protocol.ts';
import { pause } from './retry.ts';
import { runExecution, type ExecutionHandler } from './run-execution.ts';

const CLAIM_WAIT_SECONDS = 20;
/** A server that does not hold the claim open is not asked more often than this. */
const IDLE_PAUSE_MS = 250;
const DEFAULT_GRACE_SECONDS = 5;

export interface ExecutorOptions {
  /** Base address of Mission Control, for example `http://localhost:4300`. */
  readonly url: string;
  /** API key of kind EXECUTOR. A secret. */
  readonly apiKey: string;
  /** Shown to people as the one who does the work. */
  readonly name: string;
  readonly version?: string;
  readonly types: readonly ExecutorType[];
  /** Asked before each claim: what else to say of this executor. */
  readonly describe?: () => Omit<ExecutorDescription, 'name' | 'version' | 'concurrency'>;
  /** Closes the circuit to a service that `describe` has told of: somebody knows that it is well again. */
  readonly reset?: (service: string) => void;
  readonly handler: ExecutionHandler;
  /** How many executions run side by side. 1 by default. */
  readonly concurrency?: number;
  /** Aborting it shuts the executor down. */
  readonly signal: AbortSignal;
  /** How long running work may go on after `signal`, before it is stopped and handed back. 5 seconds by default. */
  readonly shutdownGraceSeconds?: number;
  readonly logger: ExecutorLogger;
}

/**
 * Claims and runs work until `signal` aborts, through outages of the server; resolves when all running work is
 * finished or handed back.
 *
 * @throws ProtocolError when the API key or the executor types are not accepted.
 */
export async function runExecutor(options: ExecutorOptions): Promise<void> {
  const { url, apiKey, types, name, version, describe, reset, concurrency = 1, logger } = options;
  const client = createExecutorClient({
    url,
    apiKey,
    ...(reset && { onReset: reset }),
    onRetry: (error, delayMs) => logger.warn({ reason: error.message, delayMs }, 'Mission Control is not answering'),
  });
  const request = (): ClaimRequest => ({
    types,
    executor: {
      name,
      ...(version !== undefined && { version }),
      ...(concurrency > 1 && { concurrency }),
      ...describe?.(),
    },
    waitSeconds: CLAIM_WAIT_SECONDS,
  });
  const stopping = new AbortController();
  const stop = () => stopping.abort(options.signal.reason);
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();

  logger.info({ executor: name, types, url, concurrency }, 'executor started');
  const slots = Array.from({ length: concurrency }, () => runSlot(client, request, options, stopping));
  const results = await Promise.allSettled(slots);
  options.signal.removeEventListener('abort', stop);
  logger.info({ executor: name }, 'executor stopped');
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** One piece of work after another. What one slot cannot get over, the others need not try. */
async function runSlot(
  client: ExecutorClient,
  request: () => ClaimRequest,
  { handler, logger, shutdownGraceSeconds = DEFAULT_GRACE_SECONDS }: ExecutorOptions,
  stopping: AbortController,
): Promise<void> {
  const { signal } = stopping;
  while (!signal.aborted) {
    try {
      const handle = await client.claim(request(), signal);
      if (!handle) {
        await pause(IDLE_PAUSE_MS, signal);
        continue;
      }
      const { id, taskKey, attempt } = handle.execution;
      logger.info({ execution: id, task: taskKey, attempt }, 'execution claimed');
      await runExecution(handle, { handler, shutdown: signal, graceMs: shutdownGraceSeconds * 1000, logger });
    } catch (error) {
      if (signal.aborted) return;
      stopping.abort(error);
      throw error;
    }
  }
}
