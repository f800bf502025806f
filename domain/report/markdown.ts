import { formatDollars } from '../money.ts';
import type { Approval, TaskState } from '../task/state.ts';
import { escape } from './escape.ts';
import type { IncidentReport, ReportedMessage, ReportedReview, TimelineEntry } from './report.ts';
import { tokensInWords } from './tokens.ts';

/**
 * The report as markdown, part by part. What people wrote is quoted, so that it cannot pass for the report's own words.
 * @param level of its title: 1 for a report of its own, 2 for one within another.
 */
export async function* markdownParts(report: IncidentReport, level: 1 | 2 = 1): AsyncGenerator<string> {
  const deeper = (text: string): string => (level === 1 ? text : text.replaceAll(/^#(?=#* )/gm, '##'));
  yield deeper(`${header(report)}\n\n${summary(report.task)}\n\n## Timeline\n\n`);
  for await (const entry of report.timeline()) yield `${timelineLine(entry)}\n`;
  yield deeper(`\n## Messages (${report.messages})\n\n${report.messages === 0 ? 'None.\n\n' : ''}`);
  for await (const one of report.conversation()) yield `${message(one)}\n\n`;
  const sections = [
    approvals(report),
    reviews(report),
    executions(report),
    deliverable(report.task),
    integrity(report),
  ];
  yield deeper(`${sections.join('\n\n')}\n`);
}

function header({ task }: IncidentReport): string {
  const { costMicros, inputTokens, outputTokens } = task.spending;
  return [
    `# Incident report: ${task.key} ${escape(task.title)}`,
    '',
    `- **Task:** ${task.key} (${task.id})`,
    `- **Project:** ${task.projectId}`,
    `- **Status:** ${task.status}`,
    `- **Type:** ${task.type}, priority ${task.priority}`,
    `- **Created:** ${task.createdAt} by ${escape(task.createdBy.name)}`,
    `- **Duration:** ${durationOf(task)}`,
    `- **Total cost:** ${formatDollars(costMicros)} of ${formatDollars(task.budgetMicros)} (${inputTokens} tokens in, ${outputTokens} out)`,
  ].join('\n');
}

function summary(task: TaskState): string {
  const lines = [
    task.assignees.length > 0 && `Assigned to ${task.assignees.map(({ name }) => escape(name)).join(', ')}.`,
    task.blockedReason !== undefined && `Blocked: ${escape(task.blockedReason)}`,
    task.reviewCycles > 0 && `Sent back from review ${task.reviewCycles} times.`,
    task.description !== '' && quote(task.description),
    task.workPlan && `Plan:\n\n${task.workPlan.bullets.map((bullet) => `1. ${escape(bullet)}`).join('\n')}`,
  ];
  return section('Summary', lines.filter((line) => line !== false && line !== undefined).join('\n\n'));
}

const timelineLine = ({ seq, at, actor, what }: TimelineEntry): string =>
  `${seq}. ${at} **${escape(actor.name)}** ${escape(what)}`;

function message({ at, author, body, editedAt }: ReportedMessage): string {
  const edited = editedAt === undefined ? '' : ` (edited at ${editedAt})`;
  return `**${escape(author.name)}** at ${at}${edited}:\n\n${quote(body)}`;
}

function approvals({ approvals: all }: IncidentReport): string {
  return section(`Approvals (${all.length})`, all.map(approval).join('\n'));
}

function approval({
  id,
  action,
  status,
  risk,
  requester,
  estimatedCostMicros,
  decisions,
  rollbackPlan,
  justification,
  requestedAt,
  expiresAt,
}: Approval): string {
  const cost = estimatedCostMicros === undefined ? '' : `, estimated cost ${formatDollars(estimatedCostMicros)}`;
  const lines = [
    `- **${id}** ${escape(action)}: ${status}, risk ${risk}${cost}, asked by ${escape(requester.name)} at ${requestedAt}`,
    ...(justification === undefined ? [] : [`  - because: ${escape(justification)}`]),
    ...(status === 'EXPIRED' ? [`  - expired at ${expiresAt}`] : []),
    ...decisions.map(
      ({ by, decision, reason, at }) =>
        `  - ${decision} by ${escape(by.name)} at ${at}${reason === undefined ? '' : `: ${escape(reason)}`}`,
    ),
    ...(rollbackPlan === undefined ? [] : [`  - rollback: ${escape(rollbackPlan)}`]),
  ];
  return lines.join('\n');
}

function reviews({ reviews: all }: IncidentReport): string {
  return section(`Reviews (${all.length})`, all.map(review).join('\n'));
}

function review({ id, verdict, reviewer, at, status, supersededBy, response }: ReportedReview): string {
  const replaced = supersededBy === undefined ? '' : ` by ${supersededBy}`;
  const lines = [
    `- **${id}** ${judgement(verdict)} by ${escape(reviewer.name)} at ${at}: ${status}${replaced}`,
    ...(verdict.comment === '' ? [] : [`  - ${escape(verdict.comment)}`]),
    ...(verdict.kind === 'CHANGESET' ? verdict.files.map(({ path, action }) => `  - ${action} ${escape(path)}`) : []),
    ...(response
      ? [`  - ${response.status} by ${escape(response.by.name)} at ${response.at}: ${escape(response.comment)}`]
      : []),
  ];
  return lines.join('\n');
}

function judgement(verdict: ReportedReview['verdict']): string {
  if (verdict.kind === 'PRAISE') return `PRAISE, ${verdict.score} of 10,`;
  return verdict.kind === 'REFUTE' ? `REFUTE, ${verdict.severity},` : verdict.kind;
}

function executions({ executions: all, runs }: IncidentReport): string {
  const lines = [
    ...all.map(({ id, executor, reason, attempts, outcome, requestedAt, finishedAt }) => {
      const times = `${requestedAt} to ${finishedAt ?? 'now'}`;
      return `- **${id}** ${executor} (${escape(reason)}), attempts ${attempts}, ${times}: ${escape(outcome)}`;
    }),
    ...runs.map(({ id, executionId, at, usage }) => {
      const cost = usage.costSource === 'SUBSCRIPTION' ? 'subscription' : formatDollars(usage.costMicros);
      const of = executionId === undefined ? '' : ` of ${executionId}`;
      const model = usage.model === undefined ? '' : `${escape(usage.model)}, `;
      return `- run **${id}**${of} at ${at}: ${model}${tokensInWords(usage)}, ${cost}`;
    }),
  ];
  return section(`Executions (${all.length}) and runs (${runs.length})`, lines.join('\n'));
}

function deliverable({ deliverable: done, checklist }: TaskState): string {
  if (!done) return section('Deliverable', '');
  const lines = [
    quote(done.summary),
    done.branch !== undefined &&
      `Branch \`${done.branch}\`${done.commit === undefined ? '' : ` at \`${done.commit}\``}`,
    done.content !== undefined && quote(done.content),
    ...done.artifacts.map(
      ({ name, type, size, sha256 }) => `- ${escape(name)} (${escape(type)}, ${size} bytes, sha256 ${sha256})`,
    ),
    ...checklist.map(
      ({ label, checked, note }) =>
        `- [${checked ? 'x' : ' '}] ${escape(label)}${note === undefined ? '' : `: ${escape(note)}`}`,
    ),
  ];
  return section('Deliverable', lines.filter((line) => line !== false).join('\n\n'));
}

function integrity({ integrity: { events, firstHash, lastHash, verified, problems } }: IncidentReport): string {
  const lines = [
    `- events: ${events}`,
    `- first hash: ${firstHash}`,
    `- last hash: ${lastHash}`,
    `- hash chain verified: ${verified ? 'yes' : 'NO'}`,
    ...problems.map((problem) => `  - ${escape(problem)}`),
  ];
  return section('Integrity', lines.join('\n'));
}

const section = (title: string, body: string): string => `## ${title}\n\n${body === '' ? 'None.' : body}`;

const quote = (text: string): string => `> ${text.replaceAll('\n', '\n> ')}`;

export function durationOf({ createdAt, completedAt, updatedAt }: TaskState): string {
  const milliseconds = Date.parse(completedAt ?? updatedAt) - Date.parse(createdAt);
  const minutes = Math.floor(milliseconds / 60_000);
  const text =
    minutes < 1 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return completedAt === undefined ? `${text} so far` : text;
}
