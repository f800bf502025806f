import { ulid } from 'ulid';
import { insertMissing } from './connection.ts';
import type { ChangeDocument } from './documents/attention.ts';
import type { Models } from './models.ts';

/** How long a change can be told again, in seconds. */
export const CHANGES_KEPT_SECONDS = 3600;

type Change = Omit<ChangeDocument, '_id' | 'storedAt'>;

/** What live streams tell besides changes of tasks. */
export class ChangeStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async add(change: Change): Promise<void> {
    await this.#models.changes.collection.insertOne({ _id: ulid(), ...change, storedAt: new Date() } as never);
  }

  /** The same for writes that are repeated: a change whose id is there already is left as it is. */
  async addOnce(changes: readonly (Change & { _id: string })[]): Promise<void> {
    const storedAt = new Date();
    await insertMissing(
      this.#models.changes,
      changes.map((change) => ({ ...change, storedAt })),
    );
  }

  /** Stored after `since`, in that order. */
  async storedSince(since: Date, limit: number): Promise<ChangeDocument[]> {
    const query = { storedAt: { $gt: since } };
    return await this.#models.changes.find(query).sort({ storedAt: 1 }).limit(limit).lean();
  }
}
