import type { ExecutorLogger } from '@mission-control/executor-client';
import { OutsideService, type OutsideServiceOptions } from '@mission-control/resilience';
import { GatewayError, isTransient } from './gateway-error.ts';

/** The gateway as all calls see it: tried again while there is hope, left alone while there is none. */
export function createOpenClawService(
  logger: ExecutorLogger,
  options: Pick<OutsideServiceOptions, 'failures' | 'openForMs' | 'retry'> = {},
): OutsideService {
  return new OutsideService({
    name: 'openclaw-gateway',
    ...options,
    retry: {
      attempts: 4,
      delayOf: (error) => (error instanceof GatewayError ? error.retryAfterMs : undefined),
      ...options.retry,
    },
    isTransient,
    onRetry: (error, delayMs) => logger.warn({ err: error, delayMs }, 'OpenClaw is not answering'),
    onChange: ({ state, reason }) => logger.warn({ state, reason }, 'the circuit of the OpenClaw gateway changed'),
  });
}
