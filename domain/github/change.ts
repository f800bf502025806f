import type { GithubIssue, GithubRepository } from './issue.ts';

/** A comment on an issue or a pull request. */
export interface GithubComment {
  readonly id: number;
  readonly issueNumber: number;
  readonly body: string;
  readonly login: string;
  readonly isBot: boolean;
  readonly url: string;
  readonly updatedAt: string;
}

/** What GitHub says has happened in a repository, as far as it matters here: small enough for workflow history. */
export type GithubChange =
  | { readonly kind: 'ISSUE'; readonly issue: GithubIssue; readonly movedFrom?: IssuePlace }
  | { readonly kind: 'ISSUE_GONE'; readonly number: number; readonly movedTo?: IssuePlace & { readonly url: string } }
  | { readonly kind: 'COMMENT'; readonly comment: GithubComment }
  | { readonly kind: 'COMMENT_DELETED'; readonly commentId: number; readonly issueNumber: number }
  /** Looked up anew, so that it does not matter in which order things are told. */
  | {
      readonly kind: 'PULL_REQUESTS';
      readonly numbers: readonly number[];
      readonly headSha?: string;
      readonly taskKey?: string;
    }
  | { readonly kind: 'REPOSITORY'; readonly repository: GithubRepository }
  | { readonly kind: 'REPOSITORY_GONE' };

export interface IssuePlace {
  readonly repositoryId: number;
  readonly number: number;
}

/** How far a sync is. */
export interface GithubSyncProgress {
  readonly state: 'RUNNING' | 'DONE' | 'CANCELED' | 'FAILED';
  readonly step: 'ISSUES' | 'COMMENTS' | 'PULL_REQUESTS';
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Issues that were looked at, those that became tasks and those that changed theirs; pull requests do not count. */
  readonly seen: number;
  readonly created: number;
  readonly changed: number;
  readonly comments: number;
  /** Calls of GitHub. */
  readonly requests: number;
  /** Open issues and pull requests of the repository when it began: how many there may be to look at. */
  readonly expected?: number;
  readonly error?: string;
}

/** A sync of which nothing is done yet. @param startedAt ISO timestamp */
export const begunSync = (startedAt: string): GithubSyncProgress => ({
  state: 'RUNNING',
  step: 'ISSUES',
  startedAt,
  seen: 0,
  created: 0,
  changed: 0,
  comments: 0,
  requests: 0,
});

/** Where the next page of a list begins that is ordered by when things were changed. */
export interface GithubCursor {
  /** ISO timestamp; undefined is the beginning. */
  readonly since?: string;
  readonly page: number;
}

export const FIRST_PAGE: GithubCursor = { page: 1 };

/**
 * Where to go on after a page: at the last change that it shows, since pages shift while things change. Only where all of
 * a page changed at the same second is it the next page.
 */
export function nextCursor(cursor: GithubCursor, updatedAts: readonly string[]): GithubCursor {
  const last = updatedAts.at(-1);
  if (last === undefined || last === cursor.since) return { ...cursor, page: cursor.page + 1 };
  return { since: last, page: 1 };
}
