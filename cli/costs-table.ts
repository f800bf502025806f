import type { CostGroup, CostTotal } from '../domain/analytics/costs.ts';
import { formatDollars } from '../domain/money.ts';
import type { CostsView } from '../operations/schemas/analytics.ts';

/** Lines of each kind. */
const LINES = 10;

type Shown = Pick<CostsView, 'summary' | 'byAgent' | 'byModel' | 'byType' | 'byTask'>;

/** A cost page for people: the four figures it begins with, and what cost most of each kind. */
export function costsTable({ summary, byAgent, byModel, byType, byTask }: Shown): string {
  return [
    line('', undefined),
    line('Today', summary.today),
    line('Last 7 days', summary.last7Days),
    line('Last 30 days', summary.last30Days),
    line('All', summary.all),
    ...section('By agent', byAgent),
    ...section('By model', byModel),
    ...section('By type', byType),
    ...section('By task', byTask),
  ].join('\n');
}

function section(title: string, groups: readonly CostGroup[]): string[] {
  if (groups.length === 0) return [];
  const left = groups.length - LINES;
  return [
    '',
    title,
    ...groups.slice(0, LINES).map((group) => line(group.label, group)),
    ...(left > 0 ? [`and ${left} more`] : []),
  ];
}

/** One line; the heads of the columns for no total. */
function line(label: string, total: CostTotal | undefined): string {
  const columns = total
    ? [formatDollars(total.micros), count(total.runs), count(total.inputTokens), count(total.outputTokens)]
    : ['cost', 'runs', 'tokens in', 'tokens out'];
  return [label.padEnd(24), ...columns.map((column) => column.padStart(14))].join('').trimEnd();
}

const count = (value: number): string => value.toLocaleString('en');
