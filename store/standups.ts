import { despiteDeadlocks, isDuplicateKey } from './connection.ts';
import type { StandupDocument } from './documents/standup.ts';
import type { Models } from './models.ts';

/** The standups that were kept, one of a project and day. */
export class StandupStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** @returns whether there was none of that project and day. */
  async addOnce(document: StandupDocument): Promise<boolean> {
    try {
      await despiteDeadlocks(() => this.#models.standups.collection.insertOne(document as never));
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
  }

  async byId(id: string): Promise<StandupDocument | undefined> {
    return (await this.#models.standups.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** Those of a project, newest first. */
  async page(projectId: string, limit: number, beforeId?: string): Promise<StandupDocument[]> {
    const query = { projectId, ...(beforeId !== undefined && { _id: { $lt: beforeId } }) };
    return await this.#models.standups.find(query).sort({ _id: -1 }).limit(limit).lean();
  }

  /** Stored after `since`, in that order: for whoever passes them on. */
  async storedSince(since: Date, limit: number): Promise<StandupDocument[]> {
    const query = { storedAt: { $gt: since } };
    return await this.#models.standups.find(query).sort({ storedAt: 1 }).limit(limit).lean();
  }
}
