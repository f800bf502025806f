import { isFinal, TASK_STATUSES, type TaskStatus } from '../domain/task/vocabulary.ts';
import type { EndedTask, Stay, Waiting } from '../domain/analytics/flow.ts';
import type { Models, TaskDocument } from './models.ts';

/** Which tasks or stays, the newest first; `limit` is what bounds an answer and its cost. */
export interface EndedFilter {
  readonly projects: readonly string[];
  /** ISO 8601 in UTC. */
  readonly since: string;
  readonly limit: number;
}

/** A stay with its end, by which stays are ordered. */
export interface EndedStay extends Stay {
  readonly leftAt: string;
}

/** What has to be read of a task document to say how it went. */
const ENDED_WORK = {
  type: 1,
  status: 1,
  completedAt: 1,
  'state.createdAt': 1,
  'state.startedAt': 1,
};

/** How work went and where it waits, from indexes alone. */
export class FlowStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Tasks that were DONE or CANCELED, the newest first. */
  async endedWork({ projects, since, limit }: EndedFilter): Promise<EndedTask[]> {
    const query = { projectId: { $in: [...projects] }, completedAt: { $gte: since } };
    const found = await this.#models.tasks.find(query, ENDED_WORK).sort({ completedAt: -1 }).limit(limit).lean();
    return (found as unknown as TaskDocument[]).map(endedWork);
  }

  /** Stays in a status that ended, the newest first. */
  async stays({ projects, since, limit }: EndedFilter): Promise<EndedStay[]> {
    const found = await this.#models.stays
      .find(
        { projectId: { $in: [...projects] }, leftAt: { $gte: since } },
        { _id: 0, status: 1, seconds: 1, leftAt: 1 },
      )
      .sort({ leftAt: -1 })
      .limit(limit)
      .lean();
    return found as unknown as EndedStay[];
  }

  /** Every status that a task can wait in, with how long the first one has. @param counts of the project's board. */
  waiting(projectId: string, counts: Readonly<Record<TaskStatus, number>>): Promise<Waiting[]> {
    const open = TASK_STATUSES.filter((status) => !isFinal(status));
    return Promise.all(
      open.map(async (status) => {
        const count = counts[status];
        const since = count > 0 ? await this.#oldest(projectId, status) : undefined;
        return { status, count, ...(since !== undefined && { since }) };
      }),
    );
  }

  async #oldest(projectId: string, status: TaskStatus): Promise<string | undefined> {
    const [first] = await this.#models.tasks
      .find({ projectId, status }, { _id: 0, statusSince: 1 })
      .sort({ statusSince: 1 })
      .limit(1)
      .lean();
    return first?.statusSince;
  }
}

function endedWork({ type, status, completedAt = '', state }: TaskDocument): EndedTask {
  return {
    type,
    status,
    completedAt,
    createdAt: state.createdAt,
    ...(state.startedAt !== undefined && { startedAt: state.startedAt }),
  };
}
