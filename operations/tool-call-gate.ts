import { MISSION_CONTROL, type Actor } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { Approval, TaskState } from '../domain/task/state.ts';
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

/** An execution, with the agent that it is carried out for; or an agent that works by itself. */
type ToolUser =
  | { readonly execution: ExecutionDocument; readonly agent: AgentDocument | undefined }
  | { readonly execution?: undefined; readonly agent: AgentDocument };

/** A call that somebody wants to make. */
export type AskedCall = ToolUser & {
  /** The execution, or the agent itself. */
  readonly actor: Actor;
  readonly task: TaskState;
  readonly call: ToolCall;
  readonly action: ToolAction;
  /** Names the call among all that there are. */
  readonly request: string;
};

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

  #judge(asked: AskedCall): Promise<Judgement> {
    const { governance } = this.#deps;
    const { task, action, call } = asked;
    const place = { task, workspace: call.workspace };
    const judgeAgent = (agent: AgentDocument) => governance.judgeAgent(agent, action, place);
    if (asked.execution === undefined) return judgeAgent(asked.agent);
    if (asked.agent) return judgeAgent(asked.agent);
    return governance.judge({ ...place, agent: agentless(asked.execution), action, projectId: task.projectId });
  }

  #record(judgement: Judgement, asked: AskedCall, approvalId?: string): Promise<PolicyDecisionDocument> {
    const { request } = asked;
    const { _id: executionId, executor } = asked.execution ?? {};
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
    const { call, request } = asked;
    const executionId = asked.execution?._id;
    const actor = actorIn(asked);
    const { openApprovals, id: taskId } = await this.#lookup.state(asked.task.key);
    const { inputHash, action } = judgement;
    const isSame = (approval: Approval) =>
      approval.inputHash === inputHash && approval.executionId === executionId && approval.requester.id === actor.id;
    const open = openApprovals.find(isSame);
    if (open) return open.id;
    const command = approvalQuestion(judgement, {
      kind: 'TOOL_EXEC',
      action: call.tool,
      tool: call.tool,
      summary: call.summary,
      blocking: true,
      executionId,
      payload: { tool: call.tool, ...('arguments' in action && { arguments: action.arguments }) },
      rollbackPlan: call.rollbackPlan,
      justification: call.justification,
    });
    const envelope = { command, actor, facts: NO_FACTS, idempotencyKey: request, bodyHash: inputHash };
    const { approvalId } = await this.#deps.gateway.send(taskId, envelope);
    this.#deps.live.poke();
    return approvalId;
  }
}

/** Who asks: the agent that it is done for, where there is one. */
const actorIn = ({ actor, agent }: AskedCall): Actor => (agent ? actorOf(agent) : actor);
