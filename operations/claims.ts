import type { ActorRef } from '../domain/actor.ts';
import { refusalFor } from '../domain/agent/status.ts';
import type { TaskFacts } from '../domain/task/commands.ts';
import { agentsMayStartWork, modeLetsWorkStart } from '../domain/task/gates.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { ExecutorType } from '../domain/task/vocabulary.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ExecutionDocument } from '../store/models.ts';
import type { OfferFilter } from '../store/offers.ts';
import { isOverBudget } from './agent-view.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { ExecutionRuns } from './execution-runs.ts';
import { newLease, type Leases } from './leases.ts';
import { OfferNews } from './offer-news.ts';
import type { Claim, Claimed } from './schemas/execution.ts';
import type { StartGate } from './start-gate.ts';
import type { TaskLookup } from './task-lookup.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What could not start is looked at again after this, by a claim that waits, in milliseconds. */
const REFUSED_FOR_MS = 1_000;
/** A person's lease has no heartbeat; this is only what the answer says. */
const DEFAULT_HEARTBEAT_SECONDS = 30;

/** Somebody who asks for work. */
interface Claimer {
  readonly filter: OfferFilter;
  readonly worker: ActorRef;
  readonly signal: AbortSignal;
  /** When what could not start was looked at last, by execution. */
  readonly refused: Map<string, number>;
}

/** What a candidate's start depends on, freshly read. */
interface Candidate {
  readonly execution: ExecutionDocument;
  readonly lease: string;
  readonly task: TaskState;
  readonly facts: TaskFacts;
  readonly agent: AgentDocument | undefined;
}

export interface ClaimOutcome {
  /** Missing when none came in time. */
  readonly claimed?: Claimed;
  /** Services whose circuits a person wants closed. */
  readonly resets: readonly string[];
}

/** Hands out work: where it may start now, to who has a free hand, and within the budgets. */
export class Claims {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;
  readonly #leases: Leases;
  readonly #runs: ExecutionRuns;
  readonly #starts: StartGate;

  constructor(deps: Dependencies, lookup: TaskLookup, leases: Leases, runs: ExecutionRuns, starts: StartGate) {
    this.#deps = deps;
    this.#lookup = lookup;
    this.#leases = leases;
    this.#runs = runs;
    this.#starts = starts;
  }

  /** Hands out the most urgent work of these types, waiting up to `waitSeconds` for some. */
  async claim(caller: Caller, { types, executor, waitSeconds }: Claim, signal: AbortSignal): Promise<ClaimOutcome> {
    const filter = filterFor(caller, types);
    const worker: ActorRef = { kind: 'AGENT', id: caller.actor.id, name: executor.name };
    const claimer: Claimer = { filter, worker, signal, refused: new Map() };
    const resets = new Set<string>();
    for (const type of types) {
      for (const service of await this.#deps.store.executors.note(type, withoutUndefined(executor)))
        resets.add(service);
    }
    // Whoever has a circuit to close hears of it at once.
    const until = resets.size > 0 ? 0 : Date.now() + waitSeconds * 1000;
    const news = until > 0 && waitSeconds > 0 ? new OfferNews(this.#deps.live) : undefined;
    try {
      for (;;) {
        const claimed = await this.#look(claimer);
        if (claimed || !news || Date.now() >= until || signal.aborted) {
          return { ...(claimed && { claimed }), resets: [...resets] };
        }
        await news.next(until);
      }
    } finally {
      news?.stop();
    }
  }

  /** One look at everything on offer, a page at a time: what cannot start hides nothing behind it. */
  async #look(claimer: Claimer): Promise<Claimed | undefined> {
    const stopped = new Set<string>();
    const running = new Set<string>();
    let after: string | undefined;
    for (;;) {
      const { offers, isLast } = await this.#deps.store.offers.page(claimer.filter, [...stopped], after);
      for (const offer of offers) {
        if (claimer.signal.aborted) return undefined;
        await this.#lookAtProject(offer.projectId, stopped, running);
        if (stopped.has(offer.projectId)) continue;
        const claimed = await this.#try(offer, claimer);
        if (claimed) return claimed;
      }
      after = offers.at(-1)?.order;
      if (isLast) return undefined;
    }
  }

  async #lookAtProject(projectId: string, stopped: Set<string>, running: Set<string>): Promise<void> {
    if (stopped.has(projectId) || running.has(projectId)) return;
    const project = await this.#deps.projects.require(projectId).catch((error: unknown) => {
      if (error instanceof OperationError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    });
    (project?.mode === 'NORMAL' ? running : stopped).add(projectId);
  }

  async #try(execution: ExecutionDocument, { worker, refused }: Claimer): Promise<Claimed | undefined> {
    const { _id: id } = execution;
    if (Date.now() - (refused.get(id) ?? 0) < REFUSED_FOR_MS) return undefined;
    const candidate = await this.#candidate(execution);
    const isTaken = candidate && (await this.#take(candidate, worker));
    if (isTaken) return this.#claimed(candidate);
    refused.set(id, Date.now());
    return undefined;
  }

  /** Undefined when the work cannot start now: its task waits, its project is stopped, its agent may not. */
  async #candidate(execution: ExecutionDocument): Promise<Candidate | undefined> {
    const task = await this.#lookup.state(execution.taskKey);
    if (task.status !== 'IN_PROGRESS') return undefined;
    const lease = newLease(execution);
    const project = await this.#deps.projects.require(task.projectId);
    const found = execution.agent && (await this.#deps.agents.find(execution.agent.id));
    const agent = found?.projectId === task.projectId ? found : undefined;
    const ordered = agent && refusalFor(agent.control.status, 'startsWork', agent.name);
    if (ordered !== undefined) return this.#holdBack(execution, ordered);
    if (agent && isOverBudget(agent, project.timeZone)) {
      await this.#runs.askFor(execution, lease, agent, task);
      return undefined;
    }
    const facts = await this.#lookup.facts(task, Promise.resolve(project));
    const gates = [modeLetsWorkStart, agentsMayStartWork];
    const problems = gates.flatMap((gate) => gate({ state: task, facts, to: 'IN_PROGRESS' }));
    if (problems.length > 0 || (agent && (await this.#isHeld(execution, agent, task)))) return undefined;
    return { execution, lease, task, facts, agent };
  }

  /** Whether a policy keeps the attempt from starting; why is shown with the execution. */
  async #isHeld(execution: ExecutionDocument, agent: AgentDocument, task: TaskState): Promise<boolean> {
    const { _id: executionId, attempt, brief, heldBack } = execution;
    const held = await this.#starts.check({
      agent,
      task,
      executionId,
      estimatedCostMicros: brief.limits.maxCostMicros,
      request: `start/${executionId}/${attempt}`,
    });
    if (held?.reason !== heldBack) await this.#deps.store.offers.noteHeldBack(executionId, held?.reason);
    return held !== undefined;
  }

  async #holdBack({ _id: executionId, heldBack }: ExecutionDocument, reason: string): Promise<undefined> {
    if (reason !== heldBack) await this.#deps.store.offers.noteHeldBack(executionId, reason);
  }

  /** Keeps others away from the offer meanwhile: a race lost after money was set aside would look like a lack of it. */
  async #take(candidate: Candidate, worker: ActorRef): Promise<boolean> {
    const { execution, lease } = candidate;
    if (!(await this.#deps.store.offers.hold(execution._id, lease))) return false;
    try {
      return await this.#start(candidate, worker);
    } finally {
      await this.#deps.store.offers.letGo(execution._id, lease);
    }
  }

  /** Takes a slot of the agent, then what the run may use, then the lease; gives everything back when one is refused. */
  async #start({ execution, lease, task, facts, agent }: Candidate, worker: ActorRef): Promise<boolean> {
    const { agentSlots } = this.#deps.store;
    if (agent && !(await agentSlots.take(agent._id, lease, agent.concurrencyLimit))) return false;
    try {
      await this.#runs.open(execution, lease, { agent, task });
      await this.#leases.assign(execution, lease, worker, facts).catch(async (error: unknown) => {
        await this.#runs.discard(execution, lease);
        throw error;
      });
      return true;
    } catch (error) {
      if (agent) await agentSlots.release(agent._id, lease);
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  #claimed({ execution: offered, lease }: Candidate): Claimed {
    const { _id: id, taskKey, executor, attempt, brief, route } = offered;
    const heartbeatTimeoutSeconds = route.heartbeatTimeoutSeconds ?? DEFAULT_HEARTBEAT_SECONDS;
    const token = this.#deps.credentials.leaseToken(lease);
    const execution = { id, taskKey, executor, attempt, leaseId: lease, heartbeatTimeoutSeconds, token, brief };
    return { execution } as unknown as Claimed;
  }
}

/** An executor key claims work of its types and projects, an agent key what is carried out for that agent. */
function filterFor(caller: Caller, types: readonly ExecutorType[]): OfferFilter {
  authorizeKind(caller, 'executions.claim');
  if (caller.kind !== 'EXECUTOR' && caller.kind !== 'AGENT') {
    throw new OperationError('FORBIDDEN', 'only an executor or an agent claims work');
  }
  const allowed = caller.kind === 'EXECUTOR' ? caller.executorTypes : [];
  const refused = types.filter((type) => type === 'MANUAL' || (allowed.length > 0 && !allowed.includes(type)));
  if (refused.length > 0) {
    throw new OperationError('FORBIDDEN', `this key may not claim work for ${refused.join(', ')}`);
  }
  return caller.kind === 'EXECUTOR'
    ? { types, projects: caller.projects }
    : { types, projects: [caller.projectId], agentId: caller.agentId };
}

/** Somebody else was faster, the task went on without it, or its budget has not enough left. */
const isRefusal = (error: unknown): boolean =>
  error instanceof OperationError && (error.code === 'CONFLICT' || error.code === 'GATE_NOT_MET');
