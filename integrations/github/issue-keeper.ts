import { createHash } from 'node:crypto';
import { changedFields, issueFields, issueRef, type GithubIssue, type IssueFields } from '../../domain/github/issue.ts';
import type { IssuePlace } from '../../domain/github/change.ts';
import { isTold } from '../../domain/github/settings.ts';
import { githubPartId } from '../../store/github/github-store.ts';
import type { GithubIssueDocument } from '../../store/documents/github.ts';
import type { TaskView } from '../../operations/schemas/task.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { GITHUB_CALLER, type Connection, type GithubParts } from './parts.ts';
import { isRefusal, moveTask, say } from './task-moves.ts';

export type Taken = 'CREATED' | 'CHANGED' | 'SAME' | 'LEFT';

/** Makes issues tasks, and changes the tasks as the issues change. */
export class IssueKeeper {
  readonly #parts: GithubParts;

  constructor(parts: GithubParts) {
    this.#parts = parts;
  }

  /** Whether a look at the task is needed at all. @param known what is kept of the issue */
  isKnown(connection: Connection, issue: GithubIssue, known: GithubIssueDocument | undefined): boolean {
    if (!known) return false;
    if (known.updatedAt > issue.updatedAt) return true;
    const isSame = changedFields(known.fields, issueFields(issue, connection.settings)) === undefined;
    return isSame && known.isClosed === issue.isClosed && known.goneAt === undefined && known.url === issue.url;
  }

  /** Once for each state of the issue, however often and in which order it is told. */
  take(connection: Connection, issue: GithubIssue, movedFrom?: IssuePlace): Promise<Taken> {
    const id = idOf(connection, issue.number);
    return oneAtATime(this.#parts.store, id, async () => {
      const { issues } = this.#parts.store.github;
      const known = (await issues.byId(id)) ?? (await this.#moved(connection, issue, movedFrom));
      if (known && this.isKnown(connection, issue, known)) return 'SAME';
      if (!known && issue.isClosed && !connection.settings.importClosed) return 'LEFT';
      const before = known ?? (await this.#create(connection, issue));
      // An earlier attempt may have created it from what the issue was then.
      const isNew = !known && this.isKnown(connection, issue, before);
      const isChanged = !isNew && (await this.#change(connection, before, issue));
      return known ? (isChanged ? 'CHANGED' : 'SAME') : 'CREATED';
    }).catch((error: unknown): Taken => {
      if (!isRefusal(error)) throw error;
      // One issue that cannot be a task keeps no other from being one.
      this.#parts.logger.warn({ issue: id, why: error.message }, 'an issue could not be taken');
      return 'LEFT';
    });
  }

  /** The issue is not there any more; where it went to a repository of the project, the task goes along. */
  async lose(connection: Connection, number: number, movedTo?: IssuePlace & { url: string }): Promise<void> {
    const { github } = this.#parts.store;
    const known = await github.issues.byId(idOf(connection, number));
    if (!known || known.goneAt !== undefined) return;
    const target = movedTo && (await github.connections.ofRepository(connection.projectId, movedTo.repositoryId));
    if (target && movedTo && !(await github.issues.byId(idOf(target, movedTo.number)))) {
      const { repositoryId, number: newNumber, url } = movedTo;
      await github.issues.put({ ...known, _id: idOf(target, newNumber), repositoryId, number: newNumber, url });
    }
    await github.issues.set(known._id, { goneAt: new Date().toISOString() });
    const what = movedTo ? `The issue was moved to ${movedTo.url}` : 'The issue was deleted on GitHub: the task stays';
    await say(this.#parts, known.taskKey, `issue/${known._id}/gone`, what);
  }

  /** The task of an issue that was in another repository of the project before. */
  async #moved({ projectId, repositoryId }: Connection, { number, url }: GithubIssue, from?: IssuePlace) {
    if (!from) return undefined;
    const { issues } = this.#parts.store.github;
    const before = await issues.byId(githubPartId(projectId, from.repositoryId, from.number));
    return (
      before && { ...withoutEnd(before), _id: githubPartId(projectId, repositoryId, number), repositoryId, number, url }
    );
  }

  async #create(connection: Connection, issue: GithubIssue): Promise<GithubIssueDocument> {
    const { operations, store } = this.#parts;
    const { projectId: project, repositoryId, owner, name: repo, settings } = connection;
    const id = idOf(connection, issue.number);
    const input = {
      ...issueFields(issue, settings),
      labels: [...issueFields(issue, settings).labels],
      project,
      source: 'GITHUB' as const,
      sourceRef: issueRef(connection, issue.number),
      dependsOn: [],
      checklist: [],
      metadata: { githubIssueId: issue.id, githubIssueNumber: issue.number, githubUrl: issue.url, owner, repo },
    };
    // The issue may have changed since an earlier attempt was cut off: it is the same task all the same.
    const { task } = await operations.tasks.create(GITHUB_CALLER, input, `issue/${id}`, { issue: id });
    const document: GithubIssueDocument = {
      _id: id,
      projectId: project,
      repositoryId,
      number: issue.number,
      url: issue.url,
      taskId: task.id,
      taskKey: task.key,
      fields: fieldsOf(task),
      isClosed: false,
      updatedAt: issue.updatedAt,
    };
    if (isTold(settings)) await store.github.posts.owe(task.id, task.key);
    await store.github.issues.put(document);
    return document;
  }

  /** Answers whether the task was changed. */
  async #change(connection: Connection, known: GithubIssueDocument, issue: GithubIssue): Promise<boolean> {
    const wanted = issueFields(issue, connection.settings);
    const changes = changedFields(known.fields, wanted);
    const name = `issue/${known._id}/${issue.updatedAt}`;
    if (changes) await this.#edit(known.taskKey, changes, `${name}/edit`);
    const isClosing = issue.isClosed && !known.isClosed;
    if (isClosing) await this.#closed(connection, known.taskKey, name);
    if (!issue.isClosed && known.isClosed) {
      await say(this.#parts, known.taskKey, `${name}/reopened`, 'The issue was opened again on GitHub.');
    }
    await this.#parts.store.github.issues.put({
      ...withoutEnd(known),
      url: issue.url,
      fields: wanted,
      isClosed: issue.isClosed,
      updatedAt: issue.updatedAt,
    });
    return changes !== undefined || issue.isClosed !== known.isClosed;
  }

  async #edit(taskKey: string, changes: Partial<IssueFields>, name: string): Promise<void> {
    const { labels, ...rest } = changes;
    const body = { ...rest, ...(labels && { labels: [...labels] }) };
    // Of two edits within a second the second one is another one.
    const key = `${name}/${digest(JSON.stringify(body))}`;
    try {
      await this.#parts.operations.tasks.command(GITHUB_CALLER, taskKey, 'edit', body, key);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { type, ...others } = body;
      // The type stays once work has begun, and a task that is over stays as it is.
      if (type === undefined || Object.keys(others).length === 0) return;
      await this.#parts.operations.tasks
        .command(GITHUB_CALLER, taskKey, 'edit', others, `${key}/others`)
        .catch((again: unknown) => {
          if (!isRefusal(again)) throw again;
        });
    }
  }

  async #closed(connection: Connection, taskKey: string, name: string): Promise<void> {
    const { onIssueClosed: to } = connection.settings;
    const reason = 'The issue was closed on GitHub';
    if (to === 'NOTHING') await say(this.#parts, taskKey, `${name}/closed`, `${reason}.`);
    else await moveTask(this.#parts, connection, { taskKey, to, reason, name: `${name}/closed` });
  }
}

const idOf = ({ projectId, repositoryId }: Connection, number: number): string =>
  githubPartId(projectId, repositoryId, number);

function withoutEnd({ goneAt: _goneAt, ...issue }: GithubIssueDocument): GithubIssueDocument {
  return issue;
}

const fieldsOf = ({ title, description, labels, type, priority }: TaskView): IssueFields => ({
  title,
  description,
  labels,
  type,
  priority,
});

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
