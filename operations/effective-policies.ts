import { changesBetween } from '../domain/policy/changes.ts';
import { DEFAULT_RULES } from '../domain/policy/default-policy.ts';
import { describeRules } from '../domain/policy/describe.ts';
import { effectivePolicy } from '../domain/policy/merge.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import { askedAction } from './asked-action.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import type { PolicyAgent } from './judgement.ts';
import type { Policies } from './policies.ts';
import { decisionView } from './policy-decision-view.ts';
import type {
  ActionInput,
  EffectivePolicyQuery,
  EffectivePolicyView,
  Evaluate,
  PolicyDecisionView,
  PolicyDiff,
} from './schemas/policy.ts';
import type { TaskLookup } from './task-lookup.ts';

type DiffQuery = { readonly from: string; readonly to: string };

/** What the policies say together, and what they would say of an action. Nothing is done and nothing is written down. */
export class EffectivePolicies {
  readonly #deps: Dependencies;
  readonly #policies: Policies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, policies: Policies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#policies = policies;
    this.#lookup = lookup;
  }

  /** Every rule that holds at a place, and where it comes from. */
  async get(caller: Caller, { project, taskType, agent }: EffectivePolicyQuery): Promise<EffectivePolicyView> {
    authorize(caller, 'policies.read', project);
    await this.#deps.projects.require(project);
    if (agent !== undefined) await this.#agentOf(project, agent);
    const { rules, versions, origins } = await this.#deps.governance.effective({ project, taskType, agentId: agent });
    const fields = describeRules(rules).map(({ field, title, lines }) => {
      return { field, title, lines: [...lines], origin: origins[field] };
    });
    return { versions: [...versions], fields, rules: { ...rules } };
  }

  /** What changes between two versions, or with a version over what is built in. */
  async diff(caller: Caller, { from, to }: DiffQuery): Promise<PolicyDiff> {
    const after = await this.#policies.find(caller, to);
    if (from === 'BUILT_IN') return { changes: [...changesBetween(DEFAULT_RULES, effectivePolicy([after]).rules)] };
    const before = await this.#policies.find(caller, from);
    return { changes: [...changesBetween(before.rules, after.rules)] };
  }

  /** What would be decided on an action, by the function that decides for real. */
  async evaluate(caller: Caller, input: Evaluate): Promise<PolicyDecisionView> {
    const { project, taskType } = input;
    authorize(caller, 'policies.evaluate', project);
    const task = input.task === undefined ? undefined : await this.#taskOf(caller, project, input.task);
    const action = await askedAction(this.#deps.store, project, actionIn(input), task?.key);
    const place = { taskType, task };
    const { governance } = this.#deps;
    const agent = await this.#agentFor(input);
    const { decision } = agent
      ? await governance.judgeAgent(agent, action, place)
      : await governance.judge({ ...place, projectId: project, action, agent: imagined(input.role) });
    return decisionView(decision);
  }

  async #taskOf(caller: Caller, project: string, key: string) {
    const { projectId } = await this.#lookup.authorized(caller, 'tasks.read', key);
    if (projectId !== project) throw invalid('task', `is not a task of ${project}`);
    return this.#lookup.state(key);
  }

  /** Undefined for an imagined one. */
  async #agentFor({ project, agent: id, role }: Evaluate): Promise<AgentDocument | undefined> {
    if (id === undefined) return undefined;
    if (role !== undefined) throw invalid('role', 'is for an imagined agent, where none is named');
    return this.#agentOf(project, id);
  }

  /** @throws INVALID */
  async #agentOf(project: string, id: string): Promise<AgentDocument> {
    const agent = await this.#deps.agents.find(id);
    if (agent?.projectId === project) return agent;
    throw invalid('agent', `${project} has no agent ${id}`);
  }
}

const imagined = (role: PolicyAgent['role'] = 'SPECIALIST'): PolicyAgent => ({
  name: 'an agent',
  role,
  status: 'ACTIVE',
  allowedTools: [],
});

/** Exactly one of the two is there. */
const actionIn = ({ tool, arguments: given = {}, action }: Evaluate): ActionInput =>
  action ?? { kind: 'TOOL_CALL', tool: tool ?? '', arguments: given };

const invalid = (path: string, message: string): OperationError =>
  new OperationError('INVALID', `${path}: ${message}`, { errors: [{ path, message }] });
