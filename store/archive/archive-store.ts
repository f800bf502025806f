import type { Model } from 'mongoose';
import { isFinal, TASK_STATUSES } from '../../domain/task/vocabulary.ts';
import type { TaskState } from '../../domain/task/state.ts';
import { insertMissing } from '../connection.ts';
import type { RestorationDocument } from '../documents/restoration.ts';
import type { LearningStore } from '../learning.ts';
import type { Models, ProjectDocument } from '../models.ts';
import type { TaskStore } from '../tasks.ts';
import { archived, partOf, unarchived, type ArchivedDocument, type ArchivedProject, type PartName } from './parts.ts';
import { RestoredTasks, type ArchivedEvent, type ArchivedTask } from './restored-tasks.ts';

/** Tasks whose logs are read at once, and whose workflows are started at once. */
const TASK_PAGE = 50;
/** Documents that are inserted at once. */
const INSERTED_AT_ONCE = 500;

/** Everything of a project, as it goes into an archive and comes out of one. */
export class ArchiveStore {
  readonly #models: Models;
  readonly #tasks: TaskStore;
  readonly #learning: LearningStore;

  constructor(models: Models, tasks: TaskStore, learning: LearningStore) {
    this.#models = models;
    this.#tasks = tasks;
    this.#learning = learning;
  }

  /** What else than its slug documents of a project are found by. */
  async place({ _id: slug, keyPrefix }: ProjectDocument): Promise<ArchivedProject> {
    const query = { projectId: slug };
    const [connected, issued] = await Promise.all([
      this.#models.githubConnections.distinct('repositoryId', query),
      this.#models.githubIssues.distinct('repositoryId', query),
    ]);
    return { slug, keyPrefix, repositories: [...new Set([...connected, ...issued])] };
  }

  /** The documents of a part, without what is secret. */
  async *documents(name: PartName, place: ArchivedProject): AsyncGenerator<ArchivedDocument> {
    const { model, query, owns } = partOf(name);
    const found = (this.#models[model] as unknown as Model<ArchivedDocument>).find(query(place)).lean();
    for await (const document of found.cursor({ batchSize: INSERTED_AT_ONCE })) {
      const plain = archived(name, document);
      if (owns(plain, place)) yield plain;
    }
  }

  /** Every task with its log, up to where its document is at this moment. */
  async *logs(slug: string): AsyncGenerator<{ readonly task: ArchivedTask } | { readonly event: ArchivedEvent }> {
    let after = '';
    for (;;) {
      const page = await this.#page(slug, after);
      const last = page.at(-1);
      if (!last) return;
      yield* this.#logsOf(page);
      after = last.id;
    }
  }

  async #page(projectId: string, after: string): Promise<ArchivedTask[]> {
    const found = await this.#models.tasks
      .find({ projectId, _id: { $gt: after } }, { key: 1, seq: 1 })
      .sort({ _id: 1 })
      .limit(TASK_PAGE)
      .lean();
    const taskIds = found.map(({ _id }) => _id);
    const extras = { taskId: 1, progress: 1, logTail: 1, heldBack: 1 };
    const [executions, posts] = await Promise.all([
      this.#models.executions.find({ taskKey: { $in: found.map(({ key }) => key) } }, extras).lean(),
      this.#models.githubPosts.find({ _id: { $in: taskIds } }).lean(),
    ]);
    return found.map(({ _id: id, key, seq }) => {
      const own = executions.filter(({ taskId }) => taskId === id);
      const { _id: _, ...githubPost } = posts.find((post) => post._id === id) ?? { _id: '', messageSeq: 0 };
      return {
        id,
        key,
        seq,
        executions: own.map(({ _id: execution, taskId: _task, ...said }) => ({ id: execution, ...said })),
        ...(posts.some((post) => post._id === id) && { githubPost }),
      };
    });
  }

  async *#logsOf(tasks: readonly ArchivedTask[]) {
    const remaining = [...tasks];
    const taskId = { $in: tasks.map(({ id }) => id) };
    const query = this.#models.events.find({ taskId }, { _id: 0, taskKey: 0, projectId: 0 });
    let current: ArchivedTask | undefined;
    for await (const event of query.sort({ taskId: 1, seq: 1 }).lean().cursor({ batchSize: INSERTED_AT_ONCE })) {
      if (event.taskId !== current?.id) {
        current = remaining.find(({ id }) => id === event.taskId);
        if (current) yield { task: current };
      }
      if (!current || event.seq > current.seq) continue;
      yield { event: { ...event, storedAt: event.storedAt.toISOString() } as unknown as ArchivedEvent };
    }
  }

  /** Inserts documents that are not there yet. */
  async insert(name: PartName, documents: readonly ArchivedDocument[]): Promise<void> {
    const model = this.#models[partOf(name).model] as unknown as Model<object>;
    for (let from = 0; from < documents.length; from += INSERTED_AT_ONCE) {
      const some = documents.slice(from, from + INSERTED_AT_ONCE);
      await insertMissing(
        model,
        some.map((document) => unarchived(name, document)),
      );
    }
  }

  restoreTasks(slug: string): RestoredTasks {
    return new RestoredTasks(this.#models, slug);
  }

  /** Those of these tasks that there are already, of whatever project. */
  async known(taskIds: readonly string[]): Promise<string | undefined> {
    return (await this.#models.tasks.findOne({ _id: { $in: [...taskIds] } }, { key: 1 }).lean())?.key;
  }

  /** Tasks that have not ended, with the hash of the last event of each. */
  async *openTasks(slug: string): AsyncGenerator<readonly { readonly state: TaskState; readonly lastHash: string }[]> {
    const status = { $in: TASK_STATUSES.filter((one) => !isFinal(one)) };
    let after = '';
    for (;;) {
      const query = { projectId: slug, status, _id: { $gt: after } };
      const found = await this.#models.tasks.find(query, { state: 1 }).sort({ _id: 1 }).limit(TASK_PAGE).lean();
      const last = found.at(-1);
      if (!last) return;
      const states = found.map(({ state }) => state as unknown as TaskState);
      const lastEvents = await this.#models.events
        .find({ $or: states.map(({ id, seq }) => ({ taskId: id, seq })) }, { taskId: 1, hash: 1 })
        .lean();
      const hashes = new Map(lastEvents.map(({ taskId, hash }) => [taskId, hash]));
      yield states.map((state) => ({ state, lastHash: hashes.get(state.id) ?? '' }));
      after = last._id;
    }
  }

  /** Adds up what is not in an archive: the totals of the board, and what was learned. */
  async addUp(slug: string): Promise<void> {
    const counts = await this.#tasks.recount(slug);
    const totals = { counts, recent: [] };
    await this.#models.boardCounts.collection.replaceOne({ _id: slug } as never, totals as never, { upsert: true });
    await this.#learning.recompute({ kind: 'PROJECT', id: slug });
    for (const { _id: id } of await this.#models.agents.find({ projectId: slug }, { _id: 1 }).lean()) {
      await this.#learning.recompute({ kind: 'AGENT', id });
    }
  }

  async restoration(slug: string): Promise<RestorationDocument | undefined> {
    return (await this.#models.restorations.findOne({ _id: slug }).lean()) ?? undefined;
  }

  async noteRestoration({ _id, ...restoration }: RestorationDocument): Promise<void> {
    const { collection } = this.#models.restorations;
    await collection.replaceOne({ _id } as never, restoration as never, { upsert: true });
  }
}
