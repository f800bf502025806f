import type { ActorRef } from '../actor.ts';
import type { TaskType } from '../task/vocabulary.ts';
import type { PartialRules, PolicyField, PolicyRules } from './rules.ts';

/** From the widest to the most specific. */
export const POLICY_SCOPES = ['GLOBAL', 'PROJECT', 'TASK_TYPE', 'AGENT'] as const;

export type PolicyScope =
  | { readonly kind: 'GLOBAL' }
  | { readonly kind: 'PROJECT'; readonly project: string }
  | { readonly kind: 'TASK_TYPE'; readonly project: string; readonly taskType: TaskType }
  | { readonly kind: 'AGENT'; readonly project: string; readonly agentId: string };

/** "PROJECT:mc": names a scope. */
export function scopeKey(scope: PolicyScope): string {
  switch (scope.kind) {
    case 'GLOBAL':
      return 'GLOBAL';
    case 'PROJECT':
      return `PROJECT:${scope.project}`;
    case 'TASK_TYPE':
      return `TASK_TYPE:${scope.project}:${scope.taskType}`;
    case 'AGENT':
      return `AGENT:${scope.project}:${scope.agentId}`;
  }
}

/** A version of a policy: never changed once it is published. */
export interface Policy {
  readonly scope: PolicyScope;
  /** Counts from 1 within the scope. */
  readonly version: number;
  readonly rules: PartialRules;
  /** Why it was published. */
  readonly note: string;
  readonly publishedBy: ActorRef;
  readonly publishedAt: string;
}

/** Which version of which scope had a say. Version 0 is what is built in. */
export interface PolicyVersion {
  readonly scope: string;
  readonly version: number;
}

/** All that applies to an action: every rule, and where each comes from. */
export interface EffectivePolicy {
  readonly rules: PolicyRules;
  /** Widest first, the built-in one included. */
  readonly versions: readonly PolicyVersion[];
  /** The most specific scope that says something of a field; for maps and block lists the last that adds to it. */
  readonly origins: Readonly<Record<PolicyField, PolicyVersion>>;
  /** Which version named an entry of a block list or map ("shellBlocked sudo"); what is missing is built in. */
  readonly entryOrigins: Readonly<Record<string, PolicyVersion>>;
}
