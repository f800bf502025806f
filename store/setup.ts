import type { Models } from './models.ts';

const THE_ONE = 'installation';

/** The one-time link that makes the first ADMIN. */
export class SetupStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Makes a link work, and earlier ones not any more. */
  async offer(setupTokenHash: string): Promise<void> {
    await this.#models.installation.updateOne({ _id: THE_ONE }, { $set: { setupTokenHash } }, { upsert: true });
  }

  /** Uses the link up: of several at the same moment, one gets true. */
  async take(setupTokenHash: string, setUpAt: string): Promise<boolean> {
    const update = { $unset: { setupTokenHash: 1 as const }, $set: { setUpAt } };
    const { modifiedCount } = await this.#models.installation.updateOne({ _id: THE_ONE, setupTokenHash }, update);
    return modifiedCount === 1;
  }

  /** After a set-up that did not come about: the link works again, unless there is a newer one. */
  async giveBack(setupTokenHash: string): Promise<void> {
    const query = { _id: THE_ONE as typeof THE_ONE, setupTokenHash: { $exists: false } };
    await this.#models.installation.updateOne(query, { $set: { setupTokenHash }, $unset: { setUpAt: 1 } });
  }
}
