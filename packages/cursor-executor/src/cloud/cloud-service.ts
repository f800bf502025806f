import type { ExecutorLogger } from '@mission-control/executor-client';
import { OutsideService, type OutsideServiceOptions } from '@mission-control/resilience';
import { CursorApiError } from './api-error.ts';

const ATTEMPTS = 5;

/** The one way to Cursor's cloud for all executions of this process: they share its retries and its circuit. */
export function createCloudService(
  logger: ExecutorLogger,
  limits: Pick<OutsideServiceOptions, 'failures' | 'openForMs' | 'retry'> = {},
): OutsideService {
  return new OutsideService({
    name: 'cursor-cloud',
    ...limits,
    retry: { attempts: ATTEMPTS, ...limits.retry, delayOf: askedDelay },
    isTransient: (error) => error instanceof CursorApiError && error.isTransient,
    onRetry: (error, delayMs) => logger.warn({ reason: messageOf(error), delayMs }, 'Cursor is asked again'),
    onChange: (report) => logger.warn({ ...report }, 'the circuit of cursor-cloud changed'),
  });
}

const askedDelay = (error: unknown): number | undefined =>
  error instanceof CursorApiError ? error.retryAfterMs : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
