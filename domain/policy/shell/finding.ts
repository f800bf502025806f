import type { Risk } from '../../task/vocabulary.ts';
import { DECISIONS, type DecisionKind, type FiredRule } from '../decision.ts';
import type { PathVerdict, ShellVerdict } from './rules.ts';

/** One thing that was seen in a command, and what follows from it. */
export interface Finding {
  readonly decision: DecisionKind;
  readonly risk: Risk;
  readonly field: FiredRule['field'];
  readonly match: string;
  readonly reason: string;
}

/**
 * What a command does that is dangerous only together with another: fetching something from the network (DOWNLOADS) or
 * unwrapping it (DECODES), and running as code what it is given (RUNS_INPUT).
 */
export type Trait = 'DOWNLOADS' | 'DECODES' | 'RUNS_INPUT';

/** What was seen in a part of a command. The parts of a command add up. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly traits: readonly Trait[];
  readonly commands: readonly (readonly string[])[];
}

const NOTHING: Judgement = { findings: [], traits: [], commands: [] };

export const judgementOf = (findings: readonly Finding[], traits: readonly Trait[] = []): Judgement => ({
  ...NOTHING,
  findings,
  traits,
});

export function combine(judgements: readonly Judgement[]): Judgement {
  if (judgements.length === 1 && judgements[0]) return judgements[0];
  return {
    findings: judgements.flatMap(({ findings }) => findings),
    traits: [...new Set(judgements.flatMap(({ traits }) => traits))],
    commands: judgements.flatMap(({ commands }) => commands),
  };
}

/** Never done, whatever a policy allows. */
export const blocked = (match: string, reason: string): Finding => ({
  decision: 'DENY',
  risk: 'RED',
  field: 'shellBlocked',
  match,
  reason,
});

/** Nobody can tell what it would do, or it can do more than its allow rule means: a person has to look at it. */
export const unclear = (match: string, reason: string): Finding => ({
  decision: 'NEEDS_APPROVAL',
  risk: 'RED',
  field: 'shell',
  match,
  reason,
});

/** Harmless in itself. */
export const harmless = (match: string, reason: string): Finding => ({
  decision: 'ALLOW',
  risk: 'YELLOW',
  field: 'shell',
  match,
  reason,
});

export const isBlock = ({ decision, field }: Finding): boolean => decision === 'DENY' && field === 'shellBlocked';

export const findingOf = (verdict: PathVerdict): Finding => ({
  ...verdict,
  risk: verdict.decision === 'ALLOW' ? 'YELLOW' : 'RED',
});

const strictness = ({ decision, risk }: Finding): number => DECISIONS.indexOf(decision) * 2 + (risk === 'RED' ? 0 : 1);

/** More than a person reads. */
const MOST_REASONS = 24;
const LONGEST_REASON = 240;

/** The strictest finding decides. Without any there is nothing to allow. Rules and reasons stand in the same order. */
export function verdictOf({ findings, commands }: Judgement): ShellVerdict {
  const seen = findings.length > 0 ? findings : [unclear('EMPTY', 'The command is empty.')];
  const ordered = seen.toSorted((one, other) => strictness(one) - strictness(other));
  const distinct = [...new Map(ordered.toReversed().map((finding) => [keyOf(finding), finding])).values()].toReversed();
  const told = distinct.slice(0, MOST_REASONS);
  return {
    decision: ordered[0]?.decision ?? 'DENY',
    risk: ordered.some(({ risk }) => risk === 'RED') ? 'RED' : 'YELLOW',
    rules: told.map(({ field, match, decision }) => ({ field, match, decision })),
    reasons: told.map(({ reason }) => shortened(reason)),
    commands,
  };
}

const keyOf = ({ field, match, decision }: Finding): string => JSON.stringify([field, match, decision]);

const shortened = (reason: string): string =>
  reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
