import type { ActivityDocument } from './documents/attention.ts';
import type { Models } from './models.ts';

/** What people and rules did outside of tasks. */
export class ActivityStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async add(activity: ActivityDocument): Promise<void> {
    await this.#models.activities.collection.insertOne(activity as never);
  }
}
