import { isDuplicateKey } from './connection.ts';
import type { Models } from './models.ts';

/** Short holds of one process on something that several would change at the same moment. */
export class LockStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Answers false while somebody else holds it. @param forMs after which it is free again, whatever became of `by`. */
  async hold(name: string, by: string, forMs: number): Promise<boolean> {
    const now = Date.now();
    const free = { _id: name, until: { $lt: now } };
    const update = { $set: { by, until: now + forMs } };
    try {
      await this.#models.locks.collection.updateOne(free as never, update as never, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Goes on holding. Answers false when somebody else has it meanwhile. */
  async keep(name: string, by: string, forMs: number): Promise<boolean> {
    const mine = { _id: name, by, until: { $gte: Date.now() } };
    const { matchedCount } = await this.#models.locks.updateOne(mine, { $set: { until: Date.now() + forMs } });
    return matchedCount > 0;
  }

  /** Lets go of what `by` holds. */
  async letGo(name: string, by: string): Promise<void> {
    await this.#models.locks.collection.deleteOne({ _id: name, by } as never);
  }
}
