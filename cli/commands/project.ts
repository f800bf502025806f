import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { dollars, type MicroDollars } from '../../domain/money.ts';
import { PROJECT_MODES } from '../../domain/task/vocabulary.ts';
import type { ProjectView } from '../../operations/schemas/project.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption, reasonOption } from '../options.ts';
import { print } from '../output.ts';
import { projectExport, projectRestore } from './project-archive.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

interface Fields {
  readonly name?: string;
  readonly description?: string;
  readonly timeZone?: string;
  readonly monthlyBudget?: MicroDollars;
}

const clientFor = ({ data }: Options): ApiClient => new ApiClient(findConnection(data));
const pathOf = (slug: string): string => `/projects/${encodeURIComponent(slug)}`;

const list = new Command('list')
  .description('List the projects that you see.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (options: Options) => {
    const { items } = await clientFor(options).get<{ items: ProjectView[] }>('/projects');
    print(options.json, items, () => (items.length === 0 ? 'No projects.' : items.map(line).join('\n')));
  });

const create = withFields(new Command('create'))
  .description('Create a project.')
  .argument('<slug>', 'what it is called in addresses, for example web')
  .requiredOption('--prefix <prefix>', 'begins the keys of its tasks, for example WEB')
  .action(async (slug: string, options: Options & Fields & { prefix: string }) => {
    const body = { name: slug, ...bodyOf(options), slug, keyPrefix: options.prefix };
    const project = await clientFor(options).post<ProjectView>('/projects', body);
    print(options.json, project, () => line(project));
  });

const edit = withFields(new Command('edit'))
  .description('Edit a project.')
  .argument('<slug>')
  .action(async (slug: string, options: Options & Fields) => {
    const project = await clientFor(options).patch<ProjectView>(pathOf(slug), bodyOf(options));
    print(options.json, project, () => line(project));
  });

const mode = new Command('mode')
  .description('Set how a project runs: PAUSED and DRAINING start nothing, QUARANTINED also cancels what runs.')
  .argument('<slug>')
  .addArgument(new Argument('<mode>').choices(PROJECT_MODES))
  .addOption(reasonOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (slug: string, ordered: string, options: Options & { reason: string }) => {
    const body = { mode: ordered, reason: options.reason };
    const project = await clientFor(options).post<ProjectView>(`${pathOf(slug)}/mode`, body);
    print(options.json, project, () => line(project));
  });

export const projectCommand = new Command('project')
  .description('List, create and edit projects, set how they run, export and restore them.')
  .addCommand(list)
  .addCommand(create)
  .addCommand(edit)
  .addCommand(mode)
  .addCommand(projectExport)
  .addCommand(projectRestore);

function withFields(command: Command): Command {
  return command
    .option('--name <name>', 'its name')
    .option('--description <markdown>', 'what it is about')
    .option('--time-zone <zone>', "whose midnight ends a budget's day, for example Europe/Berlin")
    .addOption(new Option('--monthly-budget <dollars>', 'what a month may cost').argParser(parseDollars))
    .addOption(dataOption())
    .addOption(jsonOption());
}

/** Without what was not given: that stays, or has a default. */
function bodyOf({ name, description, timeZone, monthlyBudget }: Fields): object {
  const fields = { name, description, timeZone, monthlyBudgetMicros: monthlyBudget };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function parseDollars(text: string): MicroDollars {
  const amount = Number(text);
  if (text.trim() !== '' && amount >= 0 && Number.isFinite(amount)) return dollars(amount);
  throw new InvalidArgumentError('This is an amount in dollars, for example 150.');
}

function line({ slug, keyPrefix, name, mode: now, modeReason }: ProjectView): string {
  const why = now === 'NORMAL' || modeReason === undefined ? '' : ` (${modeReason})`;
  return `${slug.padEnd(20)}  ${keyPrefix.padEnd(10)}  ${name}  ${now}${why}`;
}
