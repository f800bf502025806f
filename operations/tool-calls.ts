import { setTimeout } from 'node:timers/promises';
import { refusalFor } from '../domain/agent/status.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import { modeRefusalFor } from '../domain/project/mode.ts';
import type { PolicyDecisionDocument } from '../store/documents/policy.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { ApprovalDocument, ExecutionDocument } from '../store/models.ts';
import { authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { ToolCall, ToolCallAnswer, ToolDecision } from './schemas/execution.ts';
import type { Tasks } from './tasks.ts';
import { ToolCallGate, type AskedCall } from './tool-call-gate.ts';

const LOOK_EVERY_MS = 250;

/** May an execution use a tool? Asks the policy, and a person where the policy wants one. */
export class ToolCalls {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;
  readonly #gate: ToolCallGate;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
    this.#gate = new ToolCallGate(deps, tasks.lookup);
  }

  /** The same call with the same idempotency key gets the same answer, and what people have decided on it since. */
  async check(caller: Caller, executionId: string, call: ToolCall, idempotencyKey: string): Promise<ToolCallAnswer> {
    const execution = await this.#ofCaller(caller, executionId);
    const action: PolicyAction = { kind: 'TOOL_CALL', tool: call.tool, arguments: call.arguments ?? {} };
    const request = `tool-call/${executionId}/${idempotencyKey}`;
    const [task, agent, earlier] = await Promise.all([
      this.#tasks.lookup.state(execution.taskKey),
      this.#agentOf(execution),
      this.#gate.earlier(request, action),
    ]);
    if (!task.activeExecutions.some(({ id }) => id === executionId)) {
      return { decision: 'DENY', risk: 'GREEN', reasons: [`${executionId} is not running any more`] };
    }
    const asked: AskedCall = { actor: caller.actor, execution, task, agent, call, action, request };
    if (!earlier) return this.#told(await this.#gate.settle(asked));
    // What people have ordered since comes before what was allowed before.
    if ((await this.#stopped(execution, agent)) === undefined) return this.#told(earlier);
    return this.#told(await this.#gate.settle({ ...asked, request: `${request}/stopped` }));
  }

  /** What became of the question, waiting up to `waitSeconds` for the answer. */
  async decision(caller: Caller, executionId: string, approvalId: string, waitSeconds: number): Promise<ToolDecision> {
    const execution = await this.#ofCaller(caller, executionId);
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      const approval = await this.#deps.store.parts.approval(approvalId);
      if (approval?.executionId !== executionId) throw notFound(`the approval ${approvalId} of ${executionId}`);
      if (approval.status !== 'PENDING') return this.#decided(approval, execution);
      if (Date.now() + LOOK_EVERY_MS > until) return { decision: 'PENDING' };
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  async #decided(approval: ApprovalDocument, execution: ExecutionDocument): Promise<ToolDecision> {
    if (approval.status !== 'APPROVED') return { decision: 'DENY', reason: reasonOf(approval) };
    const stopped = await this.#stopped(execution, await this.#agentOf(execution));
    return stopped === undefined ? { decision: 'ALLOW' } : { decision: 'DENY', reason: stopped };
  }

  /** The answer to what was decided, with what people have said to it meanwhile. */
  async #told({ decision, risk, reasons, approvalId }: PolicyDecisionDocument): Promise<ToolCallAnswer> {
    const answer = { decision, risk, reasons: [...reasons] };
    if (approvalId === undefined) return answer;
    const approval = await this.#deps.store.parts.approval(approvalId);
    if (!approval || approval.status === 'PENDING') return { ...answer, approvalId };
    if (approval.status !== 'APPROVED')
      return { ...answer, approvalId, decision: 'DENY', reasons: [reasonOf(approval)] };
    return { ...answer, approvalId, decision: 'ALLOW', reasons: [`${approvalId} was approved`, ...reasons] };
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

  /** What people have ordered against everything that the execution could do, in words. */
  async #stopped({ projectId }: ExecutionDocument, agent: AgentDocument | undefined): Promise<string | undefined> {
    const { mode } = await this.#deps.projects.require(projectId);
    const ordered = agent && refusalFor(agent.control.status, 'usesTools', agent.name);
    return ordered ?? modeRefusalFor(mode, 'goesOn', projectId);
  }
}

function reasonOf({ _id: id, status, decisions }: ApprovalDocument): string {
  const denial = decisions.findLast(({ decision }) => decision === 'DENY');
  return denial?.reason ?? `the approval ${id} is ${status}`;
}
