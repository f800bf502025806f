import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import { asOperationError, OperationError, type OperationErrorCode } from '../operations/errors.ts';
import type { ProblemDetails } from '../operations/schemas/common.ts';
import { inWords, problemsIn } from '../operations/schemas/problems-in.ts';

const PROBLEMS: Readonly<Record<OperationErrorCode, { status: number; title: string }>> = {
  INVALID: { status: 400, title: 'Bad request' },
  UNAUTHENTICATED: { status: 401, title: 'Not signed in' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  CONFLICT: { status: 409, title: 'Conflict' },
  IDEMPOTENCY_CONFLICT: { status: 409, title: 'Idempotency key reused' },
  LEASE_LOST: { status: 409, title: 'Lease lost' },
  TOO_LARGE: { status: 413, title: 'Too large' },
  TOO_MANY_ATTEMPTS: { status: 429, title: 'Too many attempts' },
  GATE_NOT_MET: { status: 422, title: 'Something is missing' },
  UNAVAILABLE: { status: 503, title: 'Temporarily unavailable' },
};

const RETRY_AFTER_SECONDS = 2;

/** "urn:mission-control:problem:lease-lost" */
const problemType = (name: string): string => `urn:mission-control:problem:${name.toLowerCase().replaceAll('_', '-')}`;

function sendProblem(response: Response, problem: ProblemDetails): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Every error ends here as RFC 9457 problem details: what callers did wrong is said, what we did wrong is logged. */
export const handleErrors: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const problem = problemOf(error);
  if (problem.status >= 500) request.log.error({ err: error }, problem.title);
  const retryAfter = retryAfterSeconds(error, problem);
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer realm="mission-control"');
  sendProblem(response, { ...problem, instance: `urn:mission-control:request:${request.id as string}` });
};

function retryAfterSeconds(error: unknown, { status }: ProblemDetails): number | undefined {
  if (error instanceof OperationError && error.retryAfterSeconds !== undefined) return error.retryAfterSeconds;
  return status === 503 ? RETRY_AFTER_SECONDS : undefined;
}

function problemOf(error: unknown): ProblemDetails {
  if (error instanceof z.ZodError) return ofValidation(error);
  const known = asOperationError(error);
  if (known) return ofOperation(known);
  const httpError = asHttpError(error);
  if (httpError) return httpError;
  return {
    type: problemType('internal'),
    title: 'Internal error',
    status: 500,
    detail: 'this is our fault and logged',
  };
}

function ofOperation({ code, message, errors, allowed }: OperationError): ProblemDetails {
  return {
    type: problemType(code),
    ...PROBLEMS[code],
    detail: message,
    ...(errors.length > 0 && { errors: [...errors] }),
    ...(allowed && { allowed: allowed.map(({ to, needs }) => ({ to, needs: [...needs] })) }),
  };
}

function ofValidation(error: z.ZodError): ProblemDetails {
  const errors = [...problemsIn(error)];
  return { type: problemType('invalid'), ...PROBLEMS.INVALID, detail: inWords(errors), errors };
}

/** Errors of express' own parsers carry a status and a type. */
function asHttpError(error: unknown): ProblemDetails | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const { status } = error;
  if (status < 400 || status > 499) return undefined;
  const type = 'type' in error && typeof error.type === 'string' ? error.type : '';
  if (status === 413) return { type: problemType('too_large'), ...PROBLEMS.TOO_LARGE, detail: 'the body is too large' };
  if (status === 404) return { type: problemType('not_found'), ...PROBLEMS.NOT_FOUND, detail: 'there is nothing here' };
  const detail = type === 'entity.parse.failed' ? 'the body is not valid JSON' : error.message;
  return { type: problemType('invalid'), title: PROBLEMS.INVALID.title, status, detail };
}
