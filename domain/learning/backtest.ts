/** One choice of the past, as it was made and as it would have been made. */
export interface Decision {
  /** Decisions with the same context had the same choices: the type of the task. */
  readonly context: string;
  readonly actual: string;
  /** Without learning; undefined where there would have been nobody to choose. */
  readonly usual: string | undefined;
  /** With what could have been known by then. */
  readonly learned: string | undefined;
  readonly succeeded: boolean;
  readonly costMicros: number;
}

/** How a way to choose would have done, as far as the past can tell. */
interface Estimate {
  /** Decisions that it would have made just as they were made: only of those the outcome is known. */
  readonly matched: number;
  readonly succeeded: number;
  /** Of the matched ones; undefined below three. */
  readonly successRate?: number;
  readonly averageCostMicros?: number;
  /**
   * For all decisions, by self-normalized inverse propensity weighting: a matched one weighs as much as its choice was
   * rare among those of its context. Undefined below three matched ones.
   */
  readonly weighted?: {
    readonly successRate: number;
    readonly averageCostMicros: number;
    /** Kish's effective number of samples: how many equally weighted ones say as much. */
    readonly effectiveSamples: number;
  };
}

export interface Backtest {
  readonly decisions: number;
  /** What was done, whoever chose it. */
  readonly actual: { readonly succeeded: number; readonly successRate?: number; readonly averageCostMicros?: number };
  readonly usual: Estimate;
  readonly learned: Estimate;
  /** Decisions that learning would have made in another way than without it. */
  readonly differing: number;
  /** Of those: made as learning would have, as without it, and in neither way, so that nothing is known. */
  readonly differingAs: { readonly learned: number; readonly usual: number; readonly neither: number };
}

const SAMPLES_NEEDED = 3;

/** Judges two ways to choose by decisions of the past. */
export function judge(decisions: readonly Decision[]): Backtest {
  const differing = decisions.filter(({ usual, learned }) => usual !== learned);
  const asLearned = differing.filter(({ actual, learned }) => actual === learned).length;
  const asUsual = differing.filter(({ actual, usual }) => actual === usual).length;
  const propensity = propensities(decisions);
  return {
    decisions: decisions.length,
    actual: { succeeded: decisions.filter(({ succeeded }) => succeeded).length, ...averages(decisions) },
    usual: estimate(decisions, ({ usual }) => usual, propensity),
    learned: estimate(decisions, ({ learned }) => learned, propensity),
    differing: differing.length,
    differingAs: { learned: asLearned, usual: asUsual, neither: differing.length - asLearned - asUsual },
  };
}

type Propensity = (decision: Decision) => number;

/** How often a choice was made among those of its context. */
function propensities(decisions: readonly Decision[]): Propensity {
  const contexts = new Map<string, number>();
  const choices = new Map<string, number>();
  const choiceOf = ({ context, actual }: Decision) => `${context} ${actual}`;
  for (const decision of decisions) {
    contexts.set(decision.context, (contexts.get(decision.context) ?? 0) + 1);
    choices.set(choiceOf(decision), (choices.get(choiceOf(decision)) ?? 0) + 1);
  }
  return (decision) => (choices.get(choiceOf(decision)) ?? 0) / (contexts.get(decision.context) ?? 1);
}

function estimate(
  decisions: readonly Decision[],
  choiceOf: (decision: Decision) => string | undefined,
  propensity: Propensity,
): Estimate {
  const matched = decisions.filter((decision) => choiceOf(decision) === decision.actual);
  return {
    matched: matched.length,
    succeeded: matched.filter(({ succeeded }) => succeeded).length,
    ...averages(matched),
    ...(matched.length >= SAMPLES_NEEDED && { weighted: weightedAverages(matched, propensity) }),
  };
}

function averages(decisions: readonly Decision[]): { successRate?: number; averageCostMicros?: number } {
  const count = decisions.length;
  if (count < SAMPLES_NEEDED) return {};
  return {
    successRate: decisions.filter(({ succeeded }) => succeeded).length / count,
    averageCostMicros: Math.round(sum(decisions.map(({ costMicros }) => costMicros)) / count),
  };
}

function weightedAverages(matched: readonly Decision[], propensity: Propensity): NonNullable<Estimate['weighted']> {
  const weights = matched.map((decision) => 1 / propensity(decision));
  const total = sum(weights);
  const average = (valueOf: (decision: Decision) => number) =>
    sum(matched.map((decision, index) => valueOf(decision) * (weights[index] ?? 0))) / total;
  return {
    successRate: average(({ succeeded }) => Number(succeeded)),
    averageCostMicros: Math.round(average(({ costMicros }) => costMicros)),
    effectiveSamples: total ** 2 / sum(weights.map((weight) => weight ** 2)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
