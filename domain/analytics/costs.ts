import type { MicroDollars } from '../money.ts';

/** What some runs came to. */
export interface CostTotal {
  readonly micros: MicroDollars;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly runs: number;
}

/** The runs of one agent, model, type of task, or task. */
export interface CostGroup extends CostTotal {
  readonly key: string;
  /** For people. */
  readonly label: string;
}

export const NO_COST: CostTotal = { micros: 0, inputTokens: 0, outputTokens: 0, runs: 0 };

export const addCosts = (one: CostTotal, other: CostTotal): CostTotal => ({
  micros: one.micros + other.micros,
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  runs: one.runs + other.runs,
});

export const sumOfCosts = (totals: readonly CostTotal[]): CostTotal => totals.reduce(addCosts, NO_COST);

/**
 * Groups of several days as one list, the most expensive first; equally expensive ones by key.
 * @param groups oldest day first: what is called differently now has its newest name.
 */
export function mergeCostGroups(groups: Iterable<CostGroup>): CostGroup[] {
  const merged = new Map<string, CostGroup>();
  for (const group of groups) {
    const sum = addCosts(merged.get(group.key) ?? NO_COST, group);
    merged.set(group.key, { key: group.key, label: group.label, ...sum });
  }
  return [...merged.values()].toSorted((one, other) => other.micros - one.micros || (one.key < other.key ? -1 : 1));
}
