import { LeaseLostError, ProtocolError } from './errors.ts';
import type { Problem } from './protocol.ts';
import { parseRetryAfter, retryTransient, TransientError, type RetryListener } from './retry.ts';

const REQUEST_TIMEOUT_MS = 30_000;

interface ProtocolRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`, with its query. */
  readonly path: string;
  readonly bearer: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob;
  /** How long the server may take on purpose (long poll), on top of the usual time-out. */
  readonly waitSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Gets the headers of an answer that is no refusal. */
  readonly onHeaders?: (headers: Headers) => void;
}

export interface TransportOptions {
  /** Base address of Mission Control, for example `http://localhost:4300`. */
  readonly url: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly onRetry?: RetryListener;
}

/** Sends one request, through outages and rate limits; `undefined` stands for 204. */
export type Transport = <Answer>(request: ProtocolRequest) => Promise<Answer | undefined>;

/**
 * The returned function rejects with `LeaseLostError`, `ProtocolError` (any other 4xx) or the request's abort reason.
 */
export function createTransport({ url, fetch = globalThis.fetch, onRetry }: TransportOptions): Transport {
  const base = `${url.replace(/\/+$/, '')}/api/v1`;
  return <Answer>(request: ProtocolRequest) =>
    retryTransient(() => sendOnce<Answer>(fetch, base, request), request.signal, onRetry);
}

async function sendOnce<Answer>(
  fetch: typeof globalThis.fetch,
  base: string,
  request: ProtocolRequest,
): Promise<Answer | undefined> {
  const { method, path, bearer, headers, body, waitSeconds = 0 } = request;
  const deadline = withDeadline(request.signal, REQUEST_TIMEOUT_MS + waitSeconds * 1000);
  try {
    const response = await fetch(base + path, {
      method,
      headers: { accept: 'application/json', ...headers, authorization: `Bearer ${bearer}` },
      ...(body === undefined ? {} : { body }),
      signal: deadline.signal,
    });
    const text = await response.text();
    if (!response.ok) throw refusal(response, text);
    request.onHeaders?.(response.headers);
    return response.status === 204 ? undefined : (JSON.parse(text) as Answer);
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof LeaseLostError || error instanceof TransientError)
      throw error;
    throw new TransientError(`${method} ${path}: ${reasonOf(error)}`, undefined, { cause: error });
  } finally {
    deadline.clear();
  }
}

function refusal(response: Response, text: string): Error {
  const problem = parseProblem(response, text);
  if (response.status === 429 || response.status >= 500) {
    return new TransientError(
      `${problem.status} ${problem.title}`,
      parseRetryAfter(response.headers.get('retry-after')),
    );
  }
  if (response.status === 409 && problem.type.endsWith('lease-lost')) return new LeaseLostError(problem.detail);
  return new ProtocolError(problem);
}

/** A proxy in between may answer with anything; the status is always there. */
function parseProblem({ status, statusText }: Response, text: string): Problem {
  const unknown = { type: 'about:blank', title: statusText || 'Error', status };
  try {
    return { ...unknown, ...(JSON.parse(text) as Partial<Problem>), status };
  } catch {
    return unknown;
  }
}

/** fetch says "fetch failed" and hides what happened in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

/** `AbortSignal.any` keeps a reference per call for as long as the outer signal lives; this one does not. */
function withDeadline(outer: AbortSignal | undefined, timeoutMs: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { once: true });
  const clear = () => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, clear };
}
