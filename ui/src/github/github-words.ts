import type { GithubComments, OnIssueClosed, OnMerge } from '../../../domain/github/settings.ts';
import type { GithubPullRequestView, GithubRepositoryView } from '../../../operations/schemas/github.ts';
import type { Tone } from '../controls/badge.tsx';

export const COMMENT_LABELS: Readonly<Record<GithubComments, string>> = {
  NONE: 'Not at all',
  FROM_GITHUB: 'From GitHub to the task',
  BOTH: 'Both ways',
};

export const ON_CLOSED_LABELS: Readonly<Record<OnIssueClosed, string>> = {
  NOTHING: 'Only say so on the task',
  DONE: 'Complete the task',
  CANCELED: 'Cancel the task',
};

export const ON_MERGE_LABELS: Readonly<Record<OnMerge, string>> = {
  NOTHING: 'Only say so on the task',
  REVIEW: 'Move the task to review',
  DONE: 'Complete the task',
};

type Sync = NonNullable<GithubRepositoryView['sync']>;

const STEP_WORDS: Readonly<Record<Sync['step'], string>> = {
  ISSUES: 'Issues',
  COMMENTS: 'Comments',
  PULL_REQUESTS: 'Pull requests',
};

/** "120 of about 5,000 issues looked at, 80 new tasks, 3 changed" */
export function syncWords({ state, step, seen, expected, created, changed, comments }: Sync): string {
  const isCounted = state === 'RUNNING' && expected !== undefined && expected > seen;
  return [
    ...(state === 'RUNNING' && step !== 'ISSUES' ? [`${STEP_WORDS[step]} now`] : []),
    `${count(seen)}${isCounted ? ` of about ${count(expected)}` : ''} ${seen === 1 ? 'issue' : 'issues'} looked at`,
    `${count(created)} new ${created === 1 ? 'task' : 'tasks'}`,
    ...(changed > 0 ? [`${count(changed)} changed`] : []),
    ...(comments > 0 ? [`${count(comments)} new ${comments === 1 ? 'comment' : 'comments'}`] : []),
  ].join(', ');
}

const count = (number: number): string => number.toLocaleString('en');

export const SYNC_STATES: Readonly<Record<Sync['state'], { readonly tone: Tone; readonly label: string }>> = {
  RUNNING: { tone: 'accent', label: 'Syncing' },
  DONE: { tone: 'good', label: 'Synced' },
  CANCELED: { tone: 'warn', label: 'Stopped' },
  FAILED: { tone: 'bad', label: 'Failed' },
};

export const PULL_STATES: Readonly<
  Record<GithubPullRequestView['state'], { readonly tone: Tone; readonly label: string }>
> = {
  OPEN: { tone: 'good', label: 'Open' },
  CLOSED: { tone: 'bad', label: 'Closed' },
  MERGED: { tone: 'violet', label: 'Merged' },
};

type Checks = GithubPullRequestView['checks'];

const CHECK_TONES: Readonly<Record<Checks['state'], Tone>> = {
  NONE: 'neutral',
  PENDING: 'warn',
  FAILED: 'bad',
  PASSED: 'good',
};

/** What the checks come to, as a badge; undefined where there are none. */
export function checksBadge({ state, passed, failed, pending }: Checks) {
  if (state === 'NONE') return undefined;
  const total = passed + failed + pending;
  const label =
    state === 'FAILED'
      ? `${failed} of ${total} checks failed`
      : state === 'PENDING'
        ? `${pending} of ${total} checks run`
        : `${total} checks passed`;
  return { tone: CHECK_TONES[state], label };
}
