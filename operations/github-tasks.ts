import { branchName } from '../domain/ids.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { GithubConnectionDocument, GithubPullRequestDocument } from '../store/documents/github.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { Github, OpenedConnection } from './github.ts';
import type { GithubPullRequestView, OpenPullRequest, TaskGithubView } from './schemas/github.ts';
import type { TaskLookup } from './task-lookup.ts';

/** A pull request that somebody wants opened. */
export interface PullRequestDraft {
  readonly opened: OpenedConnection;
  readonly task: TaskState;
  readonly issueNumber: number | undefined;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly said: string | undefined;
  readonly isDraft: boolean;
  /** Of the task. */
  readonly url: string;
}

/** What tasks have on GitHub. */
export class GithubTasks {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;
  readonly #github: Github;

  constructor(deps: Dependencies, lookup: TaskLookup, github: Github) {
    this.#deps = deps;
    this.#lookup = lookup;
    this.#github = github;
  }

  async ofTask(caller: Caller, key: string): Promise<TaskGithubView> {
    const { id, projectId } = await this.#lookup.authorized(caller, 'github.read', key);
    const { github } = this.#deps.store;
    const [issue, pulls, connections, state] = await Promise.all([
      github.issues.ofTask(id),
      github.pullRequests.ofTask(id),
      github.connections.ofProject(projectId),
      this.#lookup.state(key),
    ]);
    const nameOf = (repositoryId: number) => {
      const found = connections.find((connection) => connection.repositoryId === repositoryId);
      return found ? `${found.owner}/${found.name}` : '';
    };
    return {
      ...(issue && {
        issue: {
          repository: nameOf(issue.repositoryId),
          number: issue.number,
          url: issue.url,
          isClosed: issue.isClosed,
          isGone: issue.goneAt !== undefined,
        },
      }),
      pullRequests: pulls.map((pull) => pullRequestView(pull, nameOf(pull.repositoryId))),
      repositories: connections.map(({ _id, owner, name }) => ({ id: _id, repository: `${owner}/${name}` })),
      branch: branchOf(state),
    };
  }

  /** Everything that a pull request is opened with. @throws CONFLICT, INVALID where it is not clear in which repository */
  async draft(caller: Caller, key: string, input: OpenPullRequest): Promise<PullRequestDraft> {
    const { id, projectId } = await this.#lookup.authorized(caller, 'github.openPullRequest', key);
    const { github } = this.#deps.store;
    const [issue, connections, task] = await Promise.all([
      github.issues.ofTask(id),
      github.connections.ofProject(projectId),
      this.#lookup.state(key),
    ]);
    const connection = choose(connections, task, input.repositoryId, issue?.repositoryId);
    return {
      opened: this.#github.open(connection),
      task,
      issueNumber: issue?.repositoryId === connection.repositoryId ? issue.number : undefined,
      branch: input.branch ?? branchOf(task),
      base: input.base ?? task.workspace?.baseBranch ?? connection.defaultBranch,
      title: `${key}: ${input.title ?? task.title}`.slice(0, 250),
      said: input.body,
      isDraft: input.isDraft,
      url: `${this.#deps.publicUrl}/p/${projectId}/t/${key}`,
    };
  }

  /** Follows a pull request that was opened here, and all that happens to it from now on. */
  async opened(caller: Caller, key: string, { opened }: PullRequestDraft, number: number): Promise<void> {
    await this.#lookup.authorized(caller, 'github.openPullRequest', key);
    const change = { kind: 'PULL_REQUESTS', numbers: [number], taskKey: key } as const;
    const { connection } = opened;
    await this.#deps.githubSyncs.deliver(connection, `opened-${key}-${number}`, 'a pull request', [change]);
  }
}

function choose(
  connections: readonly GithubConnectionDocument[],
  { workspace }: TaskState,
  wanted: string | undefined,
  ofIssue: number | undefined,
): GithubConnectionDocument {
  const address = workspace?.repositoryUrl.replace(/\.git$/, '').toLowerCase();
  const found =
    wanted === undefined
      ? (connections.find(({ owner, name }) => address?.endsWith(`${owner}/${name}`.toLowerCase())) ??
        connections.find(({ repositoryId }) => repositoryId === ofIssue) ??
        (connections.length === 1 ? connections[0] : undefined))
      : connections.find(({ _id }) => _id === wanted);
  if (found) return found;
  if (connections.length === 0) {
    throw new OperationError('CONFLICT', 'the project has no repository on GitHub: connect one first');
  }
  const message = 'say in which repository';
  throw new OperationError('INVALID', message, { errors: [{ path: 'repositoryId', message }] });
}

/** The branch of what was handed in, or the one that executors work on. */
const branchOf = ({ deliverable, key, title }: TaskState): string => deliverable?.branch ?? branchName(key, title);

const pullRequestView = (pull: GithubPullRequestDocument, repository: string): GithubPullRequestView => {
  const { number, url, title, state, isDraft, branch, base, author, checks, reviews, updatedAt } = pull;
  return { repository, number, url, title, state, isDraft, branch, base, author, checks, reviews, updatedAt };
};
