import type { AgentRole, HumanRole } from '../actor.ts';
import type { LoopLimits } from '../loops/limits.ts';
import type { SpawnLimits } from '../subtask/limits.ts';
import type { Risk } from '../task/vocabulary.ts';
import type { ActionKind } from './action.ts';

/** What becomes of a command, path or host that no allow rule names. */
export const UNLISTED_DECISIONS = ['DENY', 'NEEDS_APPROVAL'] as const;
export type UnlistedDecision = (typeof UNLISTED_DECISIONS)[number];

/** How many people decide on an action of a risk, and what they have to be in the project. */
export interface ApprovalRule {
  readonly decisions: number;
  readonly role: HumanRole;
}

/** Everything a policy can say. Maps are merged key by key, block lists add up, everything else is replaced as a whole. */
export interface PolicyRules {
  /** The risks that an agent of a role asks for. A less autonomous one always asks for at least as much. */
  readonly autonomy: Readonly<Record<AgentRole, readonly Risk[]>>;
  /** Risk by name of a tool. */
  readonly toolRisks: Readonly<Record<string, Risk>>;
  /** Risk by kind of an action other than a tool call. */
  readonly actionRisks: Readonly<Record<ActionKind, Risk>>;
  /** Names of tools, with `*`. */
  readonly toolsAllowed: readonly string[];
  readonly toolsBlocked: readonly string[];
  /** Beginnings of commands, word by word: "git status". `*` stands for the rest of a word. */
  readonly shellAllowed: readonly string[];
  readonly shellBlocked: readonly string[];
  /** Globs of paths; relative ones begin at the workspace. */
  readonly readPaths: readonly string[];
  readonly writePaths: readonly string[];
  readonly pathsBlocked: readonly string[];
  /** Names of hosts; each also stands for its subdomains. */
  readonly hostsAllowed: readonly string[];
  readonly hostsBlocked: readonly string[];
  readonly unlisted: UnlistedDecision;
  /** Words that mark a host, branch or environment as production. */
  readonly productionTargets: readonly string[];
  readonly approvals: Readonly<Record<Risk, ApprovalRule>>;
  readonly approvalExpiresInMinutes: number;
  /** Not decided after this: escalated. */
  readonly approvalEscalatesInMinutes: number;
  /** REVIEW to DONE needs the approval of a second person. */
  readonly completionApproval: boolean;
  /** A LEAD that is the reviewer may move a task from REVIEW to DONE. */
  readonly leadsMayComplete: boolean;
  readonly loops: LoopLimits;
  readonly spawn: SpawnLimits;
}

export type PolicyField = keyof PolicyRules;

type PartOf<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]?: Value[Key] | undefined }
    : Value;

/** What one policy says: what it leaves out comes from a wider scope. */
export type PartialRules = { readonly [Field in PolicyField]?: PartOf<PolicyRules[Field]> | undefined };
