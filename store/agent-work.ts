import { isFinal, TASK_STATUSES, type ExecutionStatus, type TaskStatus } from '../domain/task/vocabulary.ts';
import type { Models } from './models.ts';

const OPEN: readonly TaskStatus[] = TASK_STATUSES.filter((status) => !isFinal(status));
const ACTIVE: readonly ExecutionStatus[] = ['PENDING', 'ASSIGNED', 'IN_PROGRESS'];
const HELD: readonly ExecutionStatus[] = ['ASSIGNED', 'IN_PROGRESS'];

/** Most of an agent's open tasks, and of its executions, that are shown. */
const SHOWN = 50;

interface OpenTask {
  readonly key: string;
  readonly title: string;
  readonly status: TaskStatus;
}

interface ActiveExecution {
  readonly id: string;
  readonly taskKey: string;
  readonly status: ExecutionStatus;
}

/** What agents have to do and are doing. */
export class AgentWorkStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** The tasks of an agent that are not final, most urgent first. */
  async openTasks(agentId: string): Promise<OpenTask[]> {
    const found = await this.#models.tasks
      .find({ assigneeIds: agentId, status: { $in: [...OPEN] } } as never, { card: 1 })
      .sort({ order: 1 })
      .limit(SHOWN)
      .lean();
    return found.map(({ card: { key, title, status } }) => ({ key, title, status }));
  }

  /** How many tasks that are not final each of these agents has; those without one are left out. */
  async openTaskCounts(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const ids = { $in: [...agentIds] };
    const counted = await this.#models.tasks.aggregate<{ _id: string; tasks: number }>([
      { $match: { assigneeIds: ids, status: { $in: [...OPEN] } } },
      { $unwind: '$assigneeIds' },
      { $match: { assigneeIds: ids } },
      { $group: { _id: '$assigneeIds', tasks: { $sum: 1 } } },
    ]);
    return new Map(counted.map(({ _id, tasks }) => [_id, tasks]));
  }

  /** What is on offer or under way for an agent. */
  async activeExecutions(agentId: string): Promise<ActiveExecution[]> {
    const found = await this.#models.executions
      .find({ 'agent.id': agentId, status: { $in: [...ACTIVE] } } as never, { taskKey: 1, status: 1 })
      .sort({ order: 1 })
      .limit(SHOWN)
      .lean();
    return found.map(({ _id: id, taskKey, status }) => ({ id, taskKey, status }));
  }

  /** How many executions each of these agents has on offer or under way; those without one are left out. */
  async activeExecutionCounts(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counted = await this.#models.executions.aggregate<{ _id: string; executions: number }>([
      { $match: { 'agent.id': { $in: [...agentIds] }, status: { $in: [...ACTIVE] } } },
      { $group: { _id: '$agent.id', executions: { $sum: 1 } } },
    ]);
    return new Map(counted.map(({ _id, executions }) => [_id, executions]));
  }

  /** The leases that an agent has taken with its own key and not handed in. */
  async leasesHeldBy(agentId: string): Promise<string[]> {
    const found = await this.#models.executions
      .find({ 'worker.id': agentId, status: { $in: [...HELD] } } as never, { leaseId: 1 })
      .lean();
    return found.flatMap(({ leaseId }) => leaseId ?? []);
  }
}
