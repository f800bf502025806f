import type { GithubIssueDocument } from '../documents/github.ts';
import type { Models } from '../models.ts';

/** Which issue is which task. */
export class GithubIssueStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<GithubIssueDocument | undefined> {
    return (await this.#models.githubIssues.findOne({ _id: id }).lean()) ?? undefined;
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, GithubIssueDocument>> {
    const found = await this.#models.githubIssues.find({ _id: { $in: [...ids] } }).lean();
    return new Map(found.map((issue) => [issue._id, issue]));
  }

  async ofTask(taskId: string): Promise<GithubIssueDocument | undefined> {
    return (await this.#models.githubIssues.findOne({ taskId }).sort({ goneAt: 1 }).lean()) ?? undefined;
  }

  /** Those of these tasks that are an issue or have a pull request. */
  async linked(taskIds: readonly string[]): Promise<ReadonlySet<string>> {
    const query = { taskId: { $in: [...taskIds] } };
    const [issues, pulls] = await Promise.all([
      this.#models.githubIssues.find(query, { taskId: 1 }).lean(),
      this.#models.githubPullRequests.find(query, { taskId: 1 }).lean(),
    ]);
    return new Set([...issues, ...pulls].map(({ taskId }) => taskId));
  }

  async put({ _id, ...issue }: GithubIssueDocument): Promise<void> {
    await this.#models.githubIssues.collection.replaceOne({ _id } as never, issue as never, { upsert: true });
  }

  async set(id: string, change: Partial<GithubIssueDocument>): Promise<void> {
    await this.#models.githubIssues.updateOne({ _id: id }, { $set: change } as never);
  }

  /** How many issues of a repository are tasks of a project. */
  async count(projectId: string, repositoryId: number): Promise<number> {
    const prefix = `${projectId}:${repositoryId}#`;
    return this.#models.githubIssues.countDocuments({ _id: { $gte: prefix, $lt: `${prefix}:` } });
  }
}
