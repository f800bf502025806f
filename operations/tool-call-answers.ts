import { setTimeout } from 'node:timers/promises';
import { refusalFor } from '../domain/agent/status.ts';
import { modeRefusalFor } from '../domain/project/mode.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import type { PolicyDecisionDocument } from '../store/documents/policy.ts';
import type { ApprovalDocument } from '../store/models.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, type OperationError } from './errors.ts';
import type { ToolCallAnswer, ToolDecision } from './schemas/execution.ts';
import type { TaskLookup } from './task-lookup.ts';
import { ToolCallGate, type AskedCall } from './tool-call-gate.ts';

const LOOK_EVERY_MS = 250;

/** Waiting for what people say to a call of a tool. */
export interface WaitForDecision {
  readonly waitSeconds: number;
  /** Aborts when nobody waits any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Answers to whoever wants to use a tool: what the policy says, with what people have decided and ordered since. */
export class ToolCallAnswers {
  readonly gate: ToolCallGate;
  readonly #deps: Dependencies;

  constructor(deps: Dependencies, lookup: TaskLookup) {
    this.#deps = deps;
    this.gate = new ToolCallGate(deps, lookup);
  }

  /** @param earlier what was decided on the same request before. */
  async answer(asked: AskedCall, earlier: PolicyDecisionDocument | undefined): Promise<ToolCallAnswer> {
    if (!earlier) return this.#told(await this.gate.settle(asked));
    // What people have ordered since comes before what was allowed before.
    if ((await this.#stopped(asked.task.projectId, asked.agent)) === undefined) return this.#told(earlier);
    return this.#told(await this.gate.settle({ ...asked, request: `${asked.request}/stopped` }));
  }

  /**
   * What became of the question, waiting up to `waitSeconds` for the answer.
   * @param refusal why the approval is nothing for whoever waits. @throws that
   */
  async decision(
    approvalId: string,
    refusal: (approval: ApprovalDocument | undefined) => OperationError | undefined,
    agent: () => Promise<AgentDocument | undefined>,
    { waitSeconds, signal }: WaitForDecision,
  ): Promise<ToolDecision> {
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      const approval = await this.#deps.store.parts.approval(approvalId);
      const refused = refusal(approval);
      if (!approval || refused) throw refused ?? notFound(`the approval ${approvalId}`);
      if (approval.status !== 'PENDING') return this.#decided(approval, await agent());
      if (Date.now() + LOOK_EVERY_MS > until || signal?.aborted) return { decision: 'PENDING' };
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  async #decided(approval: ApprovalDocument, agent: AgentDocument | undefined): Promise<ToolDecision> {
    if (approval.status !== 'APPROVED') return { decision: 'DENY', reason: reasonOf(approval) };
    const stopped = await this.#stopped(approval.projectId, agent);
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

  /** What people have ordered against everything that could be done, in words. */
  async #stopped(projectId: string, agent: AgentDocument | undefined): Promise<string | undefined> {
    const { mode } = await this.#deps.projects.require(projectId);
    const ordered = agent && refusalFor(agent.control.status, 'usesTools', agent.name);
    return ordered ?? modeRefusalFor(mode, 'goesOn', projectId);
  }
}

function reasonOf({ _id: id, status, decisions }: ApprovalDocument): string {
  const denial = decisions.findLast(({ decision }) => decision === 'DENY');
  return denial?.reason ?? `the approval ${id} is ${status}`;
}
