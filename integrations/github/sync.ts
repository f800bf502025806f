import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import {
  begunSync,
  FIRST_PAGE,
  nextCursor,
  type GithubCursor,
  type GithubSyncProgress,
} from '../../domain/github/change.ts';
import { OperationError } from '../../operations/errors.ts';
import { githubPartId } from '../../store/github/github-store.ts';
import type { GithubStep } from '../../workflows/contract.ts';
import type { GithubClient } from './client.ts';
import type { CommentKeeper } from './comment-keeper.ts';
import { GithubRefusal, hasStatus } from './failure.ts';
import { commentFrom, issueFrom } from './from-api.ts';
import { findRepository } from './inspect.ts';
import type { IssueKeeper } from './issue-keeper.ts';
import { eachOf } from './one-at-a-time.ts';
import { repositoryOf, type Connection, type GithubParts } from './parts.ts';
import type { PullRequestKeeper } from './pull-request-keeper.ts';

const PAGE = 100;
/** Tasks that are made or changed at the same time: work of people goes on beside it. */
const AT_A_TIME = 12;
const MOST_TRIES = 5;

interface Keepers {
  readonly issues: IssueKeeper;
  readonly comments: CommentKeeper;
  readonly pullRequests: PullRequestKeeper;
}

/** The steps of a sync. Each may be repeated, in part or as a whole, without doing anything twice. */
export class RepositorySync {
  readonly #parts: GithubParts;
  readonly #keepers: Keepers;

  constructor(parts: GithubParts, keepers: Keepers) {
    this.#parts = parts;
    this.#keepers = keepers;
  }

  async begin(connection: Connection): Promise<GithubStep> {
    const client = this.#client(connection);
    const before = client.requests();
    const { openIssues, ...found } = await findRepository(client, `${connection.owner}/${connection.name}`);
    await this.#follow(connection, found);
    const { issuesSince, firstSyncedAt } = connection;
    const progress: GithubSyncProgress = {
      ...begunSync(new Date().toISOString()),
      requests: client.requests() - before,
      ...(firstSyncedAt === undefined && issuesSince === undefined && { expected: openIssues }),
    };
    return this.#noted(connection, {
      progress,
      next: issuesSince === undefined ? FIRST_PAGE : { since: issuesSince, page: 1 },
    });
  }

  async issues(connection: Connection, { progress, next = FIRST_PAGE }: GithubStep): Promise<GithubStep> {
    const client = this.#client(connection);
    const before = client.requests();
    const answer = await this.#issuePage(client, connection, next);
    const counts = { seen: 0, created: 0, changed: 0 };
    const items = (answer?.items ?? []).filter(({ pull_request: pull }) => !pull).map(issueFrom);
    const { projectId, repositoryId } = connection;
    const ids = items.map(({ number }) => githubPartId(projectId, repositoryId, number));
    const known = await this.#parts.store.github.issues.byIds(ids);
    await this.#each(items, async (issue) => {
      counts.seen += 1;
      const id = githubPartId(projectId, repositoryId, issue.number);
      if (this.#keepers.issues.isKnown(connection, issue, known.get(id))) return;
      const taken = await patiently(() => this.#keepers.issues.take(connection, issue));
      if (taken === 'CREATED') counts.created += 1;
      if (taken === 'CHANGED') counts.changed += 1;
    });
    const requests = client.requests() - before;
    const done = added(progress, { ...counts, requests });
    const cursor = nextCursor(next, answer?.updatedAts ?? []);
    if (answer?.isMore) {
      if (cursor.since !== undefined) await this.#keep(connection, { issuesSince: cursor.since }, 'issuesEtag');
      return this.#noted(connection, { progress: done, next: cursor });
    }
    await this.#through(connection, next, answer);
    return this.#noted(connection, { progress: { ...done, step: 'COMMENTS' }, next: sinceOf(connection) });
  }

  async comments(connection: Connection, { progress, next = FIRST_PAGE }: GithubStep): Promise<GithubStep> {
    const over = { progress: { ...progress, step: 'PULL_REQUESTS' as const }, next: FIRST_PAGE };
    if (connection.settings.comments === 'NONE') return this.#noted(connection, over);
    const client = this.#client(connection);
    const before = client.requests();
    const { data, headers } = await client.rest.issues.listCommentsForRepo({
      ...repositoryOf(connection),
      ...sinceIn(next),
      sort: 'updated',
      direction: 'asc',
      per_page: PAGE,
      page: next.page,
    });
    let comments = 0;
    // In order, so that they are told as they were written.
    for (const comment of data) {
      this.#beat();
      const number = Number(comment.issue_url.split('/').at(-1));
      if (await this.#keepers.comments.take(connection, commentFrom(comment, number))) comments += 1;
    }
    const done = added(progress, { comments, requests: client.requests() - before });
    const cursor = nextCursor(
      next,
      data.map(({ updated_at: at }) => at),
    );
    const last = data.at(-1)?.updated_at;
    if (last !== undefined) await this.#keep(connection, { commentsSince: last });
    if (isMore(headers)) return this.#noted(connection, { progress: done, next: cursor });
    return this.#noted(connection, { ...over, progress: { ...done, step: 'PULL_REQUESTS' } });
  }

  async pullRequests(connection: Connection, { progress }: GithubStep): Promise<GithubStep> {
    const client = this.#client(connection);
    const before = client.requests();
    const { projectId, repositoryId } = connection;
    for (const number of await this.#parts.store.github.pullRequests.open(projectId, repositoryId)) {
      this.#beat();
      await this.#keepers.pullRequests.look(connection, number);
    }
    return this.#noted(connection, { progress: added(progress, { requests: client.requests() - before }) });
  }

  async end({ _id: id, projectId }: Connection, progress: GithubSyncProgress): Promise<void> {
    const { github, changes } = this.#parts.store;
    await github.connections.set(id, { sync: progress });
    await changes.add({ event: 'project.changed', projectId, data: { projectId } });
  }

  async #issuePage(client: GithubClient, connection: Connection, cursor: GithubCursor) {
    const { issuesEtag, issuesSince, settings, firstSyncedAt } = connection;
    const isFirst = cursor.page === 1 && cursor.since === issuesSince;
    try {
      const { data, headers } = await client.rest.issues.listForRepo({
        ...repositoryOf(connection),
        ...sinceIn(cursor),
        // Of what was closed before it was seen nobody wants to know, unless the project says so.
        state: firstSyncedAt === undefined && !settings.importClosed ? 'open' : 'all',
        sort: 'updated',
        direction: 'asc',
        per_page: PAGE,
        page: cursor.page,
        ...(isFirst && issuesEtag !== undefined && { headers: { 'if-none-match': issuesEtag } }),
      });
      const updatedAts = data.map(({ updated_at: at }) => at);
      return { items: data, updatedAts, isMore: isMore(headers), etag: headers.etag };
    } catch (error) {
      if (hasStatus(error, 304)) return undefined;
      throw error;
    }
  }

  /** All issues have been looked at. The answer to the same question is asked for by its mark the next time. */
  async #through(
    connection: Connection,
    cursor: GithubCursor,
    answer: { readonly updatedAts: readonly string[]; readonly etag?: string | undefined } | undefined,
  ): Promise<void> {
    if (!answer) return;
    const last = answer.updatedAts.at(-1) ?? cursor.since;
    const firstSyncedAt = connection.firstSyncedAt ?? new Date().toISOString();
    const isSameQuestion = connection.firstSyncedAt !== undefined && last === cursor.since && cursor.page === 1;
    const etag = isSameQuestion ? answer.etag : undefined;
    const since = last !== undefined && { issuesSince: last };
    if (etag === undefined) await this.#keep(connection, { firstSyncedAt, ...since }, 'issuesEtag');
    else await this.#keep(connection, { firstSyncedAt, ...since, issuesEtag: etag });
  }

  async #follow(connection: Connection, found: { owner: string; name: string; repositoryId: number; url: string }) {
    await this.#parts.operations.github.noteTrouble(connection, undefined);
    const { owner, name, repositoryId, url } = found;
    if (repositoryId !== connection.repositoryId) {
      throw new GithubRefusal(`${owner}/${name} is another repository than the one that was connected`);
    }
    if (owner === connection.owner && name === connection.name) return;
    await this.#keep(connection, { owner, name, url }, 'issuesEtag');
  }

  #keep(
    { _id: id }: Connection,
    change: Partial<Omit<Connection, '_id' | 'projectId' | 'repositoryId'>>,
    ...unset: 'issuesEtag'[]
  ): Promise<void> {
    return this.#parts.store.github.connections.set(id, change, ...unset);
  }

  async #noted({ _id: id }: Connection, step: GithubStep): Promise<GithubStep> {
    await this.#parts.store.github.connections.set(id, { sync: step.progress });
    return step;
  }

  /** Stops between two of them when the sync is canceled or the worker goes. */
  async #each<Item>(items: readonly Item[], deal: (item: Item) => Promise<void>): Promise<void> {
    await eachOf(items, AT_A_TIME, async (item) => {
      this.#beat();
      await deal(item);
    });
  }

  #beat(): void {
    const context = Context.current();
    context.heartbeat();
    context.cancellationSignal.throwIfAborted();
  }

  #client(connection: Connection): GithubClient {
    return this.#parts.clients.of(this.#parts.operations.github.open(connection));
  }
}

const sinceOf = ({ commentsSince }: Connection): GithubCursor => ({ since: commentsSince, page: 1 });

const sinceIn = ({ since }: GithubCursor): { since?: string } => (since === undefined ? {} : { since });

/** What is busy for a moment is no reason to ask GitHub for the whole page again. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = error instanceof OperationError && error.code === 'UNAVAILABLE';
      if (!isBusy || tries === MOST_TRIES || Context.current().cancellationSignal.aborted) throw error;
      await sleep(tries * 1_000);
    }
  }
}

const isMore = (headers: { readonly link?: string | undefined }): boolean => /rel="next"/.test(headers.link ?? '');

function added(
  progress: GithubSyncProgress,
  more: Partial<Pick<GithubSyncProgress, 'seen' | 'created' | 'changed' | 'comments' | 'requests'>>,
): GithubSyncProgress {
  const { seen = 0, created = 0, changed = 0, comments = 0, requests = 0 } = more;
  return {
    ...progress,
    seen: progress.seen + seen,
    created: progress.created + created,
    changed: progress.changed + changed,
    comments: progress.comments + comments,
    requests: progress.requests + requests,
  };
}
