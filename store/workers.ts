import { despiteDeadlocks } from './connection.ts';
import type { Models } from './models.ts';

/** The worker processes, as they say themselves that they are there. */
export class WorkerStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Notes that a worker is there. @param identity what it is called in Temporal */
  async note(identity: string): Promise<void> {
    const update = { $set: { seenAt: new Date() }, $unset: { stoppedAt: 1 } };
    await despiteDeadlocks(() =>
      this.#models.workers.collection.updateOne({ _id: identity } as never, update as never, { upsert: true }),
    );
  }

  /** Notes that a worker is about to end. */
  async noteEnd(identity: string): Promise<void> {
    await this.#models.workers.updateOne({ _id: identity }, { $set: { stoppedAt: new Date() } });
  }

  /** How many there were in the last day, and how many of them have been seen since then and go on. */
  async count(since: Date): Promise<{ readonly known: number; readonly present: number }> {
    const workers = await this.#models.workers.find().lean();
    const present = workers.filter(({ seenAt, stoppedAt }) => seenAt >= since && stoppedAt === undefined);
    return { known: workers.length, present: present.length };
  }
}
