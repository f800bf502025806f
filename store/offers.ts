import type { ExecutionStatus, ExecutorType } from '../domain/task/vocabulary.ts';
import type { ExecutionDocument, Models } from './models.ts';

const PAGE = 20;

/** For how long one claimer has an offer to itself, in milliseconds: longer than giving a lease takes. */
const HELD_FOR_MS = 12_000;

export interface OfferFilter {
  readonly types: readonly ExecutorType[];
  /** Undefined means all. */
  readonly projects?: readonly string[] | undefined;
  /** Only what is carried out for this agent. */
  readonly agentId?: string | undefined;
}

/** Executions that wait for somebody to claim them. */
export class OfferStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** One page of work on offer, most urgent and oldest first, without that of some projects. */
  async page(
    { types, projects, agentId }: OfferFilter,
    stoppedProjects: readonly string[],
    afterOrder: string | undefined,
  ): Promise<{ offers: ExecutionDocument[]; isLast: boolean }> {
    const projectId = {
      ...(projects && { $in: [...projects] }),
      ...(stoppedProjects.length > 0 && { $nin: [...stoppedProjects] }),
    };
    const query = {
      status: 'PENDING' satisfies ExecutionStatus,
      executor: { $in: [...types] },
      ...(Object.keys(projectId).length > 0 && { projectId }),
      ...(agentId !== undefined && { 'agent.id': agentId }),
      ...(afterOrder !== undefined && { order: { $gt: afterOrder } }),
    };
    const offers = await this.#models.executions
      .find(query as never)
      .sort({ order: 1 })
      .limit(PAGE)
      .lean();
    return { offers, isLast: offers.length < PAGE };
  }

  /**
   * Keeps others from claiming an offer at the same moment: who loses the race for it must not have set money aside for
   * nothing. Answers false when somebody else holds it.
   */
  async hold(executionId: string, leaseId: string): Promise<boolean> {
    const now = Date.now();
    const { matchedCount } = await this.#models.executions.collection.updateOne(
      {
        _id: executionId,
        status: 'PENDING',
        $or: [{ 'held.until': { $exists: false } }, { 'held.until': { $lt: now } }],
      } as never,
      { $set: { held: { by: leaseId, until: now + HELD_FOR_MS } } },
    );
    return matchedCount > 0;
  }

  /** Says why work on offer does not start. @param reason undefined when nothing holds it back any more. */
  async noteHeldBack(executionId: string, reason: string | undefined): Promise<void> {
    const update = reason === undefined ? { $unset: { heldBack: 1 } } : { $set: { heldBack: reason } };
    await this.#models.executions.collection.updateOne({ _id: executionId } as never, update as never);
  }

  async letGo(executionId: string, leaseId: string): Promise<void> {
    await this.#models.executions.collection.updateOne(
      { _id: executionId, 'held.by': leaseId } as never,
      { $unset: { held: 1 } } as never,
    );
  }
}
