import { type Risk, RISKS } from '../task/vocabulary.ts';
import { type DecisionKind, DECISIONS, type FiredRule } from './decision.ts';
import type { Verdict } from './paths.ts';

/** What one rule says of an action. */
export interface Finding {
  readonly field: FiredRule['field'];
  /** What of the field matched. */
  readonly match: string;
  /** The entry of a map that it comes from, where that is not what matched. */
  readonly entry?: string | undefined;
  readonly decision: DecisionKind;
  /** A sentence for people; empty where another one says it already. */
  readonly reason: string;
  /** How risky that makes the action, where it does. */
  readonly risk?: Risk | undefined;
}

/** Whatever no allow rule names is unknown, and so RED. */
export const findingOf = (verdict: Verdict): Finding => ({
  ...verdict,
  risk: verdict.decision === 'ALLOW' ? undefined : 'RED',
});

/** Nobody can tell what it would do: a person has to look at it, whoever asks. */
export const unclear = (field: Finding['field'], match: string, reason: string): Finding => ({
  field,
  match,
  decision: 'NEEDS_APPROVAL',
  reason,
  risk: 'RED',
});

export const denied = (field: Finding['field'], match: string, reason: string): Finding => ({
  field,
  match,
  decision: 'DENY',
  reason,
});

/** Allowed as far as this rule is concerned, and this risky. */
export const risky = (field: Finding['field'], match: string, risk: Risk, reason: string): Finding => ({
  field,
  match,
  decision: 'ALLOW',
  reason,
  risk,
});

const strictness = (decision: DecisionKind): number => DECISIONS.indexOf(decision);

export const byStrictness = (one: Finding, other: Finding): number =>
  strictness(one.decision) - strictness(other.decision);

/** The strictest there is; ALLOW when nothing is said. */
export const strictestOf = (findings: readonly Finding[]): DecisionKind =>
  findings.toSorted(byStrictness)[0]?.decision ?? 'ALLOW';

export const higher = (one: Risk, other: Risk): Risk => (isHigher(one, other) ? one : other);

export const isHigher = (one: Risk, other: Risk): boolean => RISKS.indexOf(one) > RISKS.indexOf(other);

/** The highest there is; GREEN when nothing is said. */
export const highestRiskOf = (findings: readonly Finding[]): Risk =>
  findings.reduce<Risk>((highest, { risk }) => higher(highest, risk ?? 'GREEN'), 'GREEN');
