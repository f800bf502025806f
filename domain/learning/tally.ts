import type { Timestamp } from '../task/state.ts';
import type { Outcome, Share } from './outcome.ts';
import { patternsOf, type Pattern } from './patterns.ts';

/** A task that a number is made of. */
export interface Evidence {
  readonly taskKey: string;
  readonly endedAt: Timestamp;
  readonly succeeded: boolean;
}

/** How tasks with a pattern went. */
export interface PatternTally extends Pattern {
  readonly finished: number;
  readonly succeeded: number;
  /** The newest of them, newest first. */
  readonly evidence: readonly Evidence[];
}

/**
 * What was learned, as counts and sums alone: tallies of any parts of a history, merged in any order, are the tally of
 * the whole.
 */
export interface Tally {
  readonly attempts: number;
  readonly finished: number;
  readonly succeeded: number;
  /** Sum of the times of those that were completed, and how many they are. */
  readonly milliseconds: number;
  readonly timed: number;
  readonly costMicros: number;
  readonly praises: number;
  readonly praiseScore: number;
  readonly refutes: number;
  readonly evidence: readonly Evidence[];
  /** By kind and value. */
  readonly patterns: readonly PatternTally[];
}

export const NOTHING_LEARNED: Tally = {
  attempts: 0,
  finished: 0,
  succeeded: 0,
  milliseconds: 0,
  timed: 0,
  costMicros: 0,
  praises: 0,
  praiseScore: 0,
  refutes: 0,
  evidence: [],
  patterns: [],
};

const EVIDENCE_KEPT = 5;

/** What one task teaches about one share of it. */
export function tallyOf(outcome: Outcome, share: Share): Tally {
  const { taskKey, endedAt, task, praises, praiseScore, refutes } = outcome;
  const { attempts, succeeded, milliseconds, costMicros } = share;
  const evidence = [{ taskKey, endedAt, succeeded }];
  const counts = { finished: 1, succeeded: Number(succeeded), evidence };
  return {
    ...counts,
    attempts,
    milliseconds: milliseconds ?? 0,
    timed: Number(milliseconds !== undefined),
    costMicros,
    praises,
    praiseScore,
    refutes,
    patterns: patternsOf(task)
      .map((pattern) => ({ ...pattern, ...counts }))
      .toSorted(byPattern),
  };
}

/** Commutative and associative, with NOTHING_LEARNED as its neutral element. */
export function merge(one: Tally, other: Tally): Tally {
  return {
    attempts: one.attempts + other.attempts,
    finished: one.finished + other.finished,
    succeeded: one.succeeded + other.succeeded,
    milliseconds: one.milliseconds + other.milliseconds,
    timed: one.timed + other.timed,
    costMicros: one.costMicros + other.costMicros,
    praises: one.praises + other.praises,
    praiseScore: one.praiseScore + other.praiseScore,
    refutes: one.refutes + other.refutes,
    evidence: newest(one.evidence, other.evidence),
    patterns: mergePatterns(one.patterns, other.patterns),
  };
}

function mergePatterns(ones: readonly PatternTally[], others: readonly PatternTally[]): readonly PatternTally[] {
  const merged = new Map(ones.map((pattern) => [keyOf(pattern), pattern]));
  for (const other of others) {
    const one = merged.get(keyOf(other));
    merged.set(keyOf(other), one ? mergePattern(one, other) : other);
  }
  return [...merged.values()].sort(byPattern);
}

const mergePattern = (one: PatternTally, other: PatternTally): PatternTally => ({
  kind: one.kind,
  value: one.value,
  finished: one.finished + other.finished,
  succeeded: one.succeeded + other.succeeded,
  evidence: newest(one.evidence, other.evidence),
});

const newest = (ones: readonly Evidence[], others: readonly Evidence[]): readonly Evidence[] =>
  [...ones, ...others].sort(byAge).slice(0, EVIDENCE_KEPT);

const byAge = (one: Evidence, other: Evidence): number =>
  compare(other.endedAt, one.endedAt) || compare(other.taskKey, one.taskKey);

const keyOf = ({ kind, value }: Pattern): string => `${kind} ${value}`;

const byPattern = (one: Pattern, other: Pattern): number => compare(keyOf(one), keyOf(other));

/** By code points, so that every machine sorts alike. */
const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
