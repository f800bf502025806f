import { formatDollars } from '../money.ts';
import type { CostGroup, CostTotal } from '../analytics/costs.ts';
import { escape } from './escape.ts';
import { jsonParts } from './json.ts';
import { durationOf, markdownParts } from './markdown.ts';
import type { IncidentReport } from './report.ts';

/** What a report about several tasks begins with. */
export interface ProjectReportHead {
  readonly project: { readonly slug: string; readonly name: string };
  /** Civil days of the project, both included; absent for tasks that were chosen one by one. */
  readonly period?: { readonly from: string; readonly until: string; readonly timeZone: string };
  readonly keys: readonly string[];
  readonly costs: {
    readonly total: CostTotal;
    readonly byAgent: readonly CostGroup[];
    readonly byModel: readonly CostGroup[];
    readonly byType: readonly CostGroup[];
  };
}

export interface ProjectReport {
  readonly head: ProjectReportHead;
  /** Whether each task is told whole, or in a few lines. */
  readonly isWhole: boolean;
  /** One after the other: each is read when it is asked for. */
  readonly reports: () => AsyncIterable<IncidentReport>;
}

export async function* projectMarkdownParts({ head, isWhole, reports }: ProjectReport): AsyncGenerator<string> {
  yield `${header(head)}\n\n${costs(head.costs)}\n\n`;
  if (!isWhole) yield `## Tasks (${head.keys.length})\n\n${head.keys.length === 0 ? 'None.\n' : ''}`;
  for await (const report of reports()) {
    if (isWhole) {
      yield* markdownParts(report, 2);
      yield '\n';
    } else yield `${line(report)}\n`;
  }
}

export async function* projectJsonParts({ head, isWhole, reports }: ProjectReport): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"tasks":[`;
  let comma = '';
  for await (const report of reports()) {
    yield comma;
    if (isWhole) yield* jsonParts(report);
    else yield JSON.stringify({ task: report.task, integrity: report.integrity });
    comma = ',';
  }
  yield ']}';
}

function header({ project, period, keys }: ProjectReportHead): string {
  return [
    `# Report: ${escape(project.name)}`,
    '',
    `- **Project:** ${project.slug}`,
    ...(period ? [`- **Period:** ${period.from} to ${period.until} (${period.timeZone})`] : []),
    `- **Tasks:** ${keys.length === 0 ? 'none' : keys.join(', ')}`,
  ].join('\n');
}

function costs({ total, byAgent, byModel, byType }: ProjectReportHead['costs']): string {
  const amount = ({ micros, inputTokens, outputTokens, runs }: CostTotal) =>
    `${formatDollars(micros)} (${inputTokens} tokens in, ${outputTokens} out, ${runs} runs)`;
  const groups = (title: string, all: readonly CostGroup[]) =>
    all.length === 0 ? [] : [`- by ${title}:`, ...all.map((one) => `  - ${escape(one.label)}: ${amount(one)}`)];
  return [
    '## Costs',
    '',
    `- total: ${amount(total)}`,
    ...groups('agent', byAgent),
    ...groups('model', byModel),
    ...groups('type', byType),
  ].join('\n');
}

function line({ task, integrity }: IncidentReport): string {
  const { key, title, status, type, spending } = task;
  const facts = [status, type, durationOf(task), formatDollars(spending.costMicros), `${integrity.events} events`];
  const proof = integrity.verified ? 'verified' : `NOT verified: ${integrity.problems.map(escape).join('; ')}`;
  return `- **${key}** ${escape(title)}: ${facts.join(', ')}, ${proof}`;
}
