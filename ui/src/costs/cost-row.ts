import { formatDollars } from '../../../domain/money.ts';
import type { CostsView } from '../../../operations/schemas/analytics.ts';
import type { Breakdown } from './cost-search.ts';

/** One agent, model, type, task or day with what it has cost. */
export type CostRow = CostsView['byAgent'][number];
export type CostTotal = Omit<CostRow, 'key' | 'label'>;

export const BREAKDOWN_LABELS: Readonly<Record<Breakdown, string>> = {
  agent: 'Agent',
  model: 'Model',
  type: 'Type',
  task: 'Task',
  day: 'Day',
};

/** The rows of one breakdown, the most expensive first; days in their order. */
export function rowsOf(costs: CostsView, by: Breakdown): readonly CostRow[] {
  switch (by) {
    case 'agent':
      return costs.byAgent;
    case 'model':
      return costs.byModel;
    case 'type':
      return costs.byType;
    case 'task':
      return costs.byTask;
    case 'day':
      return costs.byDay.map(({ day, ...total }) => ({ key: day, label: day, ...total }));
  }
}

export const tokensOf = ({ inputTokens, outputTokens }: CostTotal): number => inputTokens + outputTokens;

/** Runs without a price are no gift: a subscription, or a model whose price nobody knows. */
export const isUnpriced = (total: CostTotal): boolean => total.micros === 0 && tokensOf(total) > 0;

export const priceOf = (total: CostTotal): string => (isUnpriced(total) ? 'unpriced' : formatDollars(total.micros));

/** Percent of all money, or of all tokens where nothing had a price. */
export function shareOf(row: CostTotal, total: CostTotal): number {
  if (total.micros > 0) return (row.micros / total.micros) * 100;
  return tokensOf(total) === 0 ? 0 : (tokensOf(row) / tokensOf(total)) * 100;
}

const COLUMNS = ['Cost in dollars', 'Input tokens', 'Output tokens', 'Runs'] as const;
const MICROS_PER_DOLLAR = 1_000_000;

/** The table as rows of cells, for a file. */
export const cellsOf = (rows: readonly CostRow[], by: Breakdown): (string | number)[][] => [
  [BREAKDOWN_LABELS[by], ...COLUMNS],
  ...rows.map(({ label, micros, inputTokens, outputTokens, runs }) => [
    label,
    micros / MICROS_PER_DOLLAR,
    inputTokens,
    outputTokens,
    runs,
  ]),
];
