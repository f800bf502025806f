import { ExecutionError, type Usage } from '@mission-control/executor-client';
import { CircuitOpenError } from '@mission-control/resilience';
import type { Redact } from '../redaction.ts';
import { CursorApiError } from './api-error.ts';
import type { CloudRun } from './cloud-types.ts';

/** What a call that failed for good means for the execution; other errors stay what they are. */
export function failureOf(error: unknown, redact: Redact): unknown {
  if (error instanceof CircuitOpenError) {
    return new ExecutionError(redact(error.message), { retryable: true, cause: error });
  }
  if (!(error instanceof CursorApiError)) return error;
  const hint = error.status === 401 ? ' (CURSOR_API_KEY is not accepted)' : '';
  // A conflict is about what the agent does at this moment.
  const retryable = error.isTransient || error.status === 409;
  return new ExecutionError(`${redact(error.message)}${hint}`, { retryable, cause: error });
}

/** Of a run that ended, but not well. */
export function runFailure({ id, status, error }: CloudRun, usage: Usage | undefined, redact: Redact): ExecutionError {
  const reason = reasonOf(error);
  const text = `The run ${id} ended in Cursor's cloud as ${status}${reason ? `: ${redact(reason)}` : ''}`;
  // Somebody who cancels it there does not want it made again.
  return new ExecutionError(text, { retryable: status !== 'CANCELLED', ...(usage && { usage }) });
}

function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : '';
}
