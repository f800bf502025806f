import { isDuplicateKey } from '../connection.ts';
import type { GithubCommentDocument } from '../documents/github.ts';
import type { Models } from '../models.ts';

/** What we have said on GitHub. */
export class GithubCommentStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<GithubCommentDocument | undefined> {
    return (await this.#models.githubComments.findOne({ _id: id }).lean()) ?? undefined;
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, GithubCommentDocument>> {
    const found = await this.#models.githubComments.find({ _id: { $in: [...ids] } }).lean();
    return new Map(found.map((comment) => [comment._id, comment]));
  }

  /** Notes that it is about to be said. Answers false when that was noted before. */
  async begin(document: GithubCommentDocument): Promise<boolean> {
    try {
      await this.#models.githubComments.collection.insertOne(document as never);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async said(id: string, commentId: number, textHash: string): Promise<void> {
    await this.#models.githubComments.updateOne({ _id: id }, { $set: { commentId, textHash } });
  }

  async forget(id: string): Promise<void> {
    await this.#models.githubComments.deleteOne({ _id: id });
  }
}
