import type { Risk } from '../../task/vocabulary.ts';
import type { DecisionKind, FiredRule } from '../decision.ts';
import type { PolicyField, UnlistedDecision } from '../rules.ts';

/** What the policy says of a path or a host. */
export interface PathVerdict {
  readonly decision: DecisionKind;
  readonly field: PolicyField;
  /** The pattern or name that matched. */
  readonly match: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** All that a policy says of commands. */
export interface ShellRules {
  /** Beginnings of commands, word by word: "git status". `*` stands for any part of a word. */
  readonly allowed: readonly string[];
  /** Block rules of the policy. They add to the built-in ones and cannot take any of them away. */
  readonly blocked: readonly string[];
  /** What becomes of a command that no allow rule names. */
  readonly unlisted: UnlistedDecision;
  /** Paths are as they are written: absolute, relative to the workspace, or beginning with `~`; globs as they are. */
  isReadable(path: string): PathVerdict;
  isWritable(path: string): PathVerdict;
  /** A name or address, without port. */
  judgeHost(host: string): PathVerdict;
  /** Whether a word names a host, branch or environment of production. */
  isProduction(word: string): boolean;
}

/** What may become of a command, as far as its text says: who wants to run it is for the engine to add. */
export interface ShellVerdict {
  readonly decision: DecisionKind;
  /** YELLOW, or RED for what destroys, publishes, reaches production or is not understood. */
  readonly risk: Risk;
  /** Strictest first, each once. */
  readonly rules: readonly FiredRule[];
  /** A sentence for people about each of the rules, the decisive one first. */
  readonly reasons: readonly string[];
  /** Every simple command that was judged, wherever it hides, in normalised words. */
  readonly commands: readonly (readonly string[])[];
}
