import type { AgentStatus } from '../../../domain/actor.ts';
import { ALERT_SEVERITIES, type AlertSeverity } from '../../../domain/alert/vocabulary.ts';
import { formatDollars } from '../../../domain/money.ts';
import { STATUS_LABELS } from '../../../domain/task/labels.ts';
import { TASK_STATUSES } from '../../../domain/task/vocabulary.ts';
import type { AlertView } from '../../../operations/schemas/attention.ts';
import { bold, code, escapeHtml, italic, shortened } from '../html.ts';
import { STATUS_MARKS } from '../words/card.ts';
import { plural, requireProject } from './projects.ts';
import type { PersonTurn } from './turn.ts';

/** More than this is said as "200 or more". */
const COUNTED = 200;
const ALERTS_SHOWN = 3;
const AGENTS_SHOWN = 20;

const SEVERITY_MARKS: Readonly<Record<AlertSeverity, string>> = {
  INFO: 'ℹ️',
  WARNING: '🟡',
  ERROR: '🟠',
  CRITICAL: '🔴',
};

/** /status */
export async function showStatus(by: PersonTurn): Promise<void> {
  const { turn, parts, caller } = by;
  const slug = await requireProject(by);
  const { operations } = parts;
  const [board, agents, approvals, alerts] = await Promise.all([
    operations.tasks.board(caller, slug, { limit: 1 }),
    operations.agents.list(caller, slug),
    operations.approvals.list(caller, { project: slug, status: 'PENDING', limit: COUNTED }),
    operations.alerts.list(caller, { project: slug, status: 'OPEN', limit: COUNTED }),
  ]);
  const { name, mode, modeReason } = board.project;
  const because = modeReason === undefined ? '' : ` (${escapeHtml(shortened(modeReason, 200))})`;
  const worst = alerts.items.toSorted(bySeverity).slice(0, ALERTS_SHOWN);
  const counts = board.columns.map(({ status, count }) => ({ status, count }));
  const columns = TASK_STATUSES.map((status) => {
    const count = counts.find((column) => column.status === status)?.count ?? 0;
    return `${STATUS_MARKS[status]} ${STATUS_LABELS[status]}: ${bold(String(count))}`;
  });
  const lines = [
    `${bold(name)} (${code(slug)}) is ${bold(mode)}${because}`,
    `🤖 ${agentsInWords(agents.map(({ status }) => status))}`,
    ...columns,
    `⚖️ ${counted(approvals, 'approval')} pending`,
    `🔔 ${counted(alerts, 'alert')} open`,
    ...worst.map(alertLine),
  ];
  const buttons = worst.map(({ id, title }) => [
    { text: `Acknowledge: ${shortened(title, 40)}`, action: { do: 'ACKNOWLEDGE', alertId: id } } as const,
  ]);
  await turn.say(lines, { buttons });
}

const counted = ({ items, nextCursor }: { items: readonly unknown[]; nextCursor?: string }, what: string): string =>
  nextCursor === undefined ? plural(items.length, what) : `${items.length} or more ${what}s`;

const bySeverity = (one: AlertView, other: AlertView): number =>
  ALERT_SEVERITIES.indexOf(other.severity) - ALERT_SEVERITIES.indexOf(one.severity) ||
  other.lastRaisedAt.localeCompare(one.lastRaisedAt);

function alertLine({ severity, title, count, taskKey }: AlertView): string {
  const about = taskKey === undefined ? '' : ` ${code(taskKey)}`;
  return `${SEVERITY_MARKS[severity]} ${escapeHtml(shortened(title, 150))}${about}${count > 1 ? ` (${count} times)` : ''}`;
}

/** "2 of 3 agents are active, 1 paused" */
export function agentsInWords(statuses: readonly AgentStatus[]): string {
  if (statuses.length === 0) return 'no agents';
  const others = (['PAUSED', 'DRAINED', 'QUARANTINED', 'OFFLINE'] as const)
    .map((status) => ({ status, count: statuses.filter((one) => one === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `, ${count} ${status.toLowerCase()}`);
  const active = statuses.filter((status) => status === 'ACTIVE').length;
  return `${active} of ${plural(statuses.length, 'agent')} active${others.join('')}`;
}

/** /burnrate */
export async function showBurnRate(by: PersonTurn): Promise<void> {
  const { turn, parts, caller } = by;
  const project = await requireProject(by);
  const { operations } = parts;
  const [costs, budgets, month] = await Promise.all([
    operations.costs.read(caller, { project, period: 'today' }),
    operations.budgets.list(caller, project),
    operations.forecasts.read(caller, project),
  ]);
  const limits = new Map(budgets.map(({ id, limit }) => [id, limit.micros]));
  const spending = costs.byAgent.filter(({ micros }) => micros > 0);
  const agents = spending.slice(0, AGENTS_SHOWN).map(({ key, label, micros }) => {
    const limit = limits.get(key);
    return `• ${escapeHtml(label)}: ${formatDollars(micros)}${limit === undefined ? '' : ` of ${formatDollars(limit)}`}`;
  });
  const { spentThisMonthMicros, monthlyBudgetMicros, projectedMonthMicros, usedUpOn } = month;
  const budget =
    monthlyBudgetMicros === undefined ? ' (no budget is set)' : ` of ${formatDollars(monthlyBudgetMicros)}`;
  const projected =
    projectedMonthMicros === undefined
      ? italic(month.basis)
      : `At this rate ${formatDollars(projectedMonthMicros)} by its end${
          usedUpOn === undefined ? '' : `; the budget is used up on ${usedUpOn}`
        }.`;
  await turn.say([
    `${bold(`${formatDollars(costs.total.micros)} today`)} in ${plural(costs.total.runs, 'run')} (${code(project)})`,
    ...agents,
    ...(spending.length > AGENTS_SHOWN ? [`and ${spending.length - AGENTS_SHOWN} more agents`] : []),
    `This month: ${formatDollars(spentThisMonthMicros)}${budget}`,
    projected,
  ]);
}

/** Answers in words what has happened; one that the same person has acknowledged already stays so. */
export async function acknowledge({ parts, caller }: PersonTurn, alertId: string): Promise<string> {
  const { alerts } = parts.operations;
  const { status, handled } = await alerts.get(caller, alertId);
  const isMine = status === 'ACKNOWLEDGED' && handled.at(-1)?.by.id === caller.actor.id;
  if (!isMine) await alerts.handle(caller, alertId, { status: 'ACKNOWLEDGED' });
  return 'Acknowledged.';
}
