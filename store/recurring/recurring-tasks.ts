import { despiteDeadlocks, isDuplicateKey } from '../connection.ts';
import type { RecurringTaskDocument } from '../documents/recurring.ts';
import type { Models } from '../models.ts';

type Change = Partial<Omit<RecurringTaskDocument, '_id' | 'projectId' | 'request'>>;
type Clearable = 'until' | 'count' | 'paused' | 'ended';

/** Tasks that are made again and again. */
export class RecurringTaskStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** @returns what the same request has created before, if it has. */
  async create(document: RecurringTaskDocument): Promise<RecurringTaskDocument> {
    try {
      await despiteDeadlocks(() => this.#models.recurringTasks.collection.insertOne({ ...document } as never));
      return document;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.ofRequest(document.request)) ?? document;
    }
  }

  async ofRequest(request: string): Promise<RecurringTaskDocument | undefined> {
    return (await this.#models.recurringTasks.findOne({ request }).lean()) ?? undefined;
  }

  /** Also one that was taken away. */
  async byId(id: string): Promise<RecurringTaskDocument | undefined> {
    return (await this.#models.recurringTasks.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** Oldest first, without those that were taken away. */
  async ofProject(projectId: string): Promise<RecurringTaskDocument[]> {
    const query = { projectId, removedAt: { $exists: false } };
    return await this.#models.recurringTasks.find(query).sort({ _id: 1 }).lean();
  }

  /** The ids of all, also of those that were taken away. */
  async ids(projectId?: string): Promise<string[]> {
    const query = projectId === undefined ? {} : { projectId };
    const found = await this.#models.recurringTasks.find(query, { _id: 1 }).sort({ _id: 1 }).lean();
    return found.map(({ _id }) => _id);
  }

  /** Answers it as it is now; undefined when it is gone. */
  async change(
    id: string,
    $set: Change,
    cleared: readonly Clearable[] = [],
  ): Promise<RecurringTaskDocument | undefined> {
    const $unset = Object.fromEntries(cleared.map((name) => [name, 1]));
    const update = { $set, ...(cleared.length > 0 && { $unset }) };
    const found = await this.#models.recurringTasks.collection.findOneAndUpdate(
      { _id: id, removedAt: { $exists: false } } as never,
      update as never,
      { returnDocument: 'after' },
    );
    return (found as unknown as RecurringTaskDocument | null) ?? undefined;
  }

  /** Pauses it unless it is already. Answers whether it was not. */
  async pause(id: string, paused: NonNullable<RecurringTaskDocument['paused']>): Promise<boolean> {
    const { modifiedCount } = await this.#models.recurringTasks.collection.updateOne(
      { _id: id, paused: { $exists: false }, removedAt: { $exists: false } } as never,
      { $set: { paused, changedAt: paused.at } } as never,
    );
    return modifiedCount > 0;
  }
}
