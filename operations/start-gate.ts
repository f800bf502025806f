import type { MicroDollars } from '../domain/money.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { TaskState } from '../domain/task/state.ts';
import { isFinal, type ApprovalStatus } from '../domain/task/vocabulary.ts';
import type { AgentDocument } from '../store/documents/agent.ts';
import { approvalQuestion, canBeHeld } from './approval-question.ts';
import type { Dependencies } from './dependencies.ts';
import type { Judgement } from './judgement.ts';
import { actorOf, refOf } from './policy-agent.ts';

/** A run that an agent is about to start. */
export interface Start {
  readonly agent: AgentDocument;
  readonly task: TaskState | undefined;
  readonly estimatedCostMicros?: MicroDollars | undefined;
  /** Names the start: it is asked about once, however often somebody tries. */
  readonly request: string;
  readonly executionId?: string;
}

/** Why a run cannot start now, in words. */
export interface HeldStart {
  readonly decision: 'DENY' | 'NEEDS_APPROVAL';
  readonly reason: string;
  readonly approvalId?: string | undefined;
}

/** Whether agents may start work: by the policy, and by what people have said to it. */
export class StartGate {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Undefined when the run may start. */
  async check(start: Start): Promise<HeldStart | undefined> {
    const judgement = await this.#judge(start);
    const { decision, reasons } = judgement.decision;
    if (decision === 'ALLOW') return this.#record(judgement, start).then(() => undefined);
    if (decision === 'NEEDS_APPROVAL') return this.#checkApproval(judgement, start);
    await this.#record(judgement, start);
    return { decision, reason: reasons.join('; ') };
  }

  async #checkApproval(judgement: Judgement, start: Start): Promise<HeldStart | undefined> {
    const { request, task } = start;
    const reason = judgement.decision.reasons.join('; ');
    if (!task || isFinal(task.status))
      return { decision: 'DENY', reason: `${reason}; no open task holds the question` };
    const earlier = await this.#deps.store.policyDecisions.ofRequest(`${request}/NEEDS_APPROVAL`);
    const approvalId = earlier?.approvalId ?? (await this.#ask(judgement, start, task));
    if (!earlier) await this.#record(judgement, start, approvalId);
    const approval = approvalId === undefined ? undefined : await this.#deps.store.parts.approval(approvalId);
    const status: ApprovalStatus = approval?.status ?? 'PENDING';
    if (status === 'APPROVED') return undefined;
    const decision = status === 'PENDING' ? 'NEEDS_APPROVAL' : 'DENY';
    return { decision, approvalId, reason: `${reason}; ${approvalId} is ${status}` };
  }

  #judge({ agent, task, estimatedCostMicros }: Start): Promise<Judgement> {
    const action = { kind: 'START_RUN', ...(estimatedCostMicros !== undefined && { estimatedCostMicros }) } as const;
    return this.#deps.governance.judgeAgent(agent, action, { task });
  }

  #record(judgement: Judgement, { agent, executionId, request }: Start, approvalId?: string) {
    const name = `${request}/${judgement.decision.decision}`;
    return this.#deps.governance.record(judgement, { actor: refOf(agent), executionId, approvalId, request: name });
  }

  async #ask(judgement: Judgement, start: Start, task: TaskState): Promise<string | undefined> {
    const { agent, executionId, estimatedCostMicros, request: idempotencyKey } = start;
    const command = approvalQuestion(judgement, {
      kind: 'START_RUN',
      action: 'start a run',
      summary: `${agent.name} is about to start work on ${task.key}`,
      blocking: canBeHeld(task.status),
      executionId,
      estimatedCostMicros,
    });
    const envelope = { command, actor: actorOf(agent), facts: NO_FACTS, idempotencyKey };
    const { approvalId } = await this.#deps.gateway.send(task.id, envelope);
    this.#deps.live.poke();
    return approvalId;
  }
}
