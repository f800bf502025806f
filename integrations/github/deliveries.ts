import type { GithubChange, IssuePlace } from '../../domain/github/change.ts';
import { commentFrom, issueFrom, type ApiIssue } from './from-api.ts';

/** What a delivery says, as far as it is read; everything may be missing, since others make it. */
export interface DeliveryPayload {
  readonly action?: string;
  readonly repository?: { readonly id: number; readonly name: string; readonly owner?: { readonly login?: string } };
  readonly issue?: ApiIssue;
  readonly comment?: Parameters<typeof commentFrom>[0];
  readonly changes?: {
    readonly new_issue?: { readonly number: number; readonly html_url: string };
    readonly new_repository?: { readonly id: number };
    readonly old_issue?: { readonly number: number } | null;
    readonly old_repository?: { readonly id: number };
  };
  readonly pull_request?: { readonly number: number };
  readonly check_suite?: Checked & { readonly status?: string | null };
  readonly check_run?: { readonly status?: string; readonly head_sha: string } & Partial<Checked>;
  readonly sha?: string;
}

interface Checked {
  readonly head_sha: string;
  readonly pull_requests?: readonly ({ readonly number: number } | null)[];
}

type Reader = (payload: DeliveryPayload) => readonly GithubChange[];

const READERS: Readonly<Record<string, Reader>> = {
  issues: readIssue,
  issue_comment: readComment,
  pull_request: ({ pull_request: pull }) => (pull ? [look([pull.number])] : []),
  pull_request_review: ({ pull_request: pull }) => (pull ? [look([pull.number])] : []),
  check_suite: ({ check_suite: suite }) => (suite?.status === 'completed' ? [checked(suite)] : []),
  check_run: ({ check_run: run }) => (run?.status === 'completed' ? [checked(run)] : []),
  status: ({ sha }) => (sha === undefined ? [] : [look([], sha)]),
  repository: readRepository,
};

/** What follows from a delivery; nothing for events that do not matter here, which may be new ones. */
export function readDelivery(event: string, payload: DeliveryPayload): readonly GithubChange[] {
  const read = Object.hasOwn(READERS, event) ? READERS[event] : undefined;
  return read?.(payload) ?? [];
}

const look = (numbers: readonly number[], headSha?: string): GithubChange => ({
  kind: 'PULL_REQUESTS',
  numbers,
  ...(headSha !== undefined && { headSha }),
});

const checked = ({ head_sha: sha, pull_requests: pulls = [] }: Checked): GithubChange =>
  look(
    pulls.flatMap((pull) => (pull ? [pull.number] : [])),
    sha,
  );

function readIssue({ action, issue, changes = {} }: DeliveryPayload): readonly GithubChange[] {
  if (!issue || issue.pull_request) return [];
  const { new_issue: newIssue, new_repository: newRepository } = changes;
  if (action === 'deleted') return [{ kind: 'ISSUE_GONE', number: issue.number }];
  if (action === 'transferred') {
    const movedTo = newIssue &&
      newRepository && { repositoryId: newRepository.id, number: newIssue.number, url: newIssue.html_url };
    return [{ kind: 'ISSUE_GONE', number: issue.number, ...(movedTo && { movedTo }) }];
  }
  const movedFrom = oldPlace(changes);
  return [{ kind: 'ISSUE', issue: issueFrom(issue), ...(movedFrom && { movedFrom }) }];
}

function oldPlace({ old_issue: issue, old_repository: repository }: NonNullable<DeliveryPayload['changes']>) {
  return issue && repository && ({ repositoryId: repository.id, number: issue.number } satisfies IssuePlace);
}

function readComment({ action, issue, comment }: DeliveryPayload): readonly GithubChange[] {
  if (!issue || !comment) return [];
  if (action === 'deleted') return [{ kind: 'COMMENT_DELETED', commentId: comment.id, issueNumber: issue.number }];
  return [{ kind: 'COMMENT', comment: commentFrom(comment, issue.number) }];
}

function readRepository({ action, repository }: DeliveryPayload): readonly GithubChange[] {
  if (action === 'deleted') return [{ kind: 'REPOSITORY_GONE' }];
  if (action !== 'renamed' && action !== 'transferred') return [];
  const owner = repository?.owner?.login;
  if (!repository || owner === undefined) return [];
  return [{ kind: 'REPOSITORY', repository: { id: repository.id, owner, name: repository.name } }];
}
