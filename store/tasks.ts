import { NONE, type BoardGrouping } from '../domain/board/view.ts';
import type { Assignee } from '../domain/actor.ts';
import { searchWords } from '../domain/task/search-text.ts';
import type { TaskState } from '../domain/task/state.ts';
import { TASK_STATUSES, type TaskStatus } from '../domain/task/vocabulary.ts';
import type { Models } from './models.ts';
import type { TaskCard } from '../domain/task/card.ts';

export interface TaskFilter {
  /** Undefined means all. */
  readonly projects?: readonly string[] | undefined;
  readonly status?: TaskStatus | undefined;
  readonly type?: string | undefined;
  readonly priority?: number | undefined;
  readonly assignee?: string | undefined;
  readonly label?: string | undefined;
  readonly text?: string | undefined;
}

/** What routing rules look at in a task, and what it is called. */
export type RoutableTask = Pick<TaskState, 'key' | 'title' | 'type' | 'status' | 'priority' | 'labels'>;

/** One page; `nextOrder` is the keyset cursor of the next one. */
export interface CardPage {
  readonly cards: readonly TaskCard[];
  readonly nextOrder: string | undefined;
}

/** What one lane of a board holds. */
interface LaneTotals {
  readonly value: string;
  readonly name?: string;
  readonly kind?: Assignee['kind'];
  readonly counts: Partial<Record<TaskStatus, number>>;
}

interface LaneCount {
  readonly _id: { readonly lane?: Lane; readonly status: TaskStatus };
  readonly count: number;
}
type Lane = Assignee | string | number | null;

const LANE_FIELDS: Readonly<Record<BoardGrouping, string>> = {
  ASSIGNEE: '$card.assignees',
  PRIORITY: '$priority',
  LABEL: '$labels',
};

/** Reads of the task documents. They are written with the history alone. */
export class TaskStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byKey(key: string): Promise<TaskState | undefined> {
    const found = await this.#models.tasks.findOne({ key }, { state: 1 }).lean();
    return found?.state ?? undefined;
  }

  /** Those that there are, the oldest first. */
  async byKeys(keys: readonly string[]): Promise<TaskState[]> {
    const found = await this.#models.tasks
      .find({ key: { $in: [...keys] } }, { state: 1 })
      .sort({ _id: 1 })
      .lean();
    return found.map(({ state }) => state);
  }

  /** Id and project of a task: what a command needs before it can be sent. */
  async locate(key: string): Promise<{ id: string; projectId: string } | undefined> {
    const found = await this.#models.tasks.findOne({ key }, { projectId: 1 }).lean();
    return found ? { id: found._id, projectId: found.projectId } : undefined;
  }

  /** Statuses of tasks of one project; what another project has is not found. */
  async statusesOf(projectId: string, keys: readonly string[]): Promise<ReadonlyMap<string, TaskStatus>> {
    if (keys.length === 0) return new Map();
    const found = await this.#models.tasks.find({ key: { $in: [...keys] }, projectId }, { key: 1, status: 1 }).lean();
    return new Map(found.map(({ key, status }) => [key, status]));
  }

  async cards(filter: TaskFilter, limit: number, afterOrder?: string): Promise<CardPage> {
    const query = { ...criteria(filter), ...(afterOrder !== undefined && { order: { $gt: afterOrder } }) };
    const found = await this.#models.tasks
      .find(query as never, { _id: 0, card: 1, order: 1 })
      .sort({ order: 1 })
      .limit(limit + 1)
      .lean();
    const page = found.slice(0, limit);
    return {
      cards: page.map(({ card }) => card),
      nextOrder: found.length > limit ? page.at(-1)?.order : undefined,
    };
  }

  async cardsByKey(keys: readonly string[]): Promise<ReadonlyMap<string, TaskCard>> {
    const found = await this.#models.tasks.find({ key: { $in: [...keys] } }, { key: 1, card: 1 }).lean();
    return new Map(found.map(({ key, card }) => [key, card]));
  }

  /** The newest tasks of a project, with what routing rules look at. */
  async newest(projectId: string, limit: number): Promise<RoutableTask[]> {
    const found = await this.#models.tasks
      .find({ projectId }, { card: 1, key: 1, type: 1, status: 1, priority: 1, labels: 1 })
      .sort({ _id: -1 })
      .limit(limit)
      .lean();
    return found.map(({ key, type, status, priority, labels, card }) => ({
      key,
      title: card.title,
      type,
      status,
      priority: priority as RoutableTask['priority'],
      labels,
    }));
  }

  /** True totals of a project's columns, without counting. */
  async counts(projectId: string): Promise<Record<TaskStatus, number>> {
    const found = await this.#models.boardCounts.findOne({ _id: projectId }, { counts: 1 }).lean();
    const counts: Partial<Record<TaskStatus, number>> = found?.counts ?? {};
    return Object.fromEntries(TASK_STATUSES.map((status) => [status, counts[status] ?? 0])) as Record<
      TaskStatus,
      number
    >;
  }

  /** True totals of the columns of what a filter leaves. */
  async countsOf(filter: TaskFilter): Promise<Partial<Record<TaskStatus, number>>> {
    const found = await this.#models.tasks.aggregate<{ _id: TaskStatus; count: number }>([
      { $match: criteria(filter) },
      { $group: { _id: '$status', count: { $sum: 1 } } },
    ]);
    return Object.fromEntries(found.map(({ _id, count }) => [_id, count]));
  }

  /** The same, apart for each assignee, priority or label. */
  async lanes(filter: TaskFilter, by: BoardGrouping): Promise<LaneTotals[]> {
    const found = await this.#models.tasks.aggregate<LaneCount>([
      { $match: criteria(filter) },
      { $project: { _id: 0, status: 1, lane: LANE_FIELDS[by] } },
      { $unwind: { path: '$lane', preserveNullAndEmptyArrays: true } },
      { $group: { _id: { lane: '$lane', status: '$status' }, count: { $sum: 1 } } },
    ]);
    const lanes = new Map<string, LaneTotals>();
    for (const { _id, count } of found) {
      const { counts, ...lane } = lanes.get(valueOf(_id.lane)) ?? { ...laneOf(_id.lane), counts: {} };
      lanes.set(lane.value, { ...lane, counts: { ...counts, [_id.status]: (counts[_id.status] ?? 0) + count } });
    }
    return [...lanes.values()];
  }

  /** Totals by counting every task of a project: what `counts` must agree with. */
  async recount(projectId: string): Promise<Record<TaskStatus, number>> {
    const totals = await Promise.all(
      TASK_STATUSES.map(
        async (status) => [status, await this.#models.tasks.countDocuments({ projectId, status })] as const,
      ),
    );
    return Object.fromEntries(totals) as Record<TaskStatus, number>;
  }
}

function criteria({ projects, status, type, priority, assignee, label, text }: TaskFilter): object {
  return {
    ...(projects && { projectId: projects.length === 1 ? projects[0] : { $in: [...projects] } }),
    ...(status !== undefined && { status }),
    ...(type !== undefined && { type }),
    ...(priority !== undefined && { priority }),
    ...(assignee !== undefined && { assigneeIds: assignee === NONE ? { $size: 0 } : assignee }),
    ...(label !== undefined && { labels: label === NONE ? { $size: 0 } : label }),
    ...(text !== undefined && hasWords(text)),
  };
}

const valueOf = (lane: Lane | undefined): string => laneOf(lane).value;

function laneOf(lane: Lane | undefined): Omit<LaneTotals, 'counts'> {
  if (lane === undefined || lane === null) return { value: NONE };
  return typeof lane === 'object' ? { value: lane.id, name: lane.name, kind: lane.kind } : { value: String(lane) };
}

function hasWords(text: string): object {
  const words = searchWords(text);
  return words.length === 0 ? {} : { $and: words.map((word) => ({ searchText: { $regex: escapeRegExp(word) } })) };
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
