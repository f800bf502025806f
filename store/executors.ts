import type { ExecutionStatus, ExecutorType } from '../domain/task/vocabulary.ts';
import { despiteDeadlocks } from './connection.ts';
import type { ExecutorDocument } from './documents/process.ts';
import type { Models } from './models.ts';

/** What the executors of a type have to do. */
export interface ExecutorLoad {
  readonly executor: ExecutorType;
  readonly status: Extract<ExecutionStatus, 'PENDING' | 'ASSIGNED' | 'IN_PROGRESS'>;
  /** The process that holds the lease. */
  readonly worker?: string;
  readonly count: number;
}

const UNFINISHED: readonly ExecutionStatus[] = ['PENDING', 'ASSIGNED', 'IN_PROGRESS'];

/** Of many processes, those that were seen last are looked at. */
const MOST_PROCESSES = 500;

/** The processes that ask for work, and what they have to do. */
export class ExecutorStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Notes that an executor asks for work, and what it says of itself. Answers the circuits that it is to close. */
  async note(
    type: ExecutorType,
    executor: Omit<ExecutorDocument, '_id' | 'type' | 'resets' | 'lastSeenAt'>,
  ): Promise<readonly string[]> {
    const _id = `${type}:${executor.name}`;
    const document = { _id, type, ...executor, lastSeenAt: new Date() };
    const before = await despiteDeadlocks(() =>
      this.#models.executors.collection.findOneAndReplace({ _id } as never, document as never, { upsert: true }),
    );
    return (before as ExecutorDocument | null)?.resets ?? [];
  }

  /** Asks the processes of a type to close circuits that are not closed. Answers how many are asked. */
  async askForReset(type: ExecutorType, since: Date, service: string | undefined): Promise<number> {
    const isOpen = { state: { $ne: 'CLOSED' }, ...(service !== undefined && { service }) };
    const query = { type, lastSeenAt: { $gte: since }, circuits: { $elemMatch: isOpen } };
    const found = await this.#models.executors.find(query as never).lean();
    for (const { _id, circuits = [] } of found) {
      const open = circuits.filter(
        (one) => one.state !== 'CLOSED' && (service === undefined || one.service === service),
      );
      const resets = open.map((one) => one.service);
      await this.#models.executors.updateOne({ _id }, { $addToSet: { resets: { $each: resets } } } as never);
    }
    return found.length;
  }

  /** Notes that an executor is at work. */
  async touch(type: ExecutorType, name: string): Promise<void> {
    const set = { $set: { type, name, lastSeenAt: new Date() } };
    await this.#models.executors.updateOne({ _id: `${type}:${name}` }, set, { upsert: true });
  }

  /** Those that were seen since then, the last one first. */
  async seenSince(since: Date): Promise<ExecutorDocument[]> {
    return await this.#models.executors
      .find({ lastSeenAt: { $gte: since } })
      .sort({ lastSeenAt: -1 })
      .limit(MOST_PROCESSES)
      .lean();
  }

  /** What waits and what is under way, by type and process. @param projects undefined means all. */
  async load(projects: readonly string[] | undefined): Promise<ExecutorLoad[]> {
    const groups = await this.#models.executions.aggregate<{ _id: Omit<ExecutorLoad, 'count'>; count: number }>([
      { $match: { status: { $in: UNFINISHED }, ...(projects && { projectId: { $in: [...projects] } }) } },
      { $group: { _id: { executor: '$executor', status: '$status', worker: '$worker.name' }, count: { $sum: 1 } } },
    ]);
    return groups.map(({ _id, count }) => ({ ..._id, count }));
  }
}
