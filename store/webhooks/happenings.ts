import { encodeTime } from 'ulid';
import type { TaskEventType } from '../../domain/task/events.ts';
import type { ActivityDocument, AlertDocument } from '../documents/attention.ts';
import type { EventDocument, Models } from '../models.ts';

/** Characters of an ULID that are its time. */
const TIME_LENGTH = 10;
const NO_RANDOMNESS = '0'.repeat(16);

/** What webhooks are told of, from the logs that hold it for ever; each list in the order of storing. */
export class HappeningStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Events of some types of all tasks. */
  async events(since: Date, types: readonly TaskEventType[], limit: number): Promise<EventDocument[]> {
    return await this.#models.events
      .find({ storedAt: { $gt: since }, type: { $in: types as TaskEventType[] } })
      .sort({ storedAt: 1, seq: 1 })
      .limit(limit)
      .lean();
  }

  /** What was done outside of tasks. */
  async deeds(since: Date, types: readonly string[], limit: number): Promise<ActivityDocument[]> {
    const query = { at: { $gt: since.toISOString() }, type: { $in: types as string[] } };
    return await this.#models.activities.find(query).sort({ at: 1 }).limit(limit).lean();
  }

  /** Alerts by when they were first raised: their ids say it. */
  async alerts(since: Date, limit: number): Promise<AlertDocument[]> {
    const firstId = `${encodeTime(since.getTime(), TIME_LENGTH)}${NO_RANDOMNESS}`;
    return await this.#models.alerts
      .find({ _id: { $gt: firstId } })
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
  }
}
