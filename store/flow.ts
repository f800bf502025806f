import { isFinal, TASK_STATUSES, type TaskStatus, type TaskType } from '../domain/task/vocabulary.ts';
import type { Stay, Waiting } from '../domain/analytics/flow.ts';
import type { EndedWork } from '../domain/analytics/performance.ts';
import type { Models, TaskDocument } from './models.ts';

/** Which tasks or stays, the newest first; `limit` is what bounds an answer and its cost. */
export interface EndedFilter {
  readonly projectId: string;
  /** ISO 8601 in UTC. */
  readonly since: string;
  readonly type?: TaskType;
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
  'state.assignees': 1,
  'state.spending.costMicros': 1,
};

/** How work went and where it waits, from indexes alone. */
export class FlowStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Tasks that were DONE or CANCELED, the newest first. */
  async endedWork({ projectId, since, type, limit }: EndedFilter): Promise<EndedWork[]> {
    const query = { projectId, completedAt: { $gte: since }, ...(type !== undefined && { type }) };
    const found = await this.#models.tasks.find(query, ENDED_WORK).sort({ completedAt: -1 }).limit(limit).lean();
    return (found as unknown as TaskDocument[]).map(endedWork);
  }

  /** Stays in a status that ended, the newest first. */
  async stays({ projectId, since, limit }: EndedFilter): Promise<EndedStay[]> {
    const found = await this.#models.stays
      .find({ projectId, leftAt: { $gte: since } }, { _id: 0, status: 1, seconds: 1, leftAt: 1 })
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

  /** Executions that failed for good, by the agent that they were for and the type of task. */
  async failedExecutions(projectId: string, since: string): Promise<ReadonlyMap<string, number>> {
    const groups = await this.#models.executions.aggregate<{ _id: { agent: string; type: TaskType }; count: number }>([
      { $match: { projectId, status: 'FAILED', finishedAt: { $gte: since }, 'agent.id': { $exists: true } } },
      { $group: { _id: { agent: '$agent.id', type: '$brief.type' }, count: { $sum: 1 } } },
    ]);
    return new Map(groups.map(({ _id: { agent, type }, count }) => [failuresKey(agent, type), count]));
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

/** What `failedExecutions` is looked up by. */
export const failuresKey = (agentId: string, type: TaskType): string => `${agentId} ${type}`;

function endedWork({ type, status, completedAt = '', state }: TaskDocument): EndedWork {
  return {
    type,
    status,
    completedAt,
    createdAt: state.createdAt,
    ...(state.startedAt !== undefined && { startedAt: state.startedAt }),
    agents: state.assignees.filter(({ kind }) => kind === 'AGENT'),
    costMicros: state.spending.costMicros,
  };
}
