import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Actor, ActorRef } from '../domain/actor.ts';
import { leaseId } from '../domain/ids.ts';
import { NO_FACTS, type ExecutionReport, type TaskFacts } from '../domain/task/commands.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { authorize, authorizeKind } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError, unavailable } from './errors.ts';
import type { ReportAnswer } from './schemas/execution.ts';
import type { LeaseState } from './task-gateway.ts';

const SETTLE_WITHIN_MS = 5_000;
const SETTLE_LOOK_EVERY_MS = 50;

/** A new lease on an attempt that is on offer. */
export const newLease = ({ _id, attempt }: ExecutionDocument): string =>
  leaseId(_id, attempt, randomBytes(4).toString('hex'));

export const leaseLost = (id: string): OperationError =>
  new OperationError('LEASE_LOST', `the lease on ${id} is lost: stop working on it`);

/** Who may work on an execution: leases are given, kept and ended. */
export class Leases {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** @throws NOT_FOUND */
  async require(id: string): Promise<ExecutionDocument> {
    const found = await this.#deps.store.parts.execution(id);
    if (!found) throw notFound(`the execution ${id}`);
    return found;
  }

  /** Gives the lease to a worker and waits until Temporal holds it. @throws CONFLICT, GATE_NOT_MET, UNAVAILABLE */
  async assign(execution: ExecutionDocument, lease: string, worker: ActorRef, facts: TaskFacts): Promise<void> {
    await this.report(execution, { outcome: 'ASSIGNED', leaseId: lease, worker }, facts);
    const isHeld = await within(SETTLE_WITHIN_MS, async () => (await this.#deps.gateway.heartbeat(lease)) !== 'LOST');
    if (!isHeld) throw unavailable('the worker that opens leases');
  }

  /** Tells the task what became of an attempt. */
  async report({ _id, taskId, executor }: ExecutionDocument, report: ExecutionReport, facts = NO_FACTS): Promise<void> {
    const actor: Actor = { kind: 'SYSTEM', id: _id, name: `${executor} executor` };
    const command = { name: 'executionReported', executionId: _id, report } as const;
    await this.#deps.gateway.send(taskId, { command, actor, facts });
    this.#deps.live.poke();
  }

  /** The lease that a caller acts under: the token's own, or the one a person has taken. */
  async ofCaller(caller: Caller, operation: Operation, id: string): Promise<string> {
    authorizeKind(caller, operation);
    if (caller.kind === 'EXECUTION') {
      if (caller.executionId === id) return caller.leaseId;
      throw new OperationError('FORBIDDEN', 'this token is for another execution');
    }
    const execution = await this.require(id);
    const actor = authorize(caller, operation, execution.projectId, `the execution ${id}`);
    const isTheirs = execution.worker?.kind === 'HUMAN' && execution.worker.id === actor.id;
    if (!isTheirs || execution.leaseId === undefined) {
      throw new OperationError('CONFLICT', `${actor.name} has not taken ${id}`);
    }
    return execution.leaseId;
  }

  /** Ends a lease by `call` and waits until its task has heard of it. @throws LEASE_LOST, UNAVAILABLE */
  async end({ _id: id, agent }: ExecutionDocument, lease: string, call: () => Promise<LeaseState>) {
    const state = await call();
    const isSettled = async () => {
      const { status, leaseId: current } = await this.require(id);
      return current !== lease || (status !== 'ASSIGNED' && status !== 'IN_PROGRESS');
    };
    const projected = await within(SETTLE_WITHIN_MS, isSettled);
    if (agent && projected) await this.#deps.store.agentSlots.release(agent.id, lease);
    this.#deps.live.poke();
    const { status, leaseId: current } = await this.require(id);
    if (state === 'LOST') {
      // Handed in already under this lease, or timed out: which of them is not known before it is settled.
      if (!projected)
        throw new OperationError('UNAVAILABLE', `what became of ${id} is not known yet: ask again shortly`);
      if (status === 'PENDING' || current !== lease) throw leaseLost(id);
    }
    return { status, projected } satisfies ReportAnswer;
  }
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
