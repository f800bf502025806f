import { despiteDeadlocks, isDuplicateKey } from '../connection.ts';
import type { OccurrenceDocument } from '../documents/recurring.ts';
import type { Models } from '../models.ts';

/** How long it is remembered that a task was not made, in milliseconds. */
const SKIPS_KEPT_MS = 400 * 24 * 3_600_000;

type New = Omit<OccurrenceDocument, 'order' | 'at' | 'expireAt'>;
type Outcome = Pick<OccurrenceDocument, 'taskKey' | 'note' | 'skipped'>;

/** The times that tasks were due, each with what became of it. */
export class OccurrenceStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<OccurrenceDocument | undefined> {
    return (await this.#models.occurrences.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** Notes it unless an attempt before has. Answers what is noted. */
  async addOnce(occurrence: New): Promise<OccurrenceDocument> {
    const document: OccurrenceDocument = {
      ...occurrence,
      order: `${occurrence.scheduledFor}#${occurrence._id}`,
      at: new Date().toISOString(),
      ...(occurrence.state === 'SKIPPED' && { expireAt: forgottenAt() }),
    };
    try {
      await despiteDeadlocks(() => this.#models.occurrences.collection.insertOne({ ...document } as never));
      return document;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.byId(occurrence._id)) ?? document;
    }
  }

  /** What has become of one that was DUE. */
  async finish(id: string, outcome: Outcome): Promise<void> {
    const state = outcome.skipped ? 'SKIPPED' : 'MADE';
    const $set = {
      ...outcome,
      state,
      at: new Date().toISOString(),
      ...(outcome.skipped && { expireAt: forgottenAt() }),
    };
    await this.#models.occurrences.updateOne({ _id: id, state: 'DUE' }, { $set } as never);
  }

  /** Newest first. */
  async page(recurringTaskId: string, limit: number, beforeOrder?: string): Promise<OccurrenceDocument[]> {
    const query = { recurringTaskId, ...(beforeOrder !== undefined && { order: { $lt: beforeOrder } }) };
    return await this.#models.occurrences.find(query).sort({ order: -1 }).limit(limit).lean();
  }

  /** The newest that has led to a task. */
  async lastMade(recurringTaskId: string): Promise<OccurrenceDocument | undefined> {
    const query = { recurringTaskId, state: 'MADE' as const };
    return (await this.#models.occurrences.findOne(query).sort({ order: -1 }).lean()) ?? undefined;
  }

  /** How many tasks were made. @param cause of those only that have it. */
  async countMade(recurringTaskId: string, cause?: OccurrenceDocument['cause']): Promise<number> {
    const query = { recurringTaskId, state: 'MADE', ...(cause && { cause }) };
    return await this.#models.occurrences.countDocuments(query as never);
  }
}

const forgottenAt = (): Date => new Date(Date.now() + SKIPS_KEPT_MS);
