import type { Evidence, PatternTally, Tally } from './tally.ts';
import { patternInWords, patternsOf, type Patterned } from './patterns.ts';

/** Below this there is no rate: one bad task says little. */
const SAMPLES_NEEDED = 3;

/** Patterns of a record that are shown. */
const PATTERNS_SHOWN = 12;

/** What a tally says in rates and averages; those are not there where there is not enough to make them from. */
export interface LearnedRecord {
  readonly attempts: number;
  readonly finished: number;
  readonly succeeded: number;
  /** 0 to 1. Undefined below three finished ones. */
  readonly successRate?: number;
  /** Of those that were completed. */
  readonly averageSeconds?: number;
  readonly averageCostMicros?: number;
  /** 1 to 10. */
  readonly averageScore?: number;
  readonly praises: number;
  readonly refutes: number;
  readonly evidence: readonly Evidence[];
  /** Those with three tasks or more, the most frequent first. */
  readonly patterns: readonly LearnedPattern[];
}

interface LearnedPattern extends PatternTally {
  /** Share of the finished tasks that have it, 0 to 1. */
  readonly frequency: number;
  readonly successRate: number;
}

export function recordOf(tally: Tally): LearnedRecord {
  const { attempts, finished, succeeded, timed, milliseconds, costMicros, praises, praiseScore, refutes } = tally;
  const isEnough = finished >= SAMPLES_NEEDED;
  return {
    attempts,
    finished,
    succeeded,
    ...(isEnough && { successRate: succeeded / finished }),
    ...(isEnough && timed > 0 && { averageSeconds: milliseconds / timed / 1000 }),
    ...(isEnough && { averageCostMicros: Math.round(costMicros / finished) }),
    ...(praises > 0 && { averageScore: praiseScore / praises }),
    praises,
    refutes,
    evidence: tally.evidence,
    patterns: tally.patterns
      .filter((pattern) => pattern.finished >= SAMPLES_NEEDED)
      .map((pattern) => ({
        ...pattern,
        frequency: pattern.finished / finished,
        successRate: pattern.succeeded / pattern.finished,
      }))
      .sort((one, other) => other.finished - one.finished || one.successRate - other.successRate)
      .slice(0, PATTERNS_SHOWN),
  };
}

/** How tasks like one went. */
export interface Likeness {
  readonly finished: number;
  readonly succeeded: number;
  /** What they have in common besides their type, in words; undefined for all of that type. */
  readonly pattern?: string;
}

/**
 * How tasks like this one went: those with its most frequent label, where there are enough of them, or else all of its
 * type. Undefined where those are not enough either.
 * @param tally of tasks of its type
 */
export function likenessOf(task: Patterned, tally: Tally): Likeness | undefined {
  const own = new Set(patternsOf(task).flatMap(({ kind, value }) => (kind === 'LABEL' ? [value] : [])));
  const [labeled] = tally.patterns
    .filter(({ kind, value, finished }) => kind === 'LABEL' && own.has(value) && finished >= SAMPLES_NEEDED)
    .toSorted((one, other) => other.finished - one.finished);
  if (labeled) return { finished: labeled.finished, succeeded: labeled.succeeded, pattern: patternInWords(labeled) };
  const { finished, succeeded } = tally;
  return finished >= SAMPLES_NEEDED ? { finished, succeeded } : undefined;
}

/** The chance of success that so few or so many samples let expect: three of three say less than thirty of thirty. */
export const expectedSuccess = ({ finished, succeeded }: Likeness): number => (succeeded + 1) / (finished + 2);

export const compareSuccess = (one: Likeness, other: Likeness): number => expectedSuccess(one) - expectedSuccess(other);
