import { ApplicationFailure } from '@temporalio/common';
import { SealError } from '../../operations/vault.ts';

/** What Octokit throws: `status` is 304 too, where nothing has changed. */
interface HttpFailure extends Error {
  readonly status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

export const isHttpFailure = (error: unknown): error is HttpFailure =>
  error instanceof Error && 'status' in error && typeof error.status === 'number';

export const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  isHttpFailure(error) && statuses.includes(error.status);

/** Without an hour in the answer: as long as GitHub asks for at least. */
const SECONDARY_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 65 * 60_000;

/** How long GitHub wants to be left alone, in milliseconds; undefined where it has not been asked too much. */
export function pauseOf(error: unknown, now: number): number | undefined {
  if (!isHttpFailure(error) || (error.status !== 403 && error.status !== 429)) return undefined;
  const headers = error.response?.headers ?? {};
  const retryAfter = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && retryAfter >= 0) return bounded(retryAfter * 1000);
  if (String(headers['x-ratelimit-remaining']) === '0') {
    return bounded(Number(headers['x-ratelimit-reset']) * 1000 - now + 1_000);
  }
  return error.status === 429 || /secondary rate limit/i.test(error.message) ? SECONDARY_PAUSE_MS : undefined;
}

const bounded = (ms: number): number => Math.min(Math.max(Number.isFinite(ms) ? ms : 0, 1_000), LONGEST_PAUSE_MS);

/** Nothing that trying again would mend. */
export class GithubRefusal extends Error {}

/** Types of failures that a workflow sees. */
const REFUSED = 'GITHUB_REFUSED';
const BUSY = 'GITHUB_RATE_LIMIT';

/** Why GitHub does not let us in, in words for people; undefined where that is not it. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof SealError || error instanceof GithubRefusal) return error.message;
  if (!isHttpFailure(error) || pauseOf(error, Date.now()) !== undefined) return undefined;
  switch (error.status) {
    case 401:
      return 'GitHub does not know this token or key any more: give another one';
    case 403:
      return `GitHub does not allow it: ${wordsOf(error)}`;
    case 404:
      return 'the repository is not there, or this token or installation does not reach it';
    case 410:
      return 'issues are turned off in this repository';
    case 451:
      return 'GitHub has blocked this repository';
    default:
      return undefined;
  }
}

/** What GitHub says, without the address of its documentation. */
export const wordsOf = ({ message }: Error): string => message.split(' - https://')[0]?.slice(0, 300) ?? message;

/** A failure as the retries of a workflow should see it: later, when GitHub says so, or never. */
export function asActivityFailure(error: unknown): unknown {
  const pause = pauseOf(error, Date.now());
  if (pause !== undefined && isHttpFailure(error)) {
    return ApplicationFailure.create({
      message: `GitHub was asked too much, and is asked again in ${Math.ceil(pause / 1000)} s`,
      type: BUSY,
      nextRetryDelay: pause,
    });
  }
  const refusal = refusalOf(error);
  return refusal === undefined ? error : ApplicationFailure.nonRetryable(refusal, REFUSED);
}
