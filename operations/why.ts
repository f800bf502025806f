import { actorRef, type Actor } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import type { TaskFacts } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import { transitionsFrom } from '../domain/task/transitions.ts';
import { askedAction } from './asked-action.ts';
import { may } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import { decisionView, recordedDecisionView } from './policy-decision-view.ts';
import type { PolicyDecisionView, RecordedDecisionView } from './schemas/policy.ts';
import type { Simulate, SimulationView, WhyView } from './schemas/why.ts';
import { refusalOf } from './simulation.ts';
import type { TaskLookup } from './task-lookup.ts';
import { waitReasons } from './wait-reasons.ts';

const LAST_DECISIONS = 10;

type ActorId = NonNullable<Simulate['actor']>;

/** Why a task stands where it does, and what somebody could do about it, by the same rules that hold when they do. */
export class Why {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
  }

  /** @param as "AGENT:<id>" or "HUMAN:<id>"; the caller when absent. */
  async why(caller: Caller, key: string, as: string | undefined): Promise<WhyView> {
    const { projectId, actor: asking } = await this.#lookup.authorized(caller, 'tasks.read', key);
    const [kind, id = ''] = as?.split(/:(.*)/s) ?? [];
    const actor = kind === undefined ? asking : await this.#member(projectId, { kind: kind as ActorId['kind'], id });
    const task = await this.#lookup.state(key);
    const facts = await this.#facts(task);
    const edges = transitionsFrom(task, actor, facts).map(async ({ to, movers, mayMove, needs }) => {
      const policy = mayMove ? await this.#policy(actor, { kind: 'TRANSITION', to }, task) : undefined;
      return { to, mayMove, movers: [...movers], needs: [...needs], ...(policy && { policy }) };
    });
    return {
      actor: actorRef(actor),
      status: task.status,
      waitsFor: [...waitReasons(task, facts, await this.#heldBack(task))],
      transitions: await Promise.all(edges),
      lastDecisions: await this.#lastDecisions(caller, task),
    };
  }

  /** What would become of an action now. Nothing does. */
  async simulate(caller: Caller, key: string, { actor: as, action: input }: Simulate): Promise<SimulationView> {
    const { projectId, actor: asking } = await this.#lookup.authorized(caller, 'tasks.simulate', key);
    const actor = as ? await this.#member(projectId, as) : asking;
    const task = await this.#lookup.state(key);
    const action = await askedAction(this.#deps.store, projectId, input, key);
    const rejection = refusalOf(action, task, actor, await this.#facts(task));
    const policy = await this.#policy(actor, action, task);
    const refusal = rejection && { message: rejection.message, errors: [...rejection.errors] };
    const wouldHappen = !refusal && (policy?.decision ?? 'ALLOW') === 'ALLOW';
    return { wouldHappen, ...(policy && { policy }), ...(refusal && { refusal }) };
  }

  #facts(task: TaskState): Promise<TaskFacts> {
    return this.#lookup.facts(task, undefined, this.#deps.governance.governanceNow(task.projectId, task.type));
  }

  /** What the policies say; nothing about people. */
  async #policy(actor: Actor, action: PolicyAction, task: TaskState): Promise<PolicyDecisionView | undefined> {
    if (actor.kind !== 'AGENT') return undefined;
    const agent = await this.#deps.agents.find(actor.id);
    if (agent?.projectId !== task.projectId) return undefined;
    return decisionView((await this.#deps.governance.judgeAgent(agent, action, { task })).decision);
  }

  async #member(projectId: string, { kind, id }: ActorId): Promise<Actor> {
    const members = await this.#deps.members.of(projectId);
    const member = members.find((candidate) => candidate.kind === kind && candidate.id === id);
    if (member) return { kind, id, name: member.name, role: member.role } as Actor;
    const message = `the project has no ${kind === 'HUMAN' ? 'person' : 'agent'} ${id}`;
    throw new OperationError('INVALID', message, { errors: [{ path: 'actor', message }] });
  }

  async #heldBack({ activeExecutions }: TaskState): Promise<ReadonlyMap<string, string>> {
    const waiting = activeExecutions.filter(({ status }) => status === 'PENDING');
    const found = await Promise.all(waiting.map(({ id }) => this.#deps.store.parts.execution(id)));
    return new Map(found.flatMap((one) => (one?.heldBack === undefined ? [] : [[one._id, one.heldBack] as const])));
  }

  /** An agent sees what was decided about itself. */
  async #lastDecisions(caller: Caller, { key, projectId }: TaskState): Promise<RecordedDecisionView[]> {
    const agent = caller.kind === 'AGENT' ? caller.agentId : undefined;
    if (agent === undefined && !may(caller, 'policyDecisions.read', projectId)) return [];
    const found = await this.#deps.store.policyDecisions.list({ task: key, agent }, LAST_DECISIONS);
    return found.map(recordedDecisionView);
  }
}
