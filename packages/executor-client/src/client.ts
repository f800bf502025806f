import { createExecutionHandle, type ExecutionHandle } from './execution-handle.ts';
import type { ClaimAnswer, ClaimRequest } from './protocol.ts';
import { createTransport, type TransportOptions } from './transport.ts';

const RESET_HEADER = 'mission-control-reset';

export interface ExecutorClientOptions extends TransportOptions {
  /** API key of kind EXECUTOR. A secret. */
  readonly apiKey: string;
  /** Somebody wants the circuit to this service closed: a name of `circuits` in the request. */
  readonly onReset?: (service: string) => void;
}

export interface ExecutorClient {
  /**
   * Takes the next piece of work, or `undefined` when nothing came within `waitSeconds`. Goes through outages until
   * `signal` aborts.
   *
   * @throws ProtocolError when the key or the request is not accepted.
   */
  claim(request: ClaimRequest, signal?: AbortSignal): Promise<ExecutionHandle | undefined>;
}

/** A client for one Mission Control and one API key. Holds no connection and needs no closing. */
export function createExecutorClient(options: ExecutorClientOptions): ExecutorClient {
  const send = createTransport(options);
  return {
    async claim(request, signal) {
      const answer = await send<ClaimAnswer>({
        method: 'POST',
        path: '/executions/claim',
        bearer: options.apiKey,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
        waitSeconds: request.waitSeconds ?? 0,
        signal,
        onHeaders: (headers) => {
          const services = headers.get(RESET_HEADER)?.split(',') ?? [];
          for (const service of services) options.onReset?.(service);
        },
      });
      return answer && createExecutionHandle(send, answer.execution);
    },
  };
}
