import type { PolicyAction } from '../domain/policy/action.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ApprovalDocument, ExecutionDocument } from '../store/models.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { ToolCall, ToolCallAnswer, ToolDecision } from './schemas/execution.ts';
import type { Tasks } from './tasks.ts';
import { ToolCallAnswers, type WaitForDecision } from './tool-call-answers.ts';

/** May an execution use a tool? Asks the policy, and a person where the policy wants one. */
export class ToolCalls {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;
  readonly #answers: ToolCallAnswers;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
    this.#answers = new ToolCallAnswers(deps, tasks.lookup);
  }

  /** The same call with the same idempotency key gets the same answer, and what people have decided on it since. */
  async check(caller: Caller, executionId: string, call: ToolCall, idempotencyKey: string): Promise<ToolCallAnswer> {
    const execution = await this.#ofCaller(caller, executionId);
    const action: PolicyAction = { kind: 'TOOL_CALL', tool: call.tool, arguments: call.arguments ?? {} };
    const request = `tool-call/${executionId}/${idempotencyKey}`;
    const [task, agent, earlier] = await Promise.all([
      this.#tasks.lookup.state(execution.taskKey),
      this.#agentOf(execution),
      this.#answers.gate.earlier(request, action),
    ]);
    if (!task.activeExecutions.some(({ id }) => id === executionId)) {
      return { decision: 'DENY', risk: 'GREEN', reasons: [`${executionId} is not running any more`] };
    }
    return this.#answers.answer({ actor: caller.actor, execution, task, agent, call, action, request }, earlier);
  }

  /** What became of the question, waiting up to `waitSeconds` for the answer. */
  async decision(
    caller: Caller,
    executionId: string,
    approvalId: string,
    waiting: WaitForDecision,
  ): Promise<ToolDecision> {
    const execution = await this.#ofCaller(caller, executionId);
    const refusal = (approval: ApprovalDocument | undefined) =>
      approval?.executionId === executionId ? undefined : notFound(`the approval ${approvalId} of ${executionId}`);
    return this.#answers.decision(approvalId, refusal, () => this.#agentOf(execution), waiting);
  }

  async #ofCaller(caller: Caller, executionId: string): Promise<ExecutionDocument> {
    authorizeKind(caller, 'executions.work');
    if (caller.kind !== 'EXECUTION' || caller.executionId !== executionId) {
      throw new OperationError('FORBIDDEN', 'only the execution itself asks for its tools');
    }
    const execution = await this.#deps.store.parts.execution(executionId);
    if (!execution) throw notFound(`the execution ${executionId}`);
    return execution;
  }

  /** The agent that the execution is carried out for; one that has left the project is nobody. */
  async #agentOf({ agent, projectId }: ExecutionDocument): Promise<AgentDocument | undefined> {
    const found = agent && (await this.#deps.agents.find(agent.id));
    return found?.projectId === projectId ? found : undefined;
  }
}
