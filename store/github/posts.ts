import type { GithubOwedDocument, GithubPostDocument } from '../documents/github.ts';
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

  /** Keeps in mind, before the task is linked, that it is to be told of then: nobody else may notice. */
  async owe(taskId: string, taskKey: string): Promise<void> {
    const document = { taskKey, at: new Date() };
    await this.#models.githubOwed.updateOne({ _id: taskId }, { $set: document }, { upsert: true });
  }

  async owed(limit: number): Promise<readonly GithubOwedDocument[]> {
    return this.#models.githubOwed.find({}).limit(limit).lean();
  }

  /** Unless it has been owed again since. */
  async paid({ _id, at }: GithubOwedDocument): Promise<void> {
    await this.#models.githubOwed.deleteOne({ _id, at });
  }

  async followedUntil(): Promise<Date | undefined> {
    return (await this.#models.githubFollowed.findOne({ _id: 'follower' }).lean())?.until;
  }

  async followed(until: Date): Promise<void> {
    await this.#models.githubFollowed.updateOne({ _id: 'follower' }, { $set: { until } }, { upsert: true });
  }
}
