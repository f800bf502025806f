import { addAmounts, NOTHING, UNITS, type Amounts, type Unit } from '../../../domain/budget/amounts.ts';
import type { AgentView } from '../../../operations/schemas/agent.ts';
import type { BudgetView } from '../../../operations/schemas/run.ts';

/** One unit of an agent's day: what is spent, what running work has set aside, and what there is. */
export interface UnitUse {
  readonly unit: Unit;
  readonly spent: number;
  readonly reserved: number;
  /** Absent: unlimited. */
  readonly limit?: number;
  /** Percent of the limit, what is set aside included. */
  readonly percent: number;
}

interface DayAmounts {
  readonly spent: Amounts;
  readonly reserved: Amounts;
  readonly limit: { readonly [U in Unit]?: number | undefined };
}

/** The three units of a day, in the order of domain/budget. */
export const usesOf = ({ spent, reserved, limit }: DayAmounts): UnitUse[] =>
  UNITS.map((unit) => {
    const most = limit[unit];
    const used = spent[unit] + reserved[unit];
    return {
      unit,
      spent: spent[unit],
      reserved: reserved[unit],
      ...(most !== undefined && { limit: most }),
      percent: most === undefined ? 0 : most === 0 ? 100 : (used / most) * 100,
    };
  });

/** Today of an agent; who has no account yet has spent nothing. */
export function todayOf(agent: AgentView, budgets: readonly BudgetView[]): UnitUse[] {
  const budget = budgets.find(({ kind, id }) => kind === 'AGENT_DAY' && id === agent.id);
  return usesOf({
    spent: budget?.settled ?? NOTHING,
    reserved: budget?.reserved ?? NOTHING,
    limit: budget ? withGranted(budget) : (agent.limits.perDay ?? {}),
  });
}

/** What an approved override has added may be spent as well. */
export function withGranted({ limit, granted }: BudgetView): DayAmounts['limit'] {
  const limits = {
    micros: limit.micros ?? Infinity,
    tokens: limit.tokens ?? Infinity,
    seconds: limit.seconds ?? Infinity,
  };
  const total = addAmounts(limits, granted);
  return Object.fromEntries(UNITS.filter((unit) => total[unit] !== Infinity).map((unit) => [unit, total[unit]]));
}

/** The unit that will run out first. */
export const tightestOf = (uses: readonly UnitUse[]): UnitUse | undefined =>
  uses.toSorted((one, other) => other.percent - one.percent)[0];
