import type { GithubChange } from '../../domain/github/change.ts';
import {
  summarizeChecks,
  summarizeReviews,
  taskKeyIn,
  type GithubChecks,
  type GithubReviews,
} from '../../domain/github/pull-request.ts';
import { isTold } from '../../domain/github/settings.ts';
import { githubPartId } from '../../store/github/github-store.ts';
import type { GithubPullRequestDocument } from '../../store/documents/github.ts';
import type { GithubClient } from './client.ts';
import { hasStatus, pauseOf } from './failure.ts';
import { pullRequestFrom } from './from-api.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { GITHUB_CALLER, repositoryOf, type Connection, type GithubParts } from './parts.ts';
import { isRefusal, moveTask, say } from './task-moves.ts';

type Told = Extract<GithubChange, { kind: 'PULL_REQUESTS' }>;

const NO_CHECKS = summarizeChecks([], []);

/** Follows the pull requests of tasks: what they are called, their checks, their reviews, and how they end. */
export class PullRequestKeeper {
  readonly #parts: GithubParts;

  constructor(parts: GithubParts) {
    this.#parts = parts;
  }

  /**
   * Looks at pull requests that something is told about.
   * @param headSha the commit that it is about, where GitHub does not say which pull requests.
   */
  async lookAt(connection: Connection, { numbers, headSha, taskKey }: Told): Promise<void> {
    const { projectId, repositoryId } = connection;
    const { pullRequests } = this.#parts.store.github;
    const withHead = headSha === undefined ? [] : await pullRequests.withHead(projectId, repositoryId, headSha);
    for (const number of new Set([...numbers, ...withHead])) await this.look(connection, number, taskKey);
  }

  /** Brings one up to date with GitHub. @param taskKey the task that it is about, where that is known */
  look(connection: Connection, number: number, taskKey?: string): Promise<GithubPullRequestDocument | undefined> {
    const id = githubPartId(connection.projectId, connection.repositoryId, number);
    return oneAtATime(this.#parts.store, `pull:${id}`, async () => {
      const before = await this.#parts.store.github.pullRequests.byId(id);
      const client = this.#parts.clients.of(this.#parts.operations.github.open(connection));
      const found = await gone(() => client.rest.pulls.get({ ...repositoryOf(connection), pull_number: number }));
      if (!found) return undefined;
      const pull = pullRequestFrom(found.data);
      const task = before ?? (await this.#taskOf(connection, taskKey ?? taskKeyIn(pull)));
      if (!task) return undefined;
      const { projectId, repositoryId } = connection;
      const document: GithubPullRequestDocument = {
        ...pull,
        _id: id,
        projectId,
        repositoryId,
        taskId: task.taskId,
        taskKey: task.taskKey,
        checks: await this.#checks(client, connection, pull.headSha),
        reviews: await this.#reviews(client, connection, number),
        lookedAt: new Date().toISOString(),
      };
      await this.#tell(connection, before, document);
      const { pullRequests, posts } = this.#parts.store.github;
      if (!before && isTold(connection.settings)) await posts.owe(task.taskId, task.taskKey);
      await pullRequests.put(document);
      await this.#noteChange(before, document);
      return document;
    });
  }

  /** The panel of the task looks again when the task has changed. */
  async #noteChange(before: GithubPullRequestDocument | undefined, now: GithubPullRequestDocument): Promise<void> {
    const shown = ({ state, checks, reviews, isDraft, title }: GithubPullRequestDocument) =>
      JSON.stringify([state, checks, reviews, isDraft, title]);
    if (before && shown(before) === shown(now)) return;
    const { projectId, taskKey } = now;
    await this.#parts.store.changes.add({ event: 'project.changed', projectId, data: { projectId, taskKey } });
  }

  async #taskOf({ projectId }: Connection, taskKey: string | undefined) {
    if (taskKey === undefined) return undefined;
    const task = await this.#parts.store.tasks.locate(taskKey);
    return task?.projectId === projectId ? { taskId: task.id, taskKey } : undefined;
  }

  /** What people of the task should know; each thing once. */
  async #tell(
    connection: Connection,
    before: GithubPullRequestDocument | undefined,
    now: GithubPullRequestDocument,
  ): Promise<void> {
    const { _id, taskKey, number, url, title, state, headSha, checks } = now;
    const what = `Pull request [#${number}](${url})`;
    if (!before) {
      const link = { kind: 'GITHUB_PULL_REQUEST' as const, url, title: `#${number} ${title}`.slice(0, 200) };
      await this.#parts.operations.tasks
        .command(GITHUB_CALLER, taskKey, 'link', link, `pull/${_id}/link`, { _id })
        .catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
        });
    }
    if (checks.state === 'FAILED' && (before?.checks.state !== 'FAILED' || before.headSha !== headSha)) {
      const count = `${checks.failed} of ${checks.failed + checks.passed + checks.pending}`;
      await say(this.#parts, taskKey, `pull/${_id}/failed/${headSha}`, `${what}: ${count} checks have failed.`);
    }
    if (state === 'MERGED' && before?.state !== 'MERGED') await this.#merged(connection, now, what);
    if (state === 'CLOSED' && before?.state !== 'CLOSED') {
      await say(
        this.#parts,
        taskKey,
        `pull/${_id}/closed/${now.updatedAt}`,
        `${what} was closed without being merged.`,
      );
    }
  }

  async #merged(connection: Connection, { _id, taskKey }: GithubPullRequestDocument, what: string): Promise<void> {
    const { onMerge: to } = connection.settings;
    await say(this.#parts, taskKey, `pull/${_id}/merged`, `${what} was merged.`);
    if (to === 'NOTHING') return;
    await moveTask(this.#parts, connection, { taskKey, to, reason: `${what} was merged`, name: `pull/${_id}/move` });
  }

  async #checks({ rest }: GithubClient, connection: Connection, ref: string): Promise<GithubChecks> {
    const where = { ...repositoryOf(connection), ref, per_page: 100 };
    // A token may read pull requests and not their checks.
    const runs = await gone(() => rest.checks.listForRef({ ...where, filter: 'latest' }), 403);
    const statuses = await gone(() => rest.repos.getCombinedStatusForRef(where), 403);
    if (!runs && !statuses) return NO_CHECKS;
    return summarizeChecks(
      runs?.data.check_runs ?? [],
      (statuses?.data.statuses ?? []).map(({ state }) => state),
    );
  }

  async #reviews({ rest }: GithubClient, connection: Connection, number: number): Promise<GithubReviews> {
    const where = { ...repositoryOf(connection), pull_number: number, per_page: 100 };
    const found = await gone(() => rest.pulls.listReviews(where));
    return summarizeReviews((found?.data ?? []).map(({ user, state }) => ({ login: user?.login ?? 'ghost', state })));
  }
}

/** Undefined for what is not there. */
async function gone<Answer>(ask: () => Promise<Answer>, ...also: readonly number[]): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (hasStatus(error, 404, 410, ...also) && !isLimit(error)) return undefined;
    throw error;
  }
}

const isLimit = (error: unknown): boolean => pauseOf(error, Date.now()) !== undefined;
