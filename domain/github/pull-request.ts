import { parseTaskKey } from '../ids.ts';

/** What the checks of a commit come to. */
export interface GithubChecks {
  readonly state: 'NONE' | 'PENDING' | 'FAILED' | 'PASSED';
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** What reviewers say now: the last word of each. */
export interface GithubReviews {
  readonly approved: number;
  readonly changesRequested: number;
}

export interface GithubPullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly branch: string;
  readonly base: string;
  readonly headSha: string;
  /** Login of whoever opened it. */
  readonly author: string;
  readonly updatedAt: string;
}

interface CheckRun {
  readonly status: string;
  readonly conclusion: string | null;
}

const FAILURES: ReadonlySet<string> = new Set([
  'failure',
  'cancelled',
  'timed_out',
  'action_required',
  'startup_failure',
  'stale',
]);

/** @param statuses states of commit statuses, the newest of each context: success, failure, error or pending. */
export function summarizeChecks(runs: readonly CheckRun[], statuses: readonly string[]): GithubChecks {
  const results = [
    ...runs.map(({ status, conclusion }) =>
      status !== 'completed' ? 'pending' : FAILURES.has(conclusion ?? '') ? 'failed' : 'passed',
    ),
    ...statuses.map((state) => (state === 'success' ? 'passed' : state === 'pending' ? 'pending' : 'failed')),
  ];
  const count = (wanted: string) => results.filter((result) => result === wanted).length;
  const counts = { passed: count('passed'), failed: count('failed'), pending: count('pending') };
  if (results.length === 0) return { state: 'NONE', ...counts };
  return { state: counts.failed > 0 ? 'FAILED' : counts.pending > 0 ? 'PENDING' : 'PASSED', ...counts };
}

/** @param reviews oldest first; who has only commented leaves what they said before. */
export function summarizeReviews(reviews: readonly { login: string; state: string }[]): GithubReviews {
  const last = new Map<string, string>();
  for (const { login, state } of reviews) if (state.toUpperCase() !== 'COMMENTED') last.set(login, state.toUpperCase());
  const count = (wanted: string) => [...last.values()].filter((state) => state === wanted).length;
  return { approved: count('APPROVED'), changesRequested: count('CHANGES_REQUESTED') };
}

/** The task that a pull request says it is about: in its branch ("mc/MC-42-rename"), or at the beginning of its title. */
export function taskKeyIn({ branch, title }: Pick<GithubPullRequest, 'branch' | 'title'>): string | undefined {
  const inBranch = /(?:^|\/)([A-Za-z][A-Za-z0-9]{1,9}-[1-9]\d{0,8})(?![A-Za-z0-9])/.exec(branch)?.[1]?.toUpperCase();
  const inTitle = /^\W*([A-Z][A-Z0-9]{1,9}-[1-9]\d{0,8})(?![A-Za-z0-9])/.exec(title)?.[1];
  return [inBranch, inTitle].find((key) => key !== undefined && parseTaskKey(key) !== undefined);
}
