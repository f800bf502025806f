import type { ActorRef } from '../../domain/actor.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { PolicyDecision } from '../../domain/policy/decision.ts';
import type { ExecutorType } from '../../domain/task/vocabulary.ts';

/** A published version; its id is "PROJECT:mc@3". Written once. */
export type PolicyDocument = Policy & {
  _id: string;
  scopeKey: string;
  /** The project that it is about; absent for the GLOBAL scope. */
  projectId?: string;
  /** Time and id: the order of lists, in one value for keyset cursors. */
  order: string;
  /** Who asked for it, with which idempotency key: the same request publishes once. */
  request?: string;
};

/** Which version of a scope holds; its id is the scope's key. Carries the policy, so that one read finds all that hold. */
export interface ActivePolicyDocument {
  _id: string;
  policy: Policy;
  activatedBy: ActorRef;
  activatedAt: string;
  reason: string;
  /** When it was last settled which version holds, or that none does. */
  changedAt: string;
}

/** A decision of the policy about something that was really asked for. */
export type PolicyDecisionDocument = Omit<PolicyDecision, 'approval'> & {
  _id: string;
  at: string;
  projectId: string;
  taskId?: string;
  taskKey?: string;
  taskType?: string;
  executionId?: string;
  executor?: ExecutorType;
  agentId?: string;
  actor: ActorRef;
  /** With the role that the subject had: a dry run judges for it again. */
  role: string;
  /** With secrets taken out. */
  action: Record<string, unknown>;
  inputHash: string;
  /** Where the paths of the action begin, as whoever asked said. */
  workspace?: string;
  approvalId?: string;
  /** What was asked for, by whom and with which idempotency key: it is decided on once. */
  request?: string;
};
