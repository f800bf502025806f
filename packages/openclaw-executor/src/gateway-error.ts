import { ExecutionError } from '@mission-control/executor-client';
import type { Usage } from '@mission-control/executor-client';

/**
 * AUTH: the credential is not accepted. UNREACHABLE: no connection, or it broke. BUSY: the gateway asks to come back.
 * REFUSED: it does not take the request. UNCLEAR: it took the work, and nobody can tell what became of it. TIMEOUT: the
 * work took too long. FAILED: the run ended without a result.
 */
export type GatewayErrorKind = 'AUTH' | 'UNREACHABLE' | 'BUSY' | 'REFUSED' | 'UNCLEAR' | 'TIMEOUT' | 'FAILED';

/** Where asking again, with a new run, could do something twice or cannot help. */
const FINAL: readonly GatewayErrorKind[] = ['AUTH', 'REFUSED', 'UNCLEAR'];

interface GatewayErrorOptions extends ErrorOptions {
  /** Says otherwise than the kind does. */
  readonly retryable?: boolean;
  /** What the gateway asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly usage?: Usage | undefined;
}

/** What went wrong with OpenClaw; becomes the `fail` report. Never carries a token. */
export class GatewayError extends ExecutionError {
  override readonly code = 'OPENCLAW';
  readonly kind: GatewayErrorKind;
  readonly retryAfterMs: number | undefined;

  constructor(kind: GatewayErrorKind, message: string, options: GatewayErrorOptions = {}) {
    const { retryable = !FINAL.includes(kind), retryAfterMs, usage, ...rest } = options;
    super(message, { retryable, ...(usage && { usage }), ...rest });
    this.name = 'GatewayError';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether the gateway is at fault, and the same call may well succeed later. */
export const isTransient = (error: unknown): boolean =>
  error instanceof GatewayError && (error.kind === 'UNREACHABLE' || error.kind === 'BUSY');

/** Node's own words for a connection that failed; fetch hides them in `cause`. */
export function unreachable(url: string, error: unknown): GatewayError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  return new GatewayError('UNREACHABLE', `The OpenClaw gateway at ${url} is not reachable: ${reason}`, {
    cause: error,
  });
}
