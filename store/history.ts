import type { Model } from 'mongoose';
import { CONSEQUENCES_REACH, hasConsequences } from '../domain/report/decision-chain.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import { evolve, fold } from '../domain/task/evolve.ts';
import type { TaskState } from '../domain/task/state.ts';
import { isDuplicateKey } from './connection.ts';
import { chain, type ChainedEvent } from './hash-chain.ts';
import { LogReader, type LogPart } from './log-reader.ts';
import type { EventDocument, Models } from './models.ts';
import { project, taskDocument } from './projection.ts';
import type { Write } from './write.ts';

/** Where events name the approval that they are about. */
const APPROVAL_FIELDS = ['data.approvalId', 'data.approval.id', 'data.grant.approvalId'] as const;
const MOST_AROUND_APPROVAL = 500;

/** A log that does not continue where the batch begins: another writer or a damaged log. */
class BrokenLogError extends Error {
  override readonly name = 'BrokenLogError';
}

/** What a batch of events has led to. */
interface Appended {
  readonly lastHash: string;
  /** The task before the batch; undefined when that creates it. */
  readonly before: TaskState | undefined;
  readonly after: TaskState | undefined;
}

/** What every document about a task names it by. */
export type TaskIdentity = Pick<TaskState, 'id' | 'key' | 'projectId'>;

/** The log of every task, and the documents that follow from it. */
export class HistoryStore {
  readonly #models: Models;
  readonly #reader: LogReader;

  constructor(models: Models) {
    this.#models = models;
    this.#reader = new LogReader(models);
  }

  /**
   * Appends events and brings every document up to them. Safe to repeat, in part or whole.
   * @param previousHash of the event before the first one, empty at the beginning of a log.
   */
  async append(events: readonly TaskEvent[], task: TaskIdentity, previousHash: string): Promise<Appended> {
    const chained = chain(events, previousHash);
    const [before] = await Promise.all([this.#stateBefore(events), this.#insertEvents(chained, task)]);
    const state = events.reduce<TaskState | undefined>(evolve, before);
    const lastHash = chained.at(-1)?.hash ?? previousHash;
    if (!state) return { lastHash, before, after: undefined };
    const projection = project(events, before, state);
    await Promise.all([
      this.#upsertTask(state),
      write(this.#models.approvals, projection.approvals),
      write(this.#models.messages, projection.messages),
      write(this.#models.reviews, projection.reviews),
      write(this.#models.boardCounts, projection.boardCounts),
      write(this.#models.stays, projection.stays),
    ]);
    // Last, because who has handed in work watches them: what it led to is there by then.
    await write(this.#models.executions, projection.executions);
    return { lastHash, before, after: state };
  }

  /** Events of a task after `afterSeq`, oldest first. */
  async events(taskId: string, afterSeq: number, limit: number): Promise<(ChainedEvent & { taskKey: string })[]> {
    const found = await this.#models.events
      .find({ taskId, seq: { $gt: afterSeq } }, { _id: 0 })
      .sort({ seq: 1 })
      .limit(limit)
      .lean();
    return found as unknown as (ChainedEvent & { taskKey: string })[];
  }

  /** Of an approval, in the order of the log: what happened to it, and what came right after each of that. */
  async aroundApproval(taskId: string, approvalId: string): Promise<TaskEvent[]> {
    const $or = APPROVAL_FIELDS.map((field) => ({ [field]: approvalId }));
    const own = await this.#slices({ taskId, $or });
    const causes = own
      .filter(hasConsequences)
      .map(({ seq }) => ({ seq: { $gt: seq, $lte: seq + CONSEQUENCES_REACH } }));
    const after = causes.length === 0 ? [] : await this.#slices({ taskId, $or: causes });
    const all = new Map([...own, ...after].map((event) => [event.seq, event]));
    return [...all.values()].toSorted((one, other) => one.seq - other.seq);
  }

  async #slices(query: object): Promise<TaskEvent[]> {
    const found = await this.#models.events
      .find(query as never, { _id: 0, taskKey: 0, projectId: 0, storedAt: 0, hash: 0, previousHash: 0 })
      .sort({ seq: 1 })
      .limit(MOST_AROUND_APPROVAL)
      .lean();
    return found as unknown as TaskEvent[];
  }

  /** The whole log of a task, a page at a time, so that long ones are not held in memory. */
  log(taskId: string, only?: LogPart): AsyncGenerator<ChainedEvent> {
    return this.#reader.events(taskId, only);
  }

  /** Tasks of a project to which something happened in a time, by their keys. @param from ISO 8601, @param until excluded. */
  async tasksWithEvents(projectId: string, from: string, until: string): Promise<{ id: string; key: string }[]> {
    // No event is stored before it has happened.
    const $match = { projectId, storedAt: { $gte: new Date(from) }, at: { $gte: from, $lt: until } };
    const groups = await this.#models.events.aggregate<{ _id: string; key: string }>([
      { $match },
      { $group: { _id: '$taskId', key: { $first: '$taskKey' } } },
    ]);
    return groups.map(({ _id: id, key }) => ({ id, key })).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Events of all tasks that were stored after `since`, in that order: what live streams follow. */
  async storedSince(since: Date, limit: number): Promise<EventDocument[]> {
    const found = await this.#models.events
      .find({ storedAt: { $gt: since } })
      .sort({ storedAt: 1 })
      .limit(limit)
      .lean();
    // Events of one command are stored in the same moment; in the order of the task they are understood.
    return found.toSorted((one, other) => one.storedAt.getTime() - other.storedAt.getTime() || one.seq - other.seq);
  }

  /** The task as its document has it; folded from the log where the document is behind or, repeating a write, ahead. */
  async #stateBefore([first]: readonly TaskEvent[]): Promise<TaskState | undefined> {
    if (!first || first.seq === 1) return undefined;
    const found = await this.#models.tasks.findOne({ _id: first.taskId }, { state: 1 }).lean();
    const state = found?.state as TaskState | undefined;
    if (state?.seq === first.seq - 1) return state;
    return fold(await this.events(first.taskId, 0, first.seq - 1));
  }

  async #insertEvents(events: readonly ChainedEvent[], { id, key, projectId }: TaskIdentity): Promise<void> {
    const storedAt = new Date();
    const documents = events.map((event) => ({ ...event, taskId: id, taskKey: key, projectId, storedAt }));
    try {
      await this.#models.events.collection.insertMany(documents, { ordered: false });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.#checkSame(id, events);
    }
  }

  /** What is there already must be what we were about to write. */
  async #checkSame(taskId: string, events: readonly ChainedEvent[]): Promise<void> {
    const first = events[0]?.seq ?? 1;
    const stored = await this.events(taskId, first - 1, events.length);
    const hashes = new Map(stored.map(({ seq, hash }) => [seq, hash]));
    const differing = events.find(({ seq, hash }) => hashes.get(seq) !== hash);
    if (differing) throw new BrokenLogError(`event ${differing.seq} of task ${taskId} is stored with another content`);
  }

  async #upsertTask(state: TaskState): Promise<void> {
    const { _id, ...document } = taskDocument(state);
    try {
      await this.#models.tasks.collection.replaceOne({ _id, seq: { $lt: state.seq } } as never, document, {
        upsert: true,
      });
    } catch (error) {
      // A document with this or a later seq exists: an earlier attempt was here.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * In the order of the events. A duplicate means that the document is there: by an earlier attempt of the same write,
 * which the filter then keeps from being repeated, or by another task's first write to the same board.
 */
async function write<Document>(model: Model<Document>, writes: readonly Write[]): Promise<void> {
  for (const { filter, update, upsert } of writes) {
    try {
      await model.collection.updateOne(filter, update, { upsert });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await model.collection.updateOne(filter, update);
    }
  }
}
