import { isUnavailable } from '../store/connection.ts';
import type { Problem, Rejection, RejectionCode } from '../domain/rejection.ts';
import type { AllowedTransition } from '../domain/task/transitions.ts';

/** Everything an operation can be refused for; each code has one HTTP status. */
export type OperationErrorCode =
  | RejectionCode
  | 'UNAUTHENTICATED' // 401: nobody, or a credential that is unknown
  | 'LEASE_LOST' // 409: somebody else works on the execution now, or nobody does
  | 'TOO_LARGE' // 413
  | 'TOO_MANY_ATTEMPTS' // 429: guessing must be slow
  | 'UNAVAILABLE'; // 503: Temporal or MongoDB is away; ask again with the same idempotency key

type Details = Partial<Omit<Rejection, 'code' | 'message'>> & { retryAfterSeconds?: number; cause?: unknown };

/** A refusal with everything the caller needs to do better. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: OperationErrorCode;
  readonly errors: readonly Problem[];
  readonly allowed: readonly AllowedTransition[] | undefined;
  /** When it makes sense to ask again, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: OperationErrorCode,
    message: string,
    { errors = [], allowed, retryAfterSeconds, cause }: Details = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.errors = errors;
    this.allowed = allowed;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static of({ code, message, errors, allowed }: Rejection): OperationError {
    return new OperationError(code, message, { errors, ...(allowed && { allowed }) });
  }
}

export const notFound = (what: string): OperationError => new OperationError('NOT_FOUND', `${what} does not exist`);

export const unavailable = (what: string, cause?: unknown): OperationError =>
  new OperationError('UNAVAILABLE', `${what} is away at the moment: ask again shortly`, { cause });

/** Any error as a refusal where it is one: a database that is away is a 503 and nobody's fault. */
export function asOperationError(error: unknown): OperationError | undefined {
  if (error instanceof OperationError) return error;
  return isUnavailable(error) ? unavailable('the history database', error) : undefined;
}
