import { createHash } from 'node:crypto';
import type { AgentRole, AgentStatus } from '../domain/actor.ts';
import type { PolicyAction } from '../domain/policy/action.ts';
import type { PolicyDecision, PolicyRequest, PolicySubject } from '../domain/policy/decision.ts';
import { evaluate } from '../domain/policy/evaluate.ts';
import { canonicalInput } from '../domain/policy/input.ts';
import type { EffectivePolicy } from '../domain/policy/policy.ts';
import { redact } from '../domain/policy/secrets/secrets.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { ProjectMode, TaskType } from '../domain/task/vocabulary.ts';
import { OperationError } from './errors.ts';

/** An agent as policies see it; one without an id is imagined, or stands for an execution that nobody's agent does. */
export interface PolicyAgent {
  readonly id?: string | undefined;
  readonly name: string;
  readonly role: AgentRole;
  readonly status: AgentStatus;
  readonly allowedTools: readonly string[];
}

/** What an agent is about to do, and where. */
export interface Question {
  readonly agent: PolicyAgent;
  readonly action: PolicyAction;
  readonly projectId: string;
  readonly taskType?: TaskType | undefined;
  /** The task it is done for: with its type, and with what people have allowed for it. */
  readonly task?: TaskState | undefined;
  /** Where relative paths of the action begin; absolute. */
  readonly workspace?: string | undefined;
}

/** What was decided, by which rules. */
export interface Judgement {
  readonly question: Question;
  readonly decision: PolicyDecision;
  readonly policy: EffectivePolicy;
  /** The action with secrets taken out: what may be kept and shown of it. */
  readonly action: PolicyAction;
  /** Of the action as it was asked about. */
  readonly inputHash: string;
  readonly at: string;
}

/** Decides on an action. Nothing of the answer but the question itself holds a secret of the action. */
export function judgeAction(question: Question, policy: EffectivePolicy, mode: ProjectMode, now: string): Judgement {
  const { agent, action, task, workspace } = question;
  const { name, role, status, allowedTools } = agent;
  const grants = task?.grants ?? [];
  const subject: PolicySubject = { name, role, status, allowedTools, projectMode: mode, workspace, grants };
  const request: PolicyRequest = { action, inputHash: inputHashOf(action), now };
  const shown = redact(action);
  const decided = evaluate(request, subject, policy);
  const decision =
    inputHashOf(shown) === request.inputHash
      ? decided
      : withoutSecrets(decided, evaluate({ ...request, action: shown }, subject, policy));
  return { question, decision, policy, action: shown, inputHash: request.inputHash, at: now };
}

/** The refusal that a denial means. */
export function deniedBy({ decision: { reasons } }: Judgement): OperationError {
  const errors = reasons.map((message) => ({ path: 'policy', message }));
  return new OperationError('FORBIDDEN', `the policy does not allow it: ${reasons[0] ?? 'no rule does'}`, { errors });
}

/** Tells an action from others. */
export const inputHashOf = (action: PolicyAction): string =>
  createHash('sha256').update(canonicalInput(action)).digest('hex');

/**
 * The decision with the words of the same decision on the redacted action: reasons quote the beginnings of arguments, and
 * half a secret is not recognised as one any more.
 */
function withoutSecrets(decided: PolicyDecision, redacted: PolicyDecision): PolicyDecision {
  if (decided.decision === redacted.decision && decided.risk === redacted.risk) {
    const { rules, reasons } = redacted;
    return { ...decided, rules, reasons };
  }
  const rules = decided.rules.map((rule) => ({ ...rule, match: '[redacted]' }));
  return { ...decided, rules, reasons: [`the arguments hold a secret: ${decided.risk} and ${decided.decision}`] };
}
