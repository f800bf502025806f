import { unavailability, type ExecutorAvailability } from '../domain/routing/availability.ts';
import type { Usage } from '../domain/task/state.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { authorize, authorizeMany } from './authorization/authorize.ts';
import { findArtifacts } from './build-command.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import { NOTHING_USED, TIME_USED, type ExecutionRuns } from './execution-runs.ts';
import { executorAvailability } from './executor-availability.ts';
import { leaseLost, newLease, type Leases } from './leases.ts';
import type {
  Complete,
  ExecutionView,
  Fail,
  Heartbeat,
  HeartbeatAnswer,
  ListExecutions,
  ReportAnswer,
} from './schemas/execution.ts';
import type { LeaseState } from './task-gateway.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Executions: taking manual work, keeping the lease, handing in. */
export class Executions {
  readonly #deps: Dependencies;
  readonly #leases: Leases;
  readonly #runs: ExecutionRuns;

  constructor(deps: Dependencies, leases: Leases, runs: ExecutionRuns) {
    this.#deps = deps;
    this.#leases = leases;
    this.#runs = runs;
  }

  /** A person takes MANUAL work: whatever its agents may do now. */
  async take(caller: Caller, id: string): Promise<ExecutionView> {
    const execution = await this.#leases.require(id);
    const actor = authorize(caller, 'executions.take', execution.projectId, `the execution ${id}`);
    if (execution.executor !== 'MANUAL') {
      throw new OperationError(
        'CONFLICT',
        `${id} is for ${execution.executor}: re-route it to MANUAL to do it yourself`,
      );
    }
    const { mode } = await this.#deps.projects.require(execution.projectId);
    const facts = { projectMode: mode, unfinishedDependencies: [] };
    const lease = newLease(execution);
    await this.#leases.assign(execution, lease, { kind: 'HUMAN', id: actor.id, name: actor.name }, facts);
    // A person sends no heartbeats that would say so.
    await this.#leases.report(execution, { outcome: 'IN_PROGRESS', leaseId: lease });
    return this.get(caller, id);
  }

  async heartbeat(caller: Caller, id: string, { progress, log, usage }: Heartbeat): Promise<HeartbeatAnswer> {
    const lease = await this.#leases.ofCaller(caller, 'executions.work', id);
    const state = await this.#deps.gateway.heartbeat(lease);
    const execution = await this.#leases.require(id);
    // What was used until it stops counts too.
    const overCap = usage && (await this.#runs.note(execution, lease, usage));
    if (execution.status === 'CANCELED') return { cancelRequested: true, reason: execution.error ?? 'canceled' };
    if (state === 'LOST') throw leaseLost(id);
    if (overCap !== undefined) return { cancelRequested: true, reason: overCap };
    if (state === 'CANCEL_REQUESTED') return { cancelRequested: true };
    await this.#noteProgress(execution, lease, { progress, log });
    return { cancelRequested: false };
  }

  /** Hands in the result. The second time changes nothing; a late one still says what it has cost. */
  async complete(caller: Caller, id: string, { checklist, usage, ...deliverable }: Complete): Promise<ReportAnswer> {
    const lease = await this.#leases.ofCaller(caller, 'executions.report', id);
    const execution = await this.#leases.require(id);
    const found = await findArtifacts(this.#deps, execution.taskKey, deliverable);
    const used = await this.#runs.close(execution, lease, usage, TIME_USED);
    const result = {
      deliverable: found,
      ...(checklist && { checklist: withoutUndefined(checklist) }),
      ...(used && { usage: used }),
    };
    return this.#handIn(execution, lease, used, () => this.#deps.gateway.complete(lease, result));
  }

  async fail(caller: Caller, id: string, { error, retryable, usage }: Fail): Promise<ReportAnswer> {
    const lease = await this.#leases.ofCaller(caller, 'executions.report', id);
    const execution = await this.#leases.require(id);
    const used = await this.#runs.close(execution, lease, usage, TIME_USED);
    // Temporal keeps at most 4 KB of a failure.
    const failure = { error: error.slice(0, 2_000), ...(used && { usage: used }) };
    return this.#handIn(execution, lease, used, () => this.#deps.gateway.fail(lease, failure, retryable));
  }

  /** Hands the work back: it is on offer again at once, and the attempt does not count as failed. */
  async release(caller: Caller, id: string): Promise<ReportAnswer> {
    const lease = await this.#leases.ofCaller(caller, 'executions.report', id);
    const execution = await this.#leases.require(id);
    const used = await this.#runs.close(execution, lease, undefined, NOTHING_USED);
    return this.#leases.end(execution, lease, () => this.#deps.gateway.handBack(lease, used));
  }

  /** The executor has stopped because it was asked to. */
  async confirmCancellation(caller: Caller, id: string): Promise<ReportAnswer> {
    const lease = await this.#leases.ofCaller(caller, 'executions.work', id);
    const execution = await this.#leases.require(id);
    const used = await this.#runs.close(execution, lease, undefined, NOTHING_USED);
    if (used) await this.#runs.tellTask(lease);
    await this.#deps.gateway.confirmCancellation(lease);
    if (execution.agent) await this.#deps.store.agentSlots.release(execution.agent.id, lease);
    return { status: (await this.#leases.require(id)).status, projected: true };
  }

  async get(caller: Caller, id: string): Promise<ExecutionView> {
    const execution = await this.#leases.require(id);
    authorize(caller, 'executions.read', execution.projectId, `the execution ${id}`);
    return view(execution, await executorAvailability(this.#deps));
  }

  async list(
    caller: Caller,
    { limit, cursor, project, ...filter }: ListExecutions,
  ): Promise<{ items: ExecutionView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'executions.read', project);
    const found = await this.#deps.store.parts.executions({ projects, ...filter }, limit + 1, decodeCursor(cursor));
    const known = await executorAvailability(this.#deps);
    return pageFrom(
      found,
      limit,
      (execution) => view(execution, known),
      ({ order }) => order,
    );
  }

  /** What comes too late to be a result has cost something all the same. */
  async #handIn(
    execution: ExecutionDocument,
    lease: string,
    used: Usage | undefined,
    call: () => Promise<LeaseState>,
  ): Promise<ReportAnswer> {
    try {
      return await this.#leases.end(execution, lease, call);
    } catch (error) {
      const isLate = error instanceof OperationError && error.code === 'LEASE_LOST';
      if (isLate && used) await this.#runs.tellTask(lease);
      throw error;
    }
  }

  async #noteProgress(
    execution: ExecutionDocument,
    lease: string,
    { progress, log }: Pick<Heartbeat, 'progress' | 'log'>,
  ): Promise<void> {
    const { _id: executionId, status, executor, worker, taskKey, projectId } = execution;
    if (status === 'ASSIGNED') await this.#leases.report(execution, { outcome: 'IN_PROGRESS', leaseId: lease });
    const { parts, executors } = this.#deps.store;
    // An executor that is busy does not ask for work, and is live all the same.
    if (worker) await executors.touch(executor, worker.name);
    await parts.noteProgress(executionId, lease, progress && withoutUndefined(progress), log);
    if (progress || log) {
      this.#deps.live.publishProgress(withoutUndefined({ executionId, taskKey, projectId, progress, log }));
    }
  }
}

function view(document: ExecutionDocument, known: readonly ExecutorAvailability[]): ExecutionView {
  const { _id, taskId: _taskId, seq: _seq, order: _order, brief: _brief, held: _held, ...rest } = document;
  const { heldBack: _heldBack, ...shown } = rest;
  const waitingFor = document.status === 'PENDING' && { waitingFor: whatFor(document, known) };
  return { ...shown, id: _id, ...waitingFor } as unknown as ExecutionView;
}

function whatFor({ executor, error, heldBack }: ExecutionDocument, known: readonly ExecutorAvailability[]): string {
  if (heldBack !== undefined) return heldBack;
  if (executor === 'MANUAL') return 'a person who takes it';
  const last = error === undefined ? '' : ` (last attempt: ${error})`;
  const own = known.find((one) => one.executor === executor);
  if (own?.live === 0) return `a ${executor} executor: none is connected${last}`;
  const problem = own && unavailability(own);
  return problem === undefined ? `a free ${executor} executor${last}` : `a ${executor} executor: ${problem}${last}`;
}
