import { ulid } from 'ulid';
import type { ChangeDocument } from './documents/attention.ts';
import type { Models } from './models.ts';

/** What live streams tell besides changes of tasks. */
export class ChangeStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async add(change: Omit<ChangeDocument, '_id' | 'storedAt'>): Promise<void> {
    await this.#models.changes.collection.insertOne({ _id: ulid(), ...change, storedAt: new Date() } as never);
  }

  /** Stored after `since`, in that order. */
  async storedSince(since: Date, limit: number): Promise<ChangeDocument[]> {
    const query = { storedAt: { $gt: since } };
    return await this.#models.changes.find(query).sort({ storedAt: 1 }).limit(limit).lean();
  }
}
