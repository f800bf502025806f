import { CancelledFailure, Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../config/logger.ts';
import type { GithubChange } from '../../domain/github/change.ts';
import { operationsOn } from '../../operations/operations.ts';
import type { Store } from '../../store/store.ts';
import type { GithubActivities } from '../../workflows/contract.ts';
import { GithubClients } from './client.ts';
import { CommentKeeper } from './comment-keeper.ts';
import { asActivityFailure, refusalOf } from './failure.ts';
import { IssueKeeper } from './issue-keeper.ts';
import type { Connection, GithubParts } from './parts.ts';
import { Poster } from './poster.ts';
import { PullRequestKeeper } from './pull-request-keeper.ts';
import { RepositorySync } from './sync.ts';

/** Heartbeats between two that the work itself gives: what it waits for may take longer. */
const BEAT_EVERY_MS = 5_000;

interface GithubActivitiesOptions {
  readonly config: Config;
  readonly client: Client;
  readonly store: Store;
  readonly logger: Logger;
}

function githubParts({ config, client, store, logger }: GithubActivitiesOptions): GithubParts {
  const operations = operationsOn(config, { client, store, logger });
  const { publicUrl, github } = config;
  return { operations, store, logger, publicUrl, clients: new GithubClients(github.apiRoot) };
}

/** What the workflows about GitHub let be done. */
export function createGithubActivities(options: GithubActivitiesOptions): GithubActivities {
  const parts = githubParts(options);
  const keepers = {
    issues: new IssueKeeper(parts),
    comments: new CommentKeeper(parts),
    pullRequests: new PullRequestKeeper(parts),
  };
  const sync = new RepositorySync(parts, keepers);
  const poster = new Poster(parts);

  /** With the connection as it is now. */
  const on = async <Answer>(id: string, work: (connection: Connection) => Promise<Answer>): Promise<Answer> => {
    const connection = await connectionNow(parts, id);
    if (!connection) throw ApplicationFailure.nonRetryable('the repository is not connected any more', 'DISCONNECTED');
    return withFailures(parts, connection, () => work(connection));
  };

  return {
    beginGithubSync: async (id) => {
      const connection = await connectionNow(parts, id);
      return connection && withFailures(parts, connection, () => sync.begin(connection));
    },
    syncGithubIssues: (id, step) => on(id, (connection) => sync.issues(connection, step)),
    syncGithubComments: (id, step) => on(id, (connection) => sync.comments(connection, step)),
    syncGithubPullRequests: (id, step) => on(id, (connection) => sync.pullRequests(connection, step)),
    endGithubSync: async (id, progress) => {
      const connection = await parts.store.github.connections.byId(id);
      if (connection) await sync.end(connection, progress);
    },
    applyGithubChange: async (id, change) => {
      const connection = await connectionNow(parts, id);
      if (connection) await withFailures(parts, connection, () => applyChange(parts, keepers, connection, change));
    },
    postToGithub: async (taskId) => {
      for (const connection of await poster.connectionsOf(taskId)) {
        await withFailures(parts, connection, () => poster.post(connection, taskId));
      }
    },
  };
}

async function applyChange(
  { store, operations }: GithubParts,
  { issues, comments, pullRequests }: { issues: IssueKeeper; comments: CommentKeeper; pullRequests: PullRequestKeeper },
  connection: Connection,
  change: GithubChange,
): Promise<void> {
  switch (change.kind) {
    case 'ISSUE':
      await issues.take(connection, change.issue, change.movedFrom);
      return;
    case 'ISSUE_GONE':
      return issues.lose(connection, change.number, change.movedTo);
    case 'COMMENT':
      await comments.take(connection, change.comment);
      return;
    case 'COMMENT_DELETED':
      return comments.delete(connection, change.commentId, change.issueNumber);
    case 'PULL_REQUESTS':
      return pullRequests.lookAt(connection, change);
    case 'REPOSITORY': {
      const { owner, name } = change.repository;
      return store.github.connections.set(connection._id, { owner, name }, 'issuesEtag');
    }
    case 'REPOSITORY_GONE':
      return operations.github.noteTrouble(connection, 'the repository was deleted on GitHub');
  }
}

/** One that is connected, of a project that is there. */
async function connectionNow({ store }: GithubParts, id: string): Promise<Connection | undefined> {
  const connection = await store.github.connections.byId(id);
  const project = connection && (await store.projects.bySlug(connection.projectId));
  return project && project.removedAt === undefined ? connection : undefined;
}

/** Says that it is alive meanwhile, and what GitHub refuses in a way that retries and people understand. */
async function withFailures<Answer>(
  { operations }: GithubParts,
  connection: Connection,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), BEAT_EVERY_MS);
  try {
    const working = work();
    // A worker that goes does not wait for answers that it would have to give itself; whoever does it again is not harmed.
    return await Promise.race([working, context.cancelled]);
  } catch (error) {
    if (error instanceof CancelledFailure || context.cancellationSignal.aborted) throw new CancelledFailure('canceled');
    const refusal = refusalOf(error);
    if (refusal !== undefined) await operations.github.noteTrouble(connection, refusal);
    throw asActivityFailure(error);
  } finally {
    clearInterval(beating);
  }
}
