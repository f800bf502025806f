import { statusLabel } from '../../domain/github/status-label.ts';
import { commentText, statusText } from '../../domain/github/words.ts';
import { redact } from '../../domain/policy/secrets/secrets.ts';
import type { TaskState } from '../../domain/task/state.ts';
import type { GithubIssueDocument } from '../../store/documents/github.ts';
import type { MessageDocument } from '../../store/documents/message.ts';
import { hasStatus } from './failure.ts';
import { OwnComments } from './own-comments.ts';
import { repositoryOf, type Connection, type GithubParts } from './parts.ts';

const MESSAGES = 500;

/** Tells GitHub what happens to tasks: how they are, and what people say about them. */
export class Poster {
  readonly #parts: GithubParts;
  readonly #comments: OwnComments;

  constructor(parts: GithubParts) {
    this.#parts = parts;
    this.#comments = new OwnComments(parts);
  }

  /** The repositories where the task has an issue or a pull request. */
  async connectionsOf(taskId: string): Promise<Connection[]> {
    const { github } = this.#parts.store;
    const [issue, pulls] = await Promise.all([github.issues.ofTask(taskId), github.pullRequests.ofTask(taskId)]);
    const places = [...(issue && issue.goneAt === undefined ? [issue] : []), ...pulls];
    const repositories = new Map(places.map(({ repositoryId, projectId }) => [repositoryId, projectId]));
    const found = await Promise.all(
      [...repositories].map(([repositoryId, projectId]) => github.connections.ofRepository(projectId, repositoryId)),
    );
    return found.filter((connection) => connection !== undefined);
  }

  /** Everything that is new since the last time; nothing twice, however often it is tried. */
  async post(connection: Connection, taskId: string): Promise<void> {
    const { github, tasks } = this.#parts.store;
    const [issue, pulls] = await Promise.all([github.issues.ofTask(taskId), github.pullRequests.ofTask(taskId)]);
    const here = pulls.filter(({ repositoryId }) => repositoryId === connection.repositoryId);
    const ours = issue?.repositoryId === connection.repositoryId && issue.goneAt === undefined ? issue : undefined;
    const taskKey = ours?.taskKey ?? here[0]?.taskKey;
    const task = taskKey === undefined ? undefined : await tasks.byKey(taskKey);
    if (!task) return;
    const url = `${this.#parts.publicUrl}/p/${task.projectId}/t/${task.key}`;
    if (ours) await this.#postMessages(connection, ours, task, url);
    if (connection.settings.statusComment) {
      const text = redact(statusText(task, url));
      const open = here.filter(({ state }) => state === 'OPEN');
      for (const { number } of [...(ours ? [ours] : []), ...open]) {
        await this.#comments.write(connection, number, `status:${task.key}:${number}`, text);
      }
    }
    if (ours && connection.settings.statusLabel) await this.#label(connection, ours, task);
  }

  async #postMessages(connection: Connection, issue: GithubIssueDocument, task: TaskState, url: string): Promise<void> {
    const { github, parts } = this.#parts.store;
    const { messageSeq = 0 } = (await github.posts.byTask(task.id)) ?? {};
    const messages = await parts.messages(task.id, MESSAGES, 0);
    if (connection.settings.comments === 'BOTH') {
      const idOf = ({ _id }: MessageDocument) => `${connection.repositoryId}:${_id}`;
      const said = await github.comments.byIds(messages.map(idOf));
      for (const message of messages) {
        const isNew = message.seq > messageSeq && message.at >= connection.connectedAt;
        if (!isOfPeople(message) || !(isNew || said.has(idOf(message)))) continue;
        const text = commentText(message.author.name, redact(message.body), url);
        await this.#comments.write(connection, issue.number, message._id, text);
      }
    }
    const last = messages.at(-1)?.seq ?? 0;
    if (last > messageSeq) await github.posts.set(task.id, { messageSeq: last });
  }

  /** One label of ours at a time; those of others stay. */
  async #label(connection: Connection, issue: GithubIssueDocument, { id, status }: TaskState): Promise<void> {
    const { posts } = this.#parts.store.github;
    const { labelled } = (await posts.byTask(id)) ?? {};
    if (labelled === status) return;
    const { rest } = this.#parts.clients.of(this.#parts.operations.github.open(connection));
    const where = { ...repositoryOf(connection), issue_number: issue.number };
    try {
      await rest.issues.addLabels({ ...where, labels: [statusLabel(status)] });
      if (labelled) await rest.issues.removeLabel({ ...where, name: statusLabel(labelled) }).catch(unlessMissing);
    } catch (error) {
      unlessMissing(error);
    }
    await posts.set(id, { labelled: status });
  }
}

/** What came from GitHub does not go back there, and what agents and rules say stays here. */
const isOfPeople = ({ author, via }: MessageDocument): boolean =>
  author.kind === 'HUMAN' && via?.startsWith('github:') !== true;

function unlessMissing(error: unknown): void {
  if (!hasStatus(error, 404, 410)) throw error;
}
