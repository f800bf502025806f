import type { Assignee } from '../actor.ts';
import type { CostTotal } from '../analytics/costs.ts';
import { durationInWords } from '../duration.ts';
import { formatDollars } from '../money.ts';
import { escape } from '../report/escape.ts';
import { RISK_LABELS } from '../task/labels.ts';
import type { BlockedTask, DoneTask, Listed, OpenAlert, StandupAgent, StandupTask, WaitingApproval } from './facts.ts';
import type { Standup } from './standup.ts';
import { burnInWords, clockIn, counted, needsOfPeople, spanInWords, standupHeadline } from './words.ts';

/** The whole standup as markdown. What people wrote is escaped. */
export function standupMarkdown(day: Standup): string {
  const { project, date, at, done, inProgress, inReview, blocked, approvals, alerts } = day;
  const since = ({ since: from }: StandupTask): string => `for ${spanInWords(from, at)}`;
  const sections = [
    `# Standup: ${escape(project.name)}, ${date}`,
    `The 24 hours up to ${clockIn(project.timeZone, at)} (${project.timeZone}). ${mode(day)}`.trim(),
    section('What to do next', actions(day)),
    list('Done', done, doneLine),
    list('In progress', inProgress, (task) => taskLine(task, since(task))),
    list('In review', inReview, (task) => taskLine(task, since(task))),
    list('Blocked', blocked, (task) => blockedLine(task, since(task))),
    list('Waiting approvals', approvals, (approval) => approvalLine(approval, at)),
    list('Open alerts', alerts, (alert) => alertLine(alert, at)),
    section(`Agents (${day.agents.total})`, agents(day)),
    section('Costs', costs(day)),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The standup in a few lines, for a chat: the numbers, what needs a person, and what to do first. */
export function briefMarkdown(day: Standup): string {
  const needs = needsOfPeople(day);
  const parts = [
    `**${escape(standupHeadline(day))}**`,
    needs.length === 0 ? 'Nothing waits for people.' : needs.map((need) => `- ${need}`).join('\n'),
    ...(day.actions.length === 0 ? [] : [`Next:\n\n${actions(day)}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const mode = ({ project }: Standup): string => (project.mode === 'NORMAL' ? '' : `The project is ${project.mode}.`);

const actions = (day: Standup): string =>
  day.actions.map(({ what, why }, index) => `${index + 1}. **${escape(what)}** (${escape(why)})`).join('\n');

const doneLine = ({ key, title, assignees, costMicros, seconds }: DoneTask): string =>
  [named(key, title), who(assignees), durationInWords(seconds), formatDollars(costMicros)].filter(says).join(' · ');

const taskLine = ({ key, title, assignees }: StandupTask, since: string): string =>
  [named(key, title), who(assignees), since].filter(says).join(' · ');

const blockedLine = (task: BlockedTask, since: string): string => `${taskLine(task, since)}: ${escape(task.reason)}`;

function approvalLine({ id, summary, risk, askedBy, askedAt, expiresAt, isEscalated }: WaitingApproval, at: string) {
  const expiry = expiresAt > at ? `expires in ${spanInWords(at, expiresAt)}` : 'expires now';
  return [
    named(id, summary),
    RISK_LABELS[risk].toLowerCase(),
    `asked by ${escape(askedBy)} ${spanInWords(askedAt, at)} ago`,
    isEscalated ? `${expiry}, escalated` : expiry,
  ].join(' · ');
}

const alertLine = ({ severity, title, raisedAt, count, taskKey }: OpenAlert, at: string): string =>
  [
    `**${severity}** ${escape(title)}`,
    taskKey,
    `${spanInWords(raisedAt, at)} ago`,
    count > 1 ? `${count} times` : undefined,
  ]
    .filter(says)
    .join(' · ');

function agents({ agents: { items, byStatus } }: Standup): string {
  const statuses = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
  return [statuses.join(', '), items.map((agent) => `- ${agentLine(agent)}`).join('\n')].filter(says).join('\n\n');
}

function agentLine({ name, status, reason, done, cost }: StandupAgent): string {
  const why = reason === undefined ? '' : ` (${escape(reason)})`;
  const parts = [status !== 'ACTIVE' && `${status}${why}`, done > 0 && `${done} done`, cost.runs > 0 && spent(cost)];
  return `**${escape(name)}**: ${parts.filter((part) => part !== false).join(', ')}`;
}

const costs = ({ costs: all }: Standup): string =>
  [`The last 24 hours: ${spent(all.last24Hours)}`, ...burnInWords(all)].map((line) => `- ${line}`).join('\n');

/** Work on a subscription costs nothing that is billed: runs and tokens say what it was. */
const spent = ({ micros, runs, inputTokens, outputTokens }: CostTotal): string =>
  `${formatDollars(micros)} in ${counted(runs, 'run', 'runs')}, ${inputTokens + outputTokens} tokens`;

const named = (key: string, title: string): string => `**${key}** ${escape(title)}`;
const who = (assignees: readonly Assignee[]): string => assignees.map(({ name }) => escape(name)).join(', ');
const says = (part: string | undefined): part is string => part !== undefined && part !== '';

function list<Item>(title: string, { items, total }: Listed<Item>, line: (item: Item) => string): string {
  const more = total - items.length;
  const lines = [...items.map(line), ...(more > 0 ? [`and ${more} more`] : [])];
  return section(`${title} (${total})`, lines.map((one) => `- ${one}`).join('\n'));
}

const section = (title: string, body: string): string => `## ${title}\n\n${body === '' ? 'None.' : body}`;
