import type { GithubPullRequestDocument } from '../documents/github.ts';
import type { Models } from '../models.ts';

/** Which pull request is about which task. */
export class GithubPullRequestStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<GithubPullRequestDocument | undefined> {
    return (await this.#models.githubPullRequests.findOne({ _id: id }).lean()) ?? undefined;
  }

  async ofTask(taskId: string): Promise<GithubPullRequestDocument[]> {
    return this.#models.githubPullRequests.find({ taskId }).sort({ number: 1 }).lean();
  }

  /** Numbers of those that somebody may still merge. */
  async open(projectId: string, repositoryId: number): Promise<number[]> {
    const query = { projectId, repositoryId, state: 'OPEN' as const };
    const found = await this.#models.githubPullRequests.find(query, { number: 1 }).sort({ number: 1 }).lean();
    return found.map(({ number }) => number);
  }

  async withHead(projectId: string, repositoryId: number, headSha: string): Promise<number[]> {
    const query = { projectId, repositoryId, headSha };
    const found = await this.#models.githubPullRequests.find(query, { number: 1 }).lean();
    return found.map(({ number }) => number);
  }

  async put({ _id, ...pull }: GithubPullRequestDocument): Promise<void> {
    await this.#models.githubPullRequests.collection.replaceOne({ _id } as never, pull as never, { upsert: true });
  }
}
