import { createHash } from 'node:crypto';
import { markerIn, withMarker } from '../../domain/github/marker.ts';
import type { GithubCommentDocument } from '../../store/documents/github.ts';
import type { GithubClient } from './client.ts';
import { hasStatus, pauseOf } from './failure.ts';
import { repositoryOf, type Connection, type GithubParts } from './parts.ts';

/** Clocks differ: how far back a comment is looked for that may have been written, in milliseconds. */
const LOOKED_BACK_MS = 10 * 60_000;

/** Comments that we write on GitHub: each once, and edited where what it says has changed. */
export class OwnComments {
  readonly #parts: GithubParts;

  constructor(parts: GithubParts) {
    this.#parts = parts;
  }

  /** @param marker of what is said, also in the comment. @param number of the issue or pull request */
  async write(connection: Connection, number: number, marker: string, text: string): Promise<void> {
    const { comments } = this.#parts.store.github;
    const { repositoryId } = connection;
    const id = `${repositoryId}:${marker}`;
    const body = withMarker(marker, text);
    const textHash = createHash('sha256').update(body).digest('hex');
    const known = await comments.byId(id);
    if (known?.textHash === textHash && known.commentId !== undefined) return;
    const client = this.#parts.clients.of(this.#parts.operations.github.open(connection));
    const commentId = known && (known.commentId ?? (await this.#find(client, connection, known, marker)));
    if (commentId !== undefined && (await edited(client, connection, commentId, body))) {
      await comments.said(id, commentId, textHash);
      return;
    }
    const at = new Date().toISOString();
    if (!known) await comments.begin({ _id: id, repositoryId, number, textHash: '', at });
    const written = await created(client, connection, number, body);
    if (written === undefined) await comments.forget(id);
    else await comments.said(id, written, textHash);
  }

  /** An earlier attempt may have written it, and not have heard so. */
  async #find(
    { rest }: GithubClient,
    connection: Connection,
    { number, at }: GithubCommentDocument,
    marker: string,
  ): Promise<number | undefined> {
    const since = new Date(Date.parse(at) - LOOKED_BACK_MS).toISOString();
    for (let page = 1; ; page += 1) {
      const where = { ...repositoryOf(connection), issue_number: number, since, per_page: 100, page };
      const { data } = await rest.issues.listComments(where);
      const found = data.find(({ body }) => markerIn(body ?? '') === marker);
      if (found || data.length < 100) return found?.id;
    }
  }
}

/** Answers false for a comment that somebody has deleted. */
async function edited(
  { rest }: GithubClient,
  connection: Connection,
  commentId: number,
  body: string,
): Promise<boolean> {
  try {
    await rest.issues.updateComment({ ...repositoryOf(connection), comment_id: commentId, body });
    return true;
  } catch (error) {
    if (hasStatus(error, 404, 410)) return false;
    throw error;
  }
}

/** Undefined where nothing can be written: the issue is gone, or its conversation is locked. */
async function created({ rest }: GithubClient, connection: Connection, number: number, body: string) {
  try {
    const { data } = await rest.issues.createComment({ ...repositoryOf(connection), issue_number: number, body });
    return data.id;
  } catch (error) {
    const isRefused = hasStatus(error, 403, 404, 410, 422) && pauseOf(error, Date.now()) === undefined;
    if (isRefused) return undefined;
    throw error;
  }
}
