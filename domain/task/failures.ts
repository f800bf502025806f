import type { Execution } from './state.ts';

/** Errors that are kept of the attempts at a piece of work, newest last. */
const FAILURES_KEPT = 10;
/** Characters of each that are kept. */
const FAILURE_LENGTH = 300;

/**
 * What has gone wrong so far, with the attempt that has failed now. Undefined for what an older version began: it keeps
 * no list, and a replay must come to the same state.
 */
export function failuresWith(execution: Execution, error: string): readonly string[] | undefined {
  const { executor, attempt, route, failures = [] } = execution;
  if (route.rule === undefined) return undefined;
  const words = error.length > FAILURE_LENGTH ? `${error.slice(0, FAILURE_LENGTH)}…` : error;
  return [...failures, `${executor} attempt ${attempt}: ${words}`].slice(-FAILURES_KEPT);
}

/** Why a task is blocked whose work nobody could do: every attempt, where there was more than one. */
export const blockedBecause = (executor: string, error: string, failures: readonly string[] = []): string =>
  failures.length > 1 ? `every attempt failed: ${failures.join('; ')}` : `${executor} failed: ${error}`;
