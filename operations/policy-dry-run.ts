import { setImmediate } from 'node:timers/promises';
import type { AgentRole } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import { DECISIONS, type PolicyDecision } from '../domain/policy/decision.ts';
import { effectivePolicy } from '../domain/policy/merge.ts';
import { scopeKey, type EffectivePolicy, type Policy, type PolicyScope } from '../domain/policy/policy.ts';
import type { TaskType } from '../domain/task/vocabulary.ts';
import type { PolicyDecisionDocument } from '../store/documents/policy.ts';
import type { PolicyPlace } from '../store/policies.ts';
import { authorizeMany } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import { judgeAction, type Question } from './judgement.ts';
import type { Policies } from './policies.ts';
import { recordedDecisionView } from './policy-decision-view.ts';
import { ruleProblems } from './policy-problems.ts';
import type { DryRun, DryRunResult } from './schemas/policy.ts';

/** Others get a turn after this many calls. */
const CALLS_PER_TURN = 25;

/** The two policies that a call is judged with. */
interface Pair {
  readonly before: EffectivePolicy;
  readonly after: EffectivePolicy;
}

/** What rules that nobody has published yet would have made of the calls of tools that there were. */
export class PolicyDryRun {
  readonly #deps: Dependencies;
  readonly #policies: Policies;

  constructor(deps: Dependencies, policies: Policies) {
    this.#deps = deps;
    this.#policies = policies;
  }

  /**
   * Judges the last calls with what holds now and with the draft in place of its scope's version. Only the rules count:
   * grants, modes and what people ordered of agents are left aside.
   */
  async run(caller: Caller, { scope, rules, project, limit }: DryRun): Promise<DryRunResult> {
    const projects = authorizeMany(caller, 'policyDecisions.read', placeOf(scope, project));
    await this.#policies.requireScope(scope);
    const errors = ruleProblems(scope, rules);
    if (errors.length > 0) throw new OperationError('INVALID', 'the rules are not valid', { errors });
    const draft = await this.#draftOf(scope, rules);
    const calls = await this.#deps.store.policyDecisions.recentToolCalls(projects, limit);
    const changed = await this.#changed(calls, draft);
    const isStricter = ({ before, after }: Changed) => DECISIONS.indexOf(after) < DECISIONS.indexOf(before);
    const stricter = changed.filter(isStricter).length;
    return { looked: calls.length, stricter, looser: changed.length - stricter, changed };
  }

  async #changed(calls: readonly PolicyDecisionDocument[], draft: Policy): Promise<Changed[]> {
    const pairs = new Map<string, Promise<Pair>>();
    const tools = new Map<string, Promise<readonly string[]>>();
    const changed: Changed[] = [];
    for (const [index, call] of calls.entries()) {
      if (index % CALLS_PER_TURN === 0) await setImmediate();
      const place = { project: call.projectId, taskType: call.taskType as TaskType | undefined, agentId: call.agentId };
      if (!holdsAt(draft.scope, place)) continue;
      const { before, after } = await once(pairs, JSON.stringify(place), () => this.#pairAt(place, draft));
      const allowedTools = await once(tools, call.agentId ?? '', () => this.#toolsOf(call.agentId));
      const question = questionOf(call, allowedTools);
      const [is, wouldBe] = [decide(question, before, call.at), decide(question, after, call.at)];
      if (is.decision === wouldBe.decision) continue;
      const [decision, reasons] = [recordedDecisionView(call), [...wouldBe.reasons]];
      changed.push({ decision, before: is.decision, after: wouldBe.decision, reasons });
    }
    return changed;
  }

  async #pairAt(place: PolicyPlace, draft: Policy): Promise<Pair> {
    const holding = await this.#deps.store.policies.holdingAt(place);
    const others = holding.filter(({ scope }) => scopeKey(scope) !== scopeKey(draft.scope));
    return { before: effectivePolicy(holding), after: effectivePolicy([...others, draft]) };
  }

  async #toolsOf(agentId: string | undefined): Promise<readonly string[]> {
    const agent = agentId === undefined ? undefined : await this.#deps.agents.find(agentId);
    return agent?.allowedTools ?? [];
  }

  /** The version that the draft would be. */
  async #draftOf(scope: PolicyScope, rules: Policy['rules']): Promise<Policy> {
    const latest = await this.#deps.store.policies.latest(scope);
    const publishedBy = { kind: 'SYSTEM', id: 'dry-run', name: 'a dry run' } as const;
    const version = (latest?.version ?? 0) + 1;
    return { scope, version, rules, note: 'a dry run', publishedBy, publishedAt: new Date().toISOString() };
  }
}

type Changed = DryRunResult['changed'][number];

/** Where the calls are looked for; undefined for everywhere. @throws INVALID */
function placeOf(scope: PolicyScope, project: string | undefined): string | undefined {
  if (scope.kind === 'GLOBAL') return project;
  if (project === undefined || project === scope.project) return scope.project;
  const message = `is another project than that of the scope, ${scope.project}`;
  throw new OperationError('INVALID', `project: ${message}`, { errors: [{ path: 'project', message }] });
}

function holdsAt(scope: PolicyScope, { project, taskType, agentId }: PolicyPlace): boolean {
  if (scope.kind === 'GLOBAL') return true;
  if (scope.project !== project) return false;
  if (scope.kind === 'TASK_TYPE') return scope.taskType === taskType;
  return scope.kind === 'PROJECT' || scope.agentId === agentId;
}

const questionOf = (call: PolicyDecisionDocument, allowedTools: readonly string[]): Question => ({
  agent: {
    id: call.agentId,
    name: call.actor.name,
    role: call.role as AgentRole,
    status: 'ACTIVE',
    allowedTools,
  },
  action: call.action as unknown as PolicyAction,
  projectId: call.projectId,
  workspace: call.workspace,
});

const decide = (question: Question, policy: EffectivePolicy, now: string): PolicyDecision =>
  judgeAction(question, policy, 'NORMAL', now).decision;

function once<Value>(known: Map<string, Promise<Value>>, key: string, look: () => Promise<Value>): Promise<Value> {
  const found = known.get(key) ?? look();
  known.set(key, found);
  return found;
}
