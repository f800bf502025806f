import { MISSION_CONTROL, type Actor } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { PolicyDecisionDocument } from '../store/documents/policy.ts';
import type { ExecutionDocument } from '../store/models.ts';
import { approvalQuestion } from './approval-question.ts';
import type { Dependencies } from './dependencies.ts';
import { OperationError } from './errors.ts';
import { inputHashOf, type Judgement } from './judgement.ts';
import { actorOf, agentless } from './policy-agent.ts';
import type { ToolCall } from './schemas/execution.ts';
import type { TaskLookup } from './task-lookup.ts';

type ToolAction = Extract<PolicyAction, { kind: 'TOOL_CALL' }>;

/** A call that an execution wants to make. */
export interface AskedCall {
  /** The execution itself. */
  readonly actor: Actor;
  readonly execution: ExecutionDocument;
  readonly task: TaskState;
  /** Whom it is carried out for. */
  readonly agent: AgentDocument | undefined;
  readonly call: ToolCall;
  readonly action: ToolAction;
  /** Names the call among all that there are. */
  readonly request: string;
}

/** Decides on calls of tools, with what people have granted and by asking them, and writes down each decision once. */
export class ToolCallGate {
  readonly #deps: Dependencies;
  readonly #lookup: TaskLookup;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.#lookup = lookup;
  }

  /** What was decided on this call before. @throws IDEMPOTENCY_CONFLICT when it was another call. */
  async earlier(request: string, action: PolicyAction): Promise<PolicyDecisionDocument | undefined> {
    const earlier = await this.#deps.store.policyDecisions.ofRequest(request);
    if (earlier && earlier.inputHash !== inputHashOf(action)) {
      throw new OperationError('IDEMPOTENCY_CONFLICT', 'this idempotency key was used for another call');
    }
    return earlier;
  }

  /**
   * Decides. A grant is used up before the call is allowed: whoever is cut off in between has lost one use, and nobody
   * has one too many.
   */
  async settle(asked: AskedCall): Promise<PolicyDecisionDocument> {
    const usedUp = new Set<string>();
    for (let task = asked.task; ; task = await this.#lookup.state(task.key)) {
      const grants = (task.grants ?? []).filter(({ approvalId }) => !usedUp.has(approvalId));
      const judgement = await this.#judge({ ...asked, task: { ...task, grants } });
      const { decision, grantedBy } = judgement.decision;
      if (decision === 'NEEDS_APPROVAL') return this.#record(judgement, asked, await this.#ask(judgement, asked));
      if (grantedBy === undefined) return this.#record(judgement, asked);
      if (await this.#use(grantedBy, judgement, asked)) return this.#record(judgement, asked);
      usedUp.add(grantedBy);
    }
  }

  #judge({ execution, task, agent, call: { workspace }, action }: AskedCall): Promise<Judgement> {
    const { governance } = this.#deps;
    if (agent) return governance.judgeAgent(agent, action, { task, workspace });
    const { projectId } = execution;
    return governance.judge({ agent: agentless(execution), action, projectId, task, workspace });
  }

  #record(judgement: Judgement, asked: AskedCall, approvalId?: string): Promise<PolicyDecisionDocument> {
    const { execution, request } = asked;
    const { _id: executionId, executor } = execution;
    const actor = actorIn(asked);
    return this.#deps.governance.record(judgement, { actor, executionId, executor, approvalId, request });
  }

  /** Answers whether the grant had a use left. */
  async #use(approvalId: string, { inputHash }: Judgement, { task, call, request }: AskedCall): Promise<boolean> {
    const command = { name: 'useGrant', approvalId, tool: call.tool, inputHash } as const;
    try {
      const idempotencyKey = `${request}/${approvalId}`;
      await this.#deps.gateway.send(task.id, { command, actor: MISSION_CONTROL, facts: NO_FACTS, idempotencyKey });
      return true;
    } catch (error) {
      if (error instanceof OperationError && error.code === 'CONFLICT') return false;
      throw error;
    }
  }

  /** Asks people, unless they are being asked about the very same already. Answers the approval. */
  async #ask(judgement: Judgement, asked: AskedCall): Promise<string | undefined> {
    const { execution, call, request } = asked;
    const { openApprovals, id: taskId } = await this.#lookup.state(asked.task.key);
    const { inputHash, action } = judgement;
    const open = openApprovals.find(
      (approval) => approval.executionId === execution._id && approval.inputHash === inputHash,
    );
    if (open) return open.id;
    const command = approvalQuestion(judgement, {
      kind: 'TOOL_EXEC',
      action: call.tool,
      tool: call.tool,
      summary: call.summary,
      blocking: true,
      executionId: execution._id,
      payload: { tool: call.tool, ...('arguments' in action && { arguments: action.arguments }) },
      rollbackPlan: call.rollbackPlan,
      justification: call.justification,
    });
    const envelope = { command, actor: actorIn(asked), facts: NO_FACTS, idempotencyKey: request, bodyHash: inputHash };
    const { approvalId } = await this.#deps.gateway.send(taskId, envelope);
    this.#deps.live.poke();
    return approvalId;
  }
}

/** Who asks: the agent that it is done for, where there is one. */
const actorIn = ({ actor, agent }: AskedCall): Actor => (agent ? actorOf(agent) : actor);
