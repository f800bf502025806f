import type { Caller } from '../../operations/caller.ts';
import type { GithubComment } from '../../domain/github/change.ts';
import { clean, cutBody } from '../../domain/github/issue.ts';
import { markerIn } from '../../domain/github/marker.ts';
import { githubPartId } from '../../store/github/github-store.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { commentFrom } from './from-api.ts';
import { hasStatus } from './failure.ts';
import { githubPerson, repositoryOf, type Connection, type GithubParts } from './parts.ts';
import { isRefusal } from './task-moves.ts';

interface Talk {
  readonly taskId: string;
  readonly taskKey: string;
}

/** Makes what people write about an issue or a pull request comments on its task. */
export class CommentKeeper {
  readonly #parts: GithubParts;

  constructor(parts: GithubParts) {
    this.#parts = parts;
  }

  /** Answers whether it is new here. What we have written ourselves is left out. */
  async take(connection: Connection, comment: GithubComment): Promise<boolean> {
    if (connection.settings.comments === 'NONE') return false;
    const about = await this.#taskOf(connection, comment.issueNumber);
    if (!about || (await this.#isOurs(connection, comment))) return false;
    return oneAtATime(this.#parts.store, `comment:${comment.id}`, () => this.#take(connection, comment, about));
  }

  async delete(connection: Connection, commentId: number, issueNumber: number): Promise<void> {
    const about = await this.#taskOf(connection, issueNumber);
    const message = about && (await this.#parts.store.parts.messageWrittenAt(viaOf(connection, commentId)));
    if (!about || !message) return;
    const login = message.author.id.replace(/^github:/, '');
    const by = githubPerson(login, viaOf(connection, commentId));
    await this.#edit(by, about, message._id, `comment/${commentId}/deleted`, '*(deleted on GitHub)*');
  }

  async #take(connection: Connection, comment: GithubComment, about: Talk): Promise<boolean> {
    const { operations, store } = this.#parts;
    const via = viaOf(connection, comment.id);
    const message = await store.parts.messageWrittenAt(via);
    const body = bodyOf(comment);
    if (!message) {
      if (body === '') return false;
      const caller = githubPerson(comment.login, via);
      const name = `comment/${comment.id}`;
      await unlessOver(operations.tasks.command(caller, about.taskKey, 'comment', { body }, name, { name }));
      return true;
    }
    if (message.body === body) return false;
    // Told late, it may have been changed again since: what is there now is what counts.
    const now = await this.#now(connection, comment);
    const text = now && bodyOf(now);
    if (!text || text === message.body) return false;
    const by = githubPerson(comment.login, via);
    await this.#edit(by, about, message._id, `comment/${comment.id}/${now.updatedAt}`, text);
    return false;
  }

  async #edit(by: Caller, { taskKey }: Talk, messageId: string, name: string, body: string): Promise<void> {
    await unlessOver(this.#parts.operations.tasks.command(by, taskKey, 'editComment', { messageId, body }, name));
  }

  async #now(connection: Connection, { id, issueNumber }: GithubComment): Promise<GithubComment | undefined> {
    const { rest } = this.#parts.clients.of(this.#parts.operations.github.open(connection));
    try {
      const { data } = await rest.issues.getComment({ ...repositoryOf(connection), comment_id: id });
      return commentFrom(data, issueNumber);
    } catch (error) {
      if (hasStatus(error, 404, 410)) return undefined;
      throw error;
    }
  }

  async #isOurs({ repositoryId }: Connection, { id, body }: GithubComment): Promise<boolean> {
    const marker = markerIn(body);
    if (marker === undefined) return false;
    const said = await this.#parts.store.github.comments.byId(`${repositoryId}:${marker}`);
    // Without a number it is being written just now.
    return said !== undefined && (said.commentId === undefined || said.commentId === id);
  }

  async #taskOf({ projectId, repositoryId }: Connection, number: number): Promise<Talk | undefined> {
    const { issues, pullRequests } = this.#parts.store.github;
    const id = githubPartId(projectId, repositoryId, number);
    return (await issues.byId(id)) ?? (await pullRequests.byId(id));
  }
}

/** Where a comment was written; two projects may be connected to one repository. */
const viaOf = ({ projectId }: Connection, commentId: number): string => `github:${projectId}:${commentId}`;

const bodyOf = ({ body }: GithubComment): string => cutBody(clean(body).trim());

/** A task that is over takes no comments any more. */
async function unlessOver(command: Promise<unknown>): Promise<void> {
  try {
    await command;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}
