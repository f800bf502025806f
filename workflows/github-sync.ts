import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { ActivityFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { begunSync, type GithubSyncProgress } from '../domain/github/change.ts';
import type { GithubActivities, GithubStep, GithubSyncInput } from './contract.ts';
import { GITHUB_SYNC_WORKFLOW, githubProgressQuery, githubSyncId } from './messages.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<GithubActivities>(RETRIES.github.options);

/** Steps after which a sync continues as new, so that its history stays small however large the repository is. */
const STEPS_PER_RUN = 200;

/** Brings the tasks of a repository up to date: issues, comments, pull requests. Answers how it went. */
export async function githubSyncWorkflow({
  connectionId,
  carried,
}: GithubSyncInput): Promise<GithubSyncProgress | undefined> {
  let step: GithubStep | undefined = carried && { progress: carried.progress, next: carried.cursor };
  setHandler(githubProgressQuery, () => step?.progress);
  const end = async (state: 'DONE' | 'CANCELED' | 'FAILED', error?: string) => {
    if (!step && state === 'DONE') return undefined;
    const endedAt = new Date().toISOString();
    const progress = {
      ...(step?.progress ?? begunSync(workflowInfo().startTime.toISOString())),
      state,
      endedAt,
      ...(error !== undefined && { error }),
    };
    step = { progress };
    await CancellationScope.nonCancellable(() => activities.endGithubSync(connectionId, progress));
    return progress;
  };
  try {
    step ??= (await activities.beginGithubSync(connectionId)) ?? undefined;
    for (let steps = 0; step?.next; steps += 1) {
      const { progress, next } = step;
      if (steps === STEPS_PER_RUN) {
        await continueAsNew<typeof githubSyncWorkflow>({ connectionId, carried: { progress, cursor: next } });
      }
      step = await run(connectionId, step);
    }
    return await end('DONE');
  } catch (error) {
    if (isCancellation(error)) await end('CANCELED');
    else if (error instanceof ActivityFailure) await end('FAILED', error.cause?.message ?? error.message);
    throw error;
  }
}

function run(connectionId: string, step: GithubStep): Promise<GithubStep> {
  switch (step.progress.step) {
    case 'ISSUES':
      return activities.syncGithubIssues(connectionId, step);
    case 'COMMENTS':
      return activities.syncGithubComments(connectionId, step);
    case 'PULL_REQUESTS':
      return activities.syncGithubPullRequests(connectionId, step);
  }
}

/** Starts the sync of a repository when it is due, unless it runs. */
export async function githubScheduleWorkflow(connectionId: string): Promise<void> {
  try {
    await startChild(GITHUB_SYNC_WORKFLOW, {
      workflowId: githubSyncId(connectionId),
      args: [{ connectionId } satisfies GithubSyncInput],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
