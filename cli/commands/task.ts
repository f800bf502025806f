import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { describeEvent } from '../../domain/report/describe-event.ts';
import { reportFileName } from '../../domain/report/report.ts';
import { EXECUTOR_TYPES, isFinal, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import type { RoutePreview } from '../../operations/schemas/routing.ts';
import type { TaskCard, TaskView } from '../../operations/schemas/task.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { followTask } from '../follow-task.ts';
import { dataOption, jsonOption, parseList } from '../options.ts';
import { print } from '../output.ts';
import { previewText } from '../routing-text.ts';
import { taskImport } from './task-import.ts';

interface CommonOptions {
  readonly data: string;
  readonly json?: boolean;
}

const clientFor = ({ data }: CommonOptions): ApiClient => new ApiClient(findConnection(data));

const line = ({ key, status, type, priority, title }: TaskCard | TaskView): string =>
  [key.padEnd(10), status.padEnd(14), type.padEnd(12), `P${priority}`, title].join('  ');

const create = new Command('create')
  .description('Create a task.')
  .argument('<title>')
  .requiredOption('--project <slug>', 'project it belongs to')
  .addOption(new Option('--type <type>', 'type of work').choices(TASK_TYPES).makeOptionMandatory())
  .option('--description <markdown>', 'what to do', '')
  .addOption(
    new Option('--priority <n>', '1 critical, 2 high, 3 normal, 4 low').choices(['1', '2', '3', '4']).default('3'),
  )
  .option('--parent <key>', 'the task that it belongs to')
  .option('--depends-on <keys>', 'tasks that must be DONE before it starts, separated by commas', parseList)
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (title: string, { data, json, priority, ...fields }: CreateOptions) => {
    const body = { title, priority: Number(priority), ...fields };
    const { task } = await clientFor({ data }).post<CommandResult>('/tasks', body);
    print(json, task, () => `Created ${task.key}: ${task.title}`);
  });

type CreateOptions = CommonOptions &
  Record<'project' | 'type' | 'description' | 'priority', string> & {
    readonly parent?: string;
    readonly dependsOn?: readonly string[];
  };

const start = new Command('start')
  .description('Have a task carried out.')
  .argument('<key>')
  .addOption(
    new Option('--executor <type>', 'instead of the one that the routing rules choose').choices(EXECUTOR_TYPES),
  )
  .option('--when-ready', 'let it start by itself as soon as all that it depends on is DONE')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string, { data, json, ...body }: CommonOptions & { executor?: string; whenReady?: true }) => {
    const path = `/tasks/${encodeURIComponent(key)}/commands/dispatch`;
    const result = await clientFor({ data }).post<CommandResult>(path, body);
    print(json, result, () => startedInWords(result));
  });

const route = new Command('route')
  .description('Tell which executor a task would get if it were started now, and why not another one.')
  .argument('<key>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string, options: CommonOptions) => {
    const preview = await clientFor(options).get<RoutePreview>(`/tasks/${encodeURIComponent(key)}/route`);
    print(options.json, preview, () => previewText(preview));
  });

const startedInWords = ({ task: { key, dependsOn, activeExecutions }, executionId }: CommandResult): string => {
  const executor = activeExecutions.find(({ id }) => id === executionId)?.executor;
  return executionId === undefined
    ? `${key} starts by itself as soon as ${dependsOn.join(', ')} ${dependsOn.length === 1 ? 'is' : 'are'} DONE.`
    : `${key} started: ${executionId}${executor === undefined ? '' : ` (${executor})`}`;
};

const list = new Command('list')
  .description('List tasks, most urgent and oldest first.')
  .option('--project <slug>', 'of one project')
  .addOption(new Option('--status <status>', 'in one status').choices(TASK_STATUSES))
  .option('--text <text>', 'whose key or title contains this')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (options: CommonOptions & { project?: string; status?: string; text?: string }) => {
    const { project, status, text } = options;
    const filters = Object.entries({ project, status, text }).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(filters as [string, string][]);
    const cards: TaskCard[] = [];
    for await (const card of clientFor(options).all<TaskCard>(`/tasks?${query.toString()}`)) cards.push(card);
    print(options.json, cards, () => (cards.length === 0 ? 'No tasks.' : cards.map(line).join('\n')));
  });

const show = new Command('show')
  .description('Show a task and what may happen next.')
  .argument('<key>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string, options: CommonOptions) => {
    const task = await clientFor(options).get<TaskView>(`/tasks/${encodeURIComponent(key)}`);
    print(options.json, task, () => [line(task), ...details(task)].join('\n'));
  });

function details({
  assignees,
  blockedReason,
  openApprovals,
  activeExecutions,
  allowedTransitions,
}: TaskView): string[] {
  const next = allowedTransitions.map(({ to, needs }) => {
    const missing = needs.map(({ message }) => message).join('; ');
    return `  -> ${to}${missing === '' ? '' : ` (${missing})`}`;
  });
  return [
    ...(assignees.length > 0 ? [`Assigned to ${assignees.map(({ name }) => name).join(', ')}`] : []),
    ...(blockedReason === undefined ? [] : [`Blocked: ${blockedReason}`]),
    ...openApprovals.map(({ id, action, risk }) => `Waits for approval ${id}: ${action} (${risk})`),
    ...activeExecutions.map(({ id, executor, status }) => `${id}: ${executor} ${status}`),
    ...(next.length > 0 ? ['Next:', ...next] : []),
  ];
}

const watch = new Command('watch')
  .description('Print what happens to a task until it is DONE or CANCELED.')
  .argument('<key>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string, options: CommonOptions) => {
    for await (const event of followTask(clientFor(options), key)) {
      print(options.json, event, () => `${event.at}  ${event.actor.name} ${describeEvent(event)}`);
      if (event.type === 'task.transitioned' && isFinal(event.data.to)) return;
    }
  });

const report = new Command('report')
  .description('Export the incident report of a task.')
  .argument('<key>')
  .option('--out <file>', 'where to write it (default: incident-report-<key>.md; - for standard output)')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string, options: CommonOptions & { out?: string }) => {
    const extension = options.json ? 'json' : 'md';
    const text = await clientFor(options).text(`/tasks/${encodeURIComponent(key)}/report.${extension}`);
    const file = options.out ?? reportFileName(key, extension);
    if (file === '-') process.stdout.write(text);
    else await writeFile(file, text);
    if (file !== '-') process.stderr.write(`Wrote ${file}\n`);
  });

export const taskCommand = new Command('task')
  .description('Create, route, start, list, show, watch and report tasks.')
  .addCommand(create)
  .addCommand(route)
  .addCommand(start)
  .addCommand(taskImport)
  .addCommand(list)
  .addCommand(show)
  .addCommand(watch)
  .addCommand(report);
