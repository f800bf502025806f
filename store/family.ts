import type { TaskCard } from '../domain/task/card.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { TaskStatus } from '../domain/task/vocabulary.ts';
import type { Models, TaskDocument } from './models.ts';

const OVER: readonly TaskStatus[] = ['DONE', 'CANCELED'];

/** A task, with where its links lead. */
export type LinkedTask = Pick<
  TaskState,
  'id' | 'key' | 'title' | 'status' | 'source' | 'parent' | 'dependsOn' | 'budgetMicros'
>;

/** A task below another one. */
export interface ChildTask {
  readonly key: string;
  readonly parent: string;
  readonly costMicros: number;
}

/** One page of tasks that wait for another one; `nextId` is where the next page begins. */
export interface DependentPage {
  readonly tasks: readonly Pick<TaskState, 'id' | 'key' | 'dependsOn' | 'assignees'>[];
  readonly nextId: string | undefined;
}

type Found = Pick<TaskDocument, '_id' | 'key' | 'state'>;

const LINKS = {
  _id: 0,
  ...Object.fromEntries(
    ['id', 'key', 'title', 'status', 'source', 'parent', 'dependsOn', 'budgetMicros'].map((field) => [
      `state.${field}`,
      1,
    ]),
  ),
};

/** Which tasks of a project belong to which: parents and children, dependencies and those that wait for them. */
export class FamilyStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Tasks by their keys; what another project has is not found. */
  async byKeys(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, LinkedTask>> {
    if (keys.length === 0) return new Map();
    const query = { key: { $in: [...keys] }, projectId };
    const found = (await this.#models.tasks.find(query, LINKS).lean()) as unknown as Found[];
    return new Map(found.map(({ state }) => [state.key, state]));
  }

  /** Cards of the tasks right below one, most urgent and oldest first. */
  async cardsBelow(projectId: string, key: string, limit: number): Promise<TaskCard[]> {
    const found = this.#models.tasks.find({ projectId, 'state.parent': key } as never, { _id: 0, card: 1 });
    return (await found.sort({ order: 1 }).limit(limit).lean()).map(({ card }) => card);
  }

  /** The tasks right below any of these. */
  async below(projectId: string, keys: readonly string[], limit: number): Promise<ChildTask[]> {
    const fields = { key: 1, 'state.parent': 1, 'state.spending.costMicros': 1 };
    const query = { projectId, 'state.parent': { $in: [...keys] } };
    const found = await this.#models.tasks
      .find(query as never, fields)
      .limit(limit)
      .lean();
    return (found as unknown as Found[]).map(({ key, state }) => ({
      key,
      parent: state.parent ?? '',
      costMicros: state.spending.costMicros,
    }));
  }

  /** Tasks that wait for one, whatever their status. */
  async waitingFor(projectId: string, key: string, limit: number): Promise<LinkedTask[]> {
    const query = this.#models.tasks.find({ projectId, 'state.dependsOn': key } as never, LINKS);
    const found = await query.sort({ order: 1 }).limit(limit).lean();
    return (found as unknown as Found[]).map(({ state }) => state);
  }

  /** Whether a task that is not over waits for this one. */
  async hasDependents(projectId: string, key: string): Promise<boolean> {
    return (await this.#models.tasks.findOne(dependentsOf(projectId, key) as never, { _id: 1 }).lean()) !== null;
  }

  /** Tasks that wait for one and are not over. */
  async dependents(projectId: string, key: string, afterId: string | undefined, limit: number): Promise<DependentPage> {
    const query = { ...dependentsOf(projectId, key), ...(afterId !== undefined && { _id: { $gt: afterId } }) };
    const fields = { 'state.id': 1, 'state.key': 1, 'state.dependsOn': 1, 'state.assignees': 1 };
    const found = (await this.#models.tasks
      .find(query as never, fields)
      .sort({ _id: 1 })
      .limit(limit)
      .lean()) as unknown as Found[];
    const nextId = found.length < limit ? undefined : found.at(-1)?._id;
    return { tasks: found.map(({ state }) => state), nextId };
  }

  /** How many tasks agents have created for a parent. */
  countSpawned(projectId: string, parent: string): Promise<number> {
    return this.#models.tasks.countDocuments({ projectId, 'state.parent': parent, 'state.source': 'AGENT' } as never);
  }

  /** How many tasks of a project agents have created that are not over. */
  countActiveSpawned(projectId: string): Promise<number> {
    const query = { projectId, status: { $nin: OVER }, 'state.source': 'AGENT' };
    return this.#models.tasks.countDocuments(query as never);
  }
}

const dependentsOf = (projectId: string, key: string): object => ({
  projectId,
  'state.dependsOn': key,
  status: { $nin: OVER },
});
