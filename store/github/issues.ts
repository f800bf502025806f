import type { GithubIssueDocument } from '../documents/github.ts';
import type { Models } from '../models.ts';

type GithubPlace = Pick<GithubIssueDocument, 'taskId' | 'projectId' | 'repositoryId'>;

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

  /** Where those of these tasks are that are an issue or have a pull request. */
  async placesOf(taskIds: readonly string[]): Promise<readonly GithubPlace[]> {
    const query = { taskId: { $in: [...taskIds] } };
    const fields = { taskId: 1, projectId: 1, repositoryId: 1 };
    const [issues, pulls] = await Promise.all([
      this.#models.githubIssues.find(query, fields).lean(),
      this.#models.githubPullRequests.find(query, fields).lean(),
    ]);
    return [...issues, ...pulls];
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
