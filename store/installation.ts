import type { ActorRef } from '../domain/actor.ts';
import type { InstallationDocument } from './documents/identity.ts';
import type { Models } from './models.ts';

const THE_ONE = 'installation';

/** The one document about the whole installation: set-up and emergency stop. */
export class InstallationStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async read(): Promise<InstallationDocument> {
    const found = await this.#models.installation.findOne({ _id: THE_ONE }).lean();
    return (found as InstallationDocument | null) ?? { _id: THE_ONE };
  }

  async stop(emergencyStop: { reason: string; by: ActorRef; at: string }): Promise<void> {
    await this.#models.installation.updateOne({ _id: THE_ONE }, { $set: { emergencyStop } }, { upsert: true });
  }

  /** Lifts the emergency stop. Answers whether there was one. */
  async resume(resumedAt: string): Promise<boolean> {
    const stopped = { _id: THE_ONE, emergencyStop: { $exists: true } };
    const update = { $set: { resumedAt }, $unset: { emergencyStop: 1 } };
    const { matchedCount } = await this.#models.installation.updateOne(stopped as never, update as never);
    return matchedCount === 1;
  }
}
