import type { GithubComment } from '../../domain/github/change.ts';
import type { GithubIssue } from '../../domain/github/issue.ts';
import type { GithubPullRequest } from '../../domain/github/pull-request.ts';

/** The parts of GitHub's answers that are used; REST and webhooks say them in the same way. */
export interface ApiIssue {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly labels?: readonly (string | { readonly name?: string | null })[] | null;
  readonly state?: string;
  readonly html_url: string;
  readonly updated_at: string;
  readonly pull_request?: object | null;
}

export const issueFrom = (issue: ApiIssue): GithubIssue => ({
  id: issue.id,
  number: issue.number,
  title: issue.title,
  body: issue.body ?? '',
  labels: (issue.labels ?? []).flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
  isClosed: issue.state === 'closed',
  url: issue.html_url,
  updatedAt: issue.updated_at,
});

interface ApiComment {
  readonly id: number;
  readonly body?: string | null | undefined;
  readonly user?: { readonly login: string; readonly type?: string } | null;
  readonly html_url: string;
  readonly updated_at: string;
}

export const commentFrom = (comment: ApiComment, issueNumber: number): GithubComment => ({
  id: comment.id,
  issueNumber,
  body: comment.body ?? '',
  login: comment.user?.login ?? 'ghost',
  isBot: comment.user?.type === 'Bot',
  url: comment.html_url,
  updatedAt: comment.updated_at,
});

interface ApiPullRequest {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly merged_at?: string | null;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string };
  readonly user?: { readonly login: string } | null;
  readonly updated_at: string;
}

export const pullRequestFrom = (pull: ApiPullRequest): GithubPullRequest => ({
  number: pull.number,
  url: pull.html_url,
  title: pull.title,
  state: pull.merged_at != null ? 'MERGED' : pull.state === 'closed' ? 'CLOSED' : 'OPEN',
  isDraft: pull.draft ?? false,
  branch: pull.head.ref,
  base: pull.base.ref,
  headSha: pull.head.sha,
  author: pull.user?.login ?? 'ghost',
  updatedAt: pull.updated_at,
});
