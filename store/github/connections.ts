import type { GithubSyncProgress } from '../../domain/github/change.ts';
import { isDuplicateKey } from '../connection.ts';
import type { GithubConnectionDocument } from '../documents/github.ts';
import type { Models } from '../models.ts';

type Change = Partial<Omit<GithubConnectionDocument, '_id' | 'projectId' | 'repositoryId'>>;

/** The repositories that projects are connected to. */
export class GithubConnectionStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<GithubConnectionDocument | undefined> {
    return (await this.#models.githubConnections.findOne({ _id: id }).lean()) ?? undefined;
  }

  async ofProject(projectId: string): Promise<GithubConnectionDocument[]> {
    return this.#models.githubConnections.find({ projectId }).sort({ connectedAt: 1 }).lean();
  }

  async ofRepository(projectId: string, repositoryId: number): Promise<GithubConnectionDocument | undefined> {
    return (await this.#models.githubConnections.findOne({ projectId, repositoryId }).lean()) ?? undefined;
  }

  async all(): Promise<GithubConnectionDocument[]> {
    return this.#models.githubConnections.find().sort({ _id: 1 }).lean();
  }

  /** Answers false when the project has the repository already. */
  async add(document: GithubConnectionDocument): Promise<boolean> {
    try {
      await this.#models.githubConnections.collection.insertOne(document as never);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** @param unset what is not so any more. */
  async set(id: string, change: Change, ...unset: (keyof Change)[]): Promise<void> {
    const $unset = Object.fromEntries(unset.map((field) => [field, 1]));
    const update = {
      ...(Object.keys(change).length > 0 && { $set: change }),
      ...(unset.length > 0 && { $unset }),
    };
    await this.#models.githubConnections.updateOne({ _id: id }, update as never);
  }

  /** Notes that a sync begins, unless it has noted something itself by now. @param before what was noted until it began */
  async noteStart(id: string, before: GithubSyncProgress | undefined, sync: GithubSyncProgress): Promise<void> {
    const isAsBefore = before ? { 'sync.startedAt': before.startedAt } : { sync: { $exists: false } };
    await this.#models.githubConnections.updateOne({ _id: id, ...isAsBefore }, { $set: { sync } });
  }

  async remove(id: string): Promise<void> {
    await this.#models.githubConnections.deleteOne({ _id: id });
  }
}
