import type { GithubPostDocument } from '../documents/github.ts';
import type { Models } from '../models.ts';

/** How far GitHub has been told of what happens here. */
export class GithubPostStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byTask(taskId: string): Promise<GithubPostDocument | undefined> {
    return (await this.#models.githubPosts.findOne({ _id: taskId }).lean()) ?? undefined;
  }

  async set(taskId: string, change: Partial<Omit<GithubPostDocument, '_id'>>): Promise<void> {
    await this.#models.githubPosts.updateOne({ _id: taskId }, { $set: change }, { upsert: true });
  }

  async followedUntil(): Promise<Date | undefined> {
    return (await this.#models.githubFollowed.findOne({ _id: 'follower' }).lean())?.until;
  }

  async followed(until: Date): Promise<void> {
    await this.#models.githubFollowed.updateOne({ _id: 'follower' }, { $set: { until } }, { upsert: true });
  }
}
