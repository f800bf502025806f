import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

/** The request may well succeed later: an outage, a restart, a rate limit. */
export class TransientError extends Error {
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransientError';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Told of every request that will be sent again after `delayMs`. */
export type RetryListener = (error: Error, delayMs: number) => void;

/**
 * Repeats `send` for as long as it fails with a `TransientError`. Every call of the protocol is safe to repeat, and an
 * outage has no known end, so only `signal` ends it early.
 *
 * @throws the first other error of `send`, or the signal's reason.
 */
export async function retryTransient<Result>(
  send: () => Promise<Result>,
  signal: AbortSignal | undefined,
  onRetry?: RetryListener,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    signal?.throwIfAborted();
    try {
      return await send();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransientError)) throw error;
      const delayMs = delayBeforeRetry(error, failures);
      onRetry?.(error, delayMs);
      await pause(delayMs, signal);
    }
  }
}

/** Waits; rejects with the signal's own reason, where Node would say AbortError. */
export async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delayMs, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Reads a `Retry-After` header (seconds or an HTTP date) as milliseconds. */
export function parseRetryAfter(header: string | null, now = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const delayMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(delayMs) ? undefined : Math.min(Math.max(delayMs, 0), LONGEST_RETRY_AFTER_MS);
}

/** Jitter comes on top of what the server asks for, so that many executors do not return in the same instant. */
function delayBeforeRetry(error: TransientError, failures: number): number {
  const backoff = Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS);
  if (error.retryAfterMs === undefined) return backoff * (0.5 + Math.random() / 2);
  return error.retryAfterMs + Math.random() * FIRST_DELAY_MS;
}
