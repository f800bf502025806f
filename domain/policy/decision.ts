import type { AgentRole, AgentStatus } from '../actor.ts';
import type { ApprovalGrant } from '../task/state.ts';
import type { ProjectMode, Risk } from '../task/vocabulary.ts';
import type { PolicyAction } from './action.ts';
import type { PolicyField, ApprovalRule } from './rules.ts';
import type { PolicyVersion } from './policy.ts';

/** From the strictest. */
export const DECISIONS = ['DENY', 'NEEDS_APPROVAL', 'ALLOW'] as const;
export type DecisionKind = (typeof DECISIONS)[number];

/** Who wants to act, and where. */
export interface PolicySubject {
  readonly name: string;
  readonly role: AgentRole;
  readonly status: AgentStatus;
  readonly projectMode: ProjectMode;
  /** Names of tools that the agent may use, with `*`; empty means that its policy alone decides. */
  readonly allowedTools: readonly string[];
  /** Absolute, where it is known. */
  readonly workspace?: string | undefined;
  /** What people have allowed for the task already. */
  readonly grants: readonly ApprovalGrant[];
}

export interface PolicyRequest {
  readonly action: PolicyAction;
  /** Tells one input from another; what was approved for an input is looked up by it. */
  readonly inputHash: string;
  /** ISO timestamp. */
  readonly now: string;
}

/** A rule that had a say. */
export interface FiredRule {
  readonly field: PolicyField | 'agent.status' | 'project.mode' | 'agent.allowedTools' | 'grant' | 'secrets' | 'shell';
  /** What of the field matched: a pattern, a name, a risk. */
  readonly match: string;
  readonly decision: DecisionKind;
  readonly origin?: PolicyVersion | undefined;
}

export interface PolicyDecision {
  readonly decision: DecisionKind;
  readonly risk: Risk;
  readonly rules: readonly FiredRule[];
  /** Sentences for people, the decisive one first. */
  readonly reasons: readonly string[];
  readonly versions: readonly PolicyVersion[];
  /** Who has to decide, where the decision is NEEDS_APPROVAL. */
  readonly approval?: ApprovalRule | undefined;
  /** The grant that allows it. */
  readonly grantedBy?: string | undefined;
}
