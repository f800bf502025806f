import { LocalStackError } from '../local/errors.ts';
import { ApiError } from './api-client.ts';

/** What the exit codes of every command mean. */
export const EXIT = { success: 0, failure: 1, usage: 2 } as const;

/** The command line itself makes no sense; the message says what would. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Says what went wrong in one message, without a stack unless DEBUG is set. Answers the exit code. */
export function reportFailure(error: unknown): number {
  process.stderr.write(`mission-control: ${describe(error)}\n`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failure;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env['DEBUG']) return error.stack ?? error.message;
  const expected = error instanceof LocalStackError || error instanceof UsageError || error instanceof ApiError;
  return expected ? error.message : `${error.message} (DEBUG=1 shows where)`;
}
