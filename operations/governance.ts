import { LRUCache } from 'lru-cache';
import { ulid } from 'ulid';
import type { PolicyAction } from '../domain/policy/action.ts';
import { effectivePolicy } from '../domain/policy/merge.ts';
import type { EffectivePolicy } from '../domain/policy/policy.ts';
import type { TaskGovernance } from '../domain/task/state.ts';
import type { ExecutorType, TaskType } from '../domain/task/vocabulary.ts';
import type { ActorRef } from '../domain/actor.ts';
import { isUnavailable } from '../store/connection.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { PolicyDecisionDocument } from '../store/documents/policy.ts';
import type { PolicyPlace } from '../store/policies.ts';
import type { Store } from '../store/store.ts';
import { judgeAction, type Judgement, type Question } from './judgement.ts';
import { policyAgent } from './policy-agent.ts';
import type { Projects } from './projects.ts';
import { withoutUndefined } from './without-undefined.ts';

/** How long what the policies say about tasks as a whole may be out of date, in milliseconds. */
const GOVERNANCE_KEPT_MS = 2_000;

/** Where an agent acts. */
type ActionPlace = Pick<Question, 'task' | 'taskType' | 'workspace'>;

/** What a decision is recorded with. */
interface Occasion {
  readonly actor: ActorRef;
  readonly executionId?: string | undefined;
  readonly executor?: ExecutorType | undefined;
  readonly approvalId?: string | undefined;
  /** The same request is recorded once. */
  readonly request?: string | undefined;
}

/** What the policies say: the one place where actions are judged, for enforcement, evaluation and simulation alike. */
export class Governance {
  readonly #store: Store;
  readonly #projects: Projects;
  readonly #fresh = new LRUCache<string, TaskGovernance>({ max: 1_000, ttl: GOVERNANCE_KEPT_MS });
  /** For when the database is away. */
  readonly #known = new LRUCache<string, TaskGovernance>({ max: 1_000 });

  constructor(store: Store, projects: Projects) {
    this.#store = store;
    this.#projects = projects;
  }

  /** All rules that hold at a place now, with where each comes from. Always read anew. */
  async effective(place: PolicyPlace): Promise<EffectivePolicy> {
    return effectivePolicy(await this.#store.policies.holdingAt(place));
  }

  /** Decides on an action by what holds now. Writes nothing. */
  async judge(question: Question): Promise<Judgement> {
    const { policy, project } = await this.#holding(question.projectId, question.agent.id, question);
    return judgeAction(question, policy, project.mode, new Date().toISOString());
  }

  /** The same for an agent of the registry, as it is now. */
  async judgeAgent(agent: AgentDocument, action: PolicyAction, place: ActionPlace): Promise<Judgement> {
    const { projectId } = agent;
    const { policy, project } = await this.#holding(projectId, agent._id, place);
    const question = { ...place, projectId, action, agent: policyAgent(agent, action.kind, project.timeZone) };
    return judgeAction(question, policy, project.mode, new Date().toISOString());
  }

  /** Writes down what was decided about something that was really asked for. Answers what is kept of the request. */
  record(
    { question, decision, action, inputHash, at }: Judgement,
    occasion: Occasion,
  ): Promise<PolicyDecisionDocument> {
    const { agent, projectId, task, workspace } = question;
    const { approval: _approval, ...decided } = decision;
    const { actor, ...known } = occasion;
    const taskType = task?.type ?? question.taskType;
    return this.#store.policyDecisions.record(
      withoutUndefined({
        ...decided,
        _id: ulid(),
        at,
        projectId,
        taskId: task?.id,
        taskKey: task?.key,
        taskType,
        agentId: agent.id,
        actor,
        role: agent.role,
        action,
        inputHash,
        workspace,
        ...known,
      }) as PolicyDecisionDocument,
    );
  }

  /** What the policies say about tasks of a type as a whole. Undefined when nobody can know: the database is away. */
  async governanceFor(project: string, taskType: TaskType): Promise<TaskGovernance | undefined> {
    const key = `${project}/${taskType}`;
    return this.#fresh.get(key) ?? (await this.governanceNow(project, taskType));
  }

  /** The same, read anew. */
  async governanceNow(project: string, taskType: TaskType): Promise<TaskGovernance | undefined> {
    const key = `${project}/${taskType}`;
    try {
      const { loops, completionApproval, leadsMayComplete } = (await this.effective({ project, taskType })).rules;
      const governance: TaskGovernance = { loops, completionApproval, leadsMayComplete };
      this.#fresh.set(key, governance);
      this.#known.set(key, governance);
      return governance;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return this.#known.get(key);
    }
  }

  async #holding(project: string, agentId: string | undefined, { task, taskType }: ActionPlace) {
    const [policy, found] = await Promise.all([
      this.effective({ project, taskType: task?.type ?? taskType, agentId }),
      this.#projects.require(project),
    ]);
    return { policy, project: found };
  }
}
