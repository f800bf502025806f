import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Actor, ActorRef } from '../domain/actor.ts';
import { leaseId } from '../domain/ids.ts';
import { NO_FACTS, type ExecutionReport } from '../domain/task/commands.ts';
import type { ExecutorType } from '../domain/task/vocabulary.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { authorize, authorizeKind, authorizeMany } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import { findArtifacts } from './build-command.ts';
import type { Caller, CallerOf } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError, unavailable } from './errors.ts';
import type {
  Claim,
  Claimed,
  Complete,
  ExecutionView,
  Fail,
  Heartbeat,
  HeartbeatAnswer,
  ListExecutions,
  ReportAnswer,
} from './schemas/execution.ts';
import type { LeaseState } from './task-gateway.ts';
import type { Tasks } from './tasks.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Pause between two looks for work while a claim waits, in milliseconds. */
const LOOK_EVERY_MS = 300;
/** How long an executor that last asked for work counts as live, in milliseconds. */
const LIVE_FOR_MS = 90_000;
const SETTLE_WITHIN_MS = 5_000;
const SETTLE_LOOK_EVERY_MS = 50;
/** A person's lease has no heartbeat; this is only what the answer says. */
const DEFAULT_HEARTBEAT_SECONDS = 30;

/** Work for executors: claiming, keeping the lease, handing in. */
export class Executions {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Hands out the most urgent work of these types, waiting up to `waitSeconds` for some; undefined when none came. */
  async claim(
    caller: Caller,
    { types, executor, waitSeconds }: Claim,
    signal: AbortSignal,
  ): Promise<Claimed | undefined> {
    const claimable = this.#claimableTypes(caller, types);
    const worker: ActorRef = { kind: 'AGENT', id: caller.actor.id, name: executor.name };
    for (const type of claimable) await this.#deps.store.parts.noteExecutor(type, executor.name, executor.version);
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      for (const offered of await this.#deps.store.parts.offered(claimable, undefined)) {
        if (signal.aborted) return undefined;
        const claimed = await this.#tryClaim(offered, worker);
        if (claimed) return claimed;
      }
      if (Date.now() + LOOK_EVERY_MS > until || signal.aborted) return undefined;
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** A person takes MANUAL work. */
  async take(caller: Caller, id: string): Promise<ExecutionView> {
    const execution = await this.#require(id);
    const actor = authorize(caller, 'executions.take', execution.projectId, `the execution ${id}`);
    if (execution.executor !== 'MANUAL') {
      throw new OperationError(
        'CONFLICT',
        `${id} is for ${execution.executor}: re-route it to MANUAL to do it yourself`,
      );
    }
    const lease = await this.#assign(execution, { kind: 'HUMAN', id: actor.id, name: actor.name });
    // A person sends no heartbeats that would say so.
    await this.#report(execution, { outcome: 'IN_PROGRESS', leaseId: lease });
    return this.get(caller, id);
  }

  async heartbeat(caller: Caller, id: string, { progress, log }: Heartbeat): Promise<HeartbeatAnswer> {
    const lease = await this.#leaseOf(caller, 'executions.work', id);
    const state = await this.#deps.gateway.heartbeat(lease);
    const execution = await this.#require(id);
    if (execution.status === 'CANCELED') return { cancelRequested: true, reason: execution.error ?? 'canceled' };
    if (state === 'LOST') throw leaseLost(id);
    if (state === 'CANCEL_REQUESTED') return { cancelRequested: true };
    if (execution.status === 'ASSIGNED') await this.#report(execution, { outcome: 'IN_PROGRESS', leaseId: lease });
    // An executor that is busy does not ask for work, and is live all the same.
    if (execution.worker)
      await this.#deps.store.parts.noteExecutor(execution.executor, execution.worker.name, undefined);
    await this.#deps.store.parts.noteProgress(id, lease, progress && withoutUndefined(progress), log);
    if (progress || log) {
      const { taskKey, projectId } = execution;
      this.#deps.live.publishProgress(withoutUndefined({ executionId: id, taskKey, projectId, progress, log }));
    }
    return { cancelRequested: false };
  }

  /** Hands in the result. The second time changes nothing. */
  async complete(caller: Caller, id: string, { checklist, usage, ...deliverable }: Complete): Promise<ReportAnswer> {
    const lease = await this.#leaseOf(caller, 'executions.report', id);
    const execution = await this.#require(id);
    const result = {
      deliverable: await findArtifacts(this.#deps, execution.taskKey, deliverable),
      ...(checklist && { checklist: withoutUndefined(checklist) }),
      ...(usage && { usage: withoutUndefined(usage) }),
    };
    return this.#handIn(execution, lease, () => this.#deps.gateway.complete(lease, result));
  }

  async fail(caller: Caller, id: string, { error, retryable, usage }: Fail): Promise<ReportAnswer> {
    const lease = await this.#leaseOf(caller, 'executions.report', id);
    const execution = await this.#require(id);
    // Temporal keeps at most 4 KB of a failure.
    const failure = { error: error.slice(0, 2_000), ...(usage && { usage: withoutUndefined(usage) }) };
    return this.#handIn(execution, lease, () => this.#deps.gateway.fail(lease, failure, retryable));
  }

  /** Hands the work back: it is on offer again at once, and the attempt does not count as failed. */
  async release(caller: Caller, id: string): Promise<ReportAnswer> {
    const lease = await this.#leaseOf(caller, 'executions.report', id);
    return this.#handIn(await this.#require(id), lease, () => this.#deps.gateway.handBack(lease));
  }

  /** The executor has stopped because it was asked to. */
  async confirmCancellation(caller: Caller, id: string): Promise<ReportAnswer> {
    const lease = await this.#leaseOf(caller, 'executions.work', id);
    await this.#deps.gateway.confirmCancellation(lease);
    return { status: (await this.#require(id)).status, projected: true };
  }

  async get(caller: Caller, id: string): Promise<ExecutionView> {
    const execution = await this.#require(id);
    authorize(caller, 'executions.read', execution.projectId, `the execution ${id}`);
    return this.#view(execution, await this.#liveTypes());
  }

  async list(
    caller: Caller,
    { limit, cursor, project, ...filter }: ListExecutions,
  ): Promise<{ items: ExecutionView[]; nextCursor?: string }> {
    const projects = authorizeMany(caller, 'executions.read', project);
    const found = await this.#deps.store.parts.executions({ projects, ...filter }, limit + 1, decodeCursor(cursor));
    const live = await this.#liveTypes();
    return pageFrom(
      found,
      limit,
      (execution) => this.#view(execution, live),
      ({ order }) => order,
    );
  }

  /** The execution that a caller with a lease works on. @throws NOT_FOUND */
  async #require(id: string): Promise<ExecutionDocument> {
    const found = await this.#deps.store.parts.execution(id);
    if (!found) throw notFound(`the execution ${id}`);
    return found;
  }

  #claimableTypes(caller: Caller, types: readonly ExecutorType[]): readonly ExecutorType[] {
    if (caller.kind !== 'EXECUTOR') throw new OperationError('FORBIDDEN', 'only an executor key claims work');
    const { executorTypes } = caller;
    const refused = types.filter(
      (type) => type === 'MANUAL' || (executorTypes.length > 0 && !executorTypes.includes(type)),
    );
    if (refused.length === 0) return types;
    throw new OperationError('FORBIDDEN', `this key may not claim work for ${refused.join(', ')}`);
  }

  async #tryClaim(offered: ExecutionDocument, worker: ActorRef): Promise<Claimed | undefined> {
    const lease = await this.#assign(offered, worker).catch((error: unknown) => {
      // Somebody else was faster, or the task went on without it.
      if (error instanceof OperationError && error.code === 'CONFLICT') return undefined;
      throw error;
    });
    if (lease === undefined) return undefined;
    const { _id: id, taskKey, executor, attempt, brief, route } = offered;
    const heartbeatTimeoutSeconds = route.heartbeatTimeoutSeconds ?? DEFAULT_HEARTBEAT_SECONDS;
    const token = this.#deps.credentials.leaseToken(lease);
    const execution = { id, taskKey, executor, attempt, leaseId: lease, heartbeatTimeoutSeconds, token, brief };
    return { execution } as unknown as Claimed;
  }

  /** Gives the lease to a worker and waits until Temporal holds it. */
  async #assign(execution: ExecutionDocument, worker: ActorRef): Promise<string> {
    const lease = leaseId(execution._id, execution.attempt, randomBytes(4).toString('hex'));
    await this.#report(execution, { outcome: 'ASSIGNED', leaseId: lease, worker });
    const isHeld = await within(SETTLE_WITHIN_MS, async () => (await this.#deps.gateway.heartbeat(lease)) !== 'LOST');
    if (!isHeld) throw unavailable('the worker that opens leases');
    return lease;
  }

  async #report({ _id, taskId, executor }: ExecutionDocument, report: ExecutionReport): Promise<void> {
    const actor: Actor = { kind: 'SYSTEM', id: _id, name: `${executor} executor` };
    await this.#deps.gateway.send(taskId, {
      command: { name: 'executionReported', executionId: _id, report },
      actor,
      facts: NO_FACTS,
    });
    this.#deps.live.poke();
  }

  /** The lease that a caller acts under: the token's own, or the one a person has taken. */
  async #leaseOf(caller: Caller, operation: Operation, id: string): Promise<string> {
    authorizeKind(caller, operation);
    if (caller.kind === 'EXECUTION') {
      if (caller.executionId === id) return caller.leaseId;
      throw new OperationError('FORBIDDEN', 'this token is for another execution');
    }
    const execution = await this.#require(id);
    const actor = authorize(caller, operation, execution.projectId, `the execution ${id}`);
    const isTheirs = execution.worker?.kind === 'HUMAN' && execution.worker.id === actor.id;
    if (!isTheirs || execution.leaseId === undefined) {
      throw new OperationError('CONFLICT', `${actor.name} has not taken ${id}`);
    }
    return execution.leaseId;
  }

  async #handIn(execution: ExecutionDocument, lease: string, call: () => Promise<LeaseState>): Promise<ReportAnswer> {
    const { _id: id } = execution;
    const state = await call();
    const isSettled = async () => {
      const { status, leaseId: current } = await this.#require(id);
      return current !== lease || (status !== 'ASSIGNED' && status !== 'IN_PROGRESS');
    };
    const projected = await within(SETTLE_WITHIN_MS, isSettled);
    this.#deps.live.poke();
    const { status, leaseId: current } = await this.#require(id);
    if (state === 'LOST') {
      // Handed in already under this lease, or timed out: which of them is not known before it is settled.
      if (!projected)
        throw new OperationError('UNAVAILABLE', `what became of ${id} is not known yet: ask again shortly`);
      if (status === 'PENDING' || current !== lease) throw leaseLost(id);
    }
    return { status, projected };
  }

  async #liveTypes(): Promise<ReadonlySet<ExecutorType>> {
    return this.#deps.store.parts.liveExecutorTypes(new Date(Date.now() - LIVE_FOR_MS));
  }

  #view(document: ExecutionDocument, live: ReadonlySet<ExecutorType>): ExecutionView {
    const { _id, taskId: _taskId, seq: _seq, order: _order, brief: _brief, ...view } = document;
    const waitingFor = document.status === 'PENDING' && { waitingFor: whatFor(document, live) };
    return { ...view, id: _id, ...waitingFor } as unknown as ExecutionView;
  }
}

const leaseLost = (id: string): OperationError =>
  new OperationError('LEASE_LOST', `the lease on ${id} is lost: stop working on it`);

function whatFor({ executor, error }: ExecutionDocument, live: ReadonlySet<ExecutorType>): string {
  if (executor === 'MANUAL') return 'a person who takes it';
  const last = error === undefined ? '' : ` (last attempt: ${error})`;
  return live.has(executor) ? `a free ${executor} executor${last}` : `a ${executor} executor: none is connected${last}`;
}

/** Whether the condition came true in time. */
async function within(milliseconds: number, condition: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + milliseconds;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() > until) return false;
    await setTimeout(SETTLE_LOOK_EVERY_MS);
  }
}
