import { executionIdOfLease } from '../domain/ids.ts';
import { insertMissing } from './connection.ts';
import type { AgentSlotsDocument } from './documents/budget.ts';
import type { ExecutionDocument, Models } from './models.ts';

/** A lease whose execution still waits may be about to be given; after this long it is not, in milliseconds. */
const GIVEN_WITHIN_MS = 30_000;

/** How many executions each agent has under way: exactly limited, however many claim at the same moment. */
export class AgentSlotStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Takes a slot for a lease, first dropping those whose executions have ended. Answers whether there was one. */
  async take(agentId: string, leaseId: string, limit: number): Promise<boolean> {
    if (await this.#add(agentId, leaseId, limit)) return true;
    await insertMissing(this.#models.agentSlots, [{ _id: agentId, count: 0, leases: [] }]);
    await this.#dropStale(agentId);
    return this.#add(agentId, leaseId, limit);
  }

  async release(agentId: string, leaseId: string): Promise<void> {
    await this.#models.agentSlots.collection.updateOne(
      { _id: agentId, 'leases.id': leaseId } as never,
      { $pull: { leases: { id: leaseId } }, $inc: { count: -1 } } as never,
    );
  }

  async #add(agentId: string, leaseId: string, limit: number): Promise<boolean> {
    const { modifiedCount } = await this.#models.agentSlots.collection.updateOne(
      { _id: agentId, count: { $lt: limit }, 'leases.id': { $ne: leaseId } } as never,
      { $inc: { count: 1 }, $push: { leases: { id: leaseId, takenAt: new Date().toISOString() } } } as never,
    );
    return modifiedCount > 0;
  }

  async #dropStale(agentId: string): Promise<void> {
    const slots = (await this.#models.agentSlots.findOne({ _id: agentId }).lean()) as AgentSlotsDocument | null;
    const leases = slots?.leases ?? [];
    const ids = leases.map(({ id }) => executionIdOfLease(id));
    const found = await this.#models.executions
      .find({ _id: { $in: ids } }, { status: 1, leaseId: 1, attempt: 1 })
      .lean();
    const executions = new Map(found.map((execution) => [execution._id, execution]));
    for (const { id, takenAt } of leases) {
      if (isStale(id, takenAt, executions.get(executionIdOfLease(id)))) await this.release(agentId, id);
    }
  }
}

type Held = Pick<ExecutionDocument, 'status' | 'leaseId' | 'attempt'>;

/** Whether nobody works under a lease any more. */
function isStale(leaseId: string, takenAt: string, execution: Held | undefined): boolean {
  if (!execution) return true;
  const { status, leaseId: current, attempt } = execution;
  if (status === 'ASSIGNED' || status === 'IN_PROGRESS') return current !== leaseId;
  if (status !== 'PENDING' || attempt > attemptOf(leaseId)) return true;
  return Date.now() - Date.parse(takenAt) > GIVEN_WITHIN_MS;
}

const attemptOf = (leaseId: string): number => Number(/-L(\d+)-[^-]+$/.exec(leaseId)?.[1] ?? Infinity);
