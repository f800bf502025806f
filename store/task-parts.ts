import { BUDGET_OVERRIDE } from '../domain/budget/override.ts';
import type { ExecutionStatus } from '../domain/task/vocabulary.ts';
import type { MessageDocument } from './documents/message.ts';
import type { ApprovalDocument, ExecutionDocument, Models } from './models.ts';

interface PartFilter {
  /** Undefined means all. */
  readonly projects?: readonly string[] | undefined;
  readonly task?: string | undefined;
  readonly status?: string | undefined;
  readonly executor?: string | undefined;
  readonly worker?: string | undefined;
}

type RunningScope =
  | { readonly kind: 'AGENT'; readonly agentId: string }
  | { readonly kind: 'PROJECT'; readonly projectId: string }
  | { readonly kind: 'EVERYTHING' };

/** Last output that is kept of an execution, in characters. */
const LOG_TAIL_LENGTH = 32_768;

/** Reads of what belongs to tasks: approvals, executions, messages and runs. All lists are keyset-paged. */
export class TaskPartStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async approval(id: string): Promise<ApprovalDocument | undefined> {
    return (await this.#models.approvals.findOne({ _id: id }).lean()) as unknown as ApprovalDocument | undefined;
  }

  /** Open ones first, the next to expire on top; then closed ones, newest first. */
  async approvals(filter: PartFilter, limit: number, afterOrder?: string): Promise<ApprovalDocument[]> {
    const query = { ...criteria(filter), ...(afterOrder !== undefined && { order: { $gt: afterOrder } }) };
    const found = await this.#models.approvals
      .find(query as never)
      .sort({ order: 1 })
      .limit(limit)
      .lean();
    return found;
  }

  /** What people were asked about a budget for the sake of a task. */
  async overrides(taskKey: string, account: string): Promise<ApprovalDocument[]> {
    const query = { taskKey, action: BUDGET_OVERRIDE, 'payload.account': account };
    return await this.#models.approvals.find(query as never).lean();
  }

  /** Whether somebody is being asked about a budget now, for the sake of any task. */
  async isAskedAbout(account: string): Promise<boolean> {
    // Open approvals come first in the order: only those are looked through.
    const query = { order: { $lt: '1-' }, action: BUDGET_OVERRIDE, 'payload.account': account };
    return (await this.#models.approvals.findOne(query as never, { _id: 1 }).lean()) !== null;
  }

  async execution(id: string): Promise<ExecutionDocument | undefined> {
    return (await this.#models.executions.findOne({ _id: id }).lean()) ?? undefined;
  }

  async executions(filter: PartFilter, limit: number, afterOrder?: string): Promise<ExecutionDocument[]> {
    const query = { ...criteria(filter), ...(afterOrder !== undefined && { order: { $gt: afterOrder } }) };
    const found = await this.#models.executions
      .find(query as never)
      .sort({ order: 1 })
      .limit(limit)
      .lean();
    return found;
  }

  /** Those under way that have said since then how far they are, the oldest word first. */
  async progressSince(since: string, limit: number): Promise<ExecutionDocument[]> {
    const query = { status: 'IN_PROGRESS', 'progress.at': { $gt: since } };
    return await this.#models.executions
      .find(query as never)
      .sort({ 'progress.at': 1 })
      .limit(limit)
      .lean();
  }

  /** What an order to stop has to cancel: on offer or under way, at most 200. */
  async running(scope: RunningScope, requestedBy: string): Promise<{ taskId: string; executionId: string }[]> {
    const query = {
      status: { $in: ['PENDING', 'ASSIGNED', 'IN_PROGRESS'] satisfies ExecutionStatus[] },
      requestedAt: { $lte: requestedBy },
      ...(scope.kind === 'PROJECT' && { projectId: scope.projectId }),
      ...(scope.kind === 'AGENT' && { 'agent.id': scope.agentId }),
    };
    const found = await this.#models.executions
      .find(query as never, { taskId: 1 })
      .limit(200)
      .lean();
    return found.map(({ _id, taskId }) => ({ taskId, executionId: _id }));
  }

  /** Notes how far an execution is. Not part of history: only the newest counts. */
  async noteProgress(
    id: string,
    lease: string,
    progress: { percent?: number; message?: string } | undefined,
    log: string | undefined,
  ): Promise<void> {
    const filter = { _id: id, leaseId: lease };
    if (progress) {
      await this.#models.executions.updateOne(filter, {
        $set: { progress: { ...progress, at: new Date().toISOString() } },
      });
    }
    if (log === undefined || log === '') return;
    const found = await this.#models.executions.findOne({ _id: id }, { logTail: 1 }).lean();
    const logTail = `${found?.logTail ?? ''}${log}`.slice(-LOG_TAIL_LENGTH);
    await this.#models.executions.updateOne(filter, { $set: { logTail } });
  }

  async message(id: string): Promise<MessageDocument | undefined> {
    return (await this.#models.messages.findOne({ _id: id }).lean()) ?? undefined;
  }

  /** What was written at this place outside. */
  async messageWrittenAt(via: string): Promise<MessageDocument | undefined> {
    return (await this.#models.messages.findOne({ via }).lean()) ?? undefined;
  }

  async messages(taskId: string, limit: number, afterSeq: number): Promise<MessageDocument[]> {
    const query = { taskId, seq: { $gt: afterSeq } };
    return await this.#models.messages.find(query).sort({ seq: 1 }).limit(limit).lean();
  }
}

function criteria({ projects, task, status, executor, worker }: PartFilter): object {
  return {
    ...(projects && { projectId: { $in: [...projects] } }),
    ...(task !== undefined && { taskKey: task }),
    ...(status !== undefined && { status }),
    ...(executor !== undefined && { executor }),
    ...(worker !== undefined && { 'worker.id': worker }),
  };
}
