import { Command, InvalidArgumentError, Option } from 'commander';
import { WEEKDAYS } from '../../domain/standup/settings.ts';
import type { Timing } from '../../domain/recurring/timing.ts';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';
import type { OccurrenceView, RecurrencePreview, RecurringTaskView } from '../../operations/schemas/recurring.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption, parseCount, parseList, projectOption } from '../options.ts';
import { print } from '../output.ts';
import { detailsText, listText, occurrenceText, timesText } from '../recurring-text.ts';

interface CommonOptions {
  readonly data: string;
  readonly json?: boolean;
}

const SHOWN_OCCURRENCES = 10;

const clientFor = ({ data }: CommonOptions): ApiClient => new ApiClient(findConnection(data));
const pathOf = (id: string, rest = ''): string => `/recurring-tasks/${encodeURIComponent(id)}${rest}`;

const list = new Command('list')
  .description('List the recurring tasks of a project, with their next times.')
  .addOption(projectOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ project, json, ...options }: CommonOptions & { project: string }) => {
    const path = `/projects/${encodeURIComponent(project)}/recurring-tasks`;
    const { items } = await clientFor(options).get<{ items: RecurringTaskView[] }>(path);
    print(json, items, () => listText(items));
  });

const show = new Command('show')
  .description('Show a recurring task, its next times, and what it made and did not make.')
  .argument('<id>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, options: CommonOptions) => {
    const client = clientFor(options);
    const task = await client.get<RecurringTaskView>(pathOf(id));
    const path = pathOf(id, `/occurrences?limit=${SHOWN_OCCURRENCES}`);
    const { items } = await client.get<{ items: OccurrenceView[] }>(path);
    print(options.json, { ...task, occurrences: items }, () => detailsText(task, items));
  });

/** "mon,thu" or "weekdays" -> [1, 4] or [1, 2, 3, 4, 5] */
function parseDays(text: string): number[] {
  if (text.trim().toLowerCase() === 'weekdays') return [1, 2, 3, 4, 5];
  return parseList(text).map((name) => {
    const index = name.length < 3 ? -1 : WEEKDAYS.findIndex((day) => day.startsWith(name.toUpperCase()));
    if (index === -1) throw new InvalidArgumentError('Days are mon, tue, wed, thu, fri, sat and sun, or weekdays.');
    return index + 1;
  });
}

interface TimingOptions {
  readonly at?: string;
  readonly date?: string;
  readonly days?: readonly number[];
  readonly dayOfMonth?: number;
  readonly cron?: string;
}

function timingOf({ at, date, days, dayOfMonth, cron }: TimingOptions): Timing {
  if (cron !== undefined) return { kind: 'CRON', expression: cron };
  if (at === undefined) throw new UsageError('say when: --at HH:MM, or --cron');
  if (date !== undefined) return { kind: 'ONCE', date, time: at };
  if (days !== undefined) return { kind: 'WEEKLY', weekdays: days, time: at };
  return dayOfMonth === undefined ? { kind: 'DAILY', time: at } : { kind: 'MONTHLY', day: dayOfMonth, time: at };
}

type CreateOptions = CommonOptions &
  TimingOptions &
  Record<'project' | 'type' | 'description' | 'priority', string> & {
    readonly name?: string;
    readonly labels?: readonly string[];
    readonly until?: string;
    readonly count?: number;
    readonly allowOverlap?: true;
    readonly catchUpMinutes?: number;
    readonly preview?: true;
  };

const create = new Command('create')
  .description('Have a task created again and again, or once at a time to come, by the clock of the project.')
  .argument(
    '<title>',
    'of the tasks; {{date}}, {{weekday}}, {{week}}, {{month}}, {{year}} and {{number}} are filled in',
  )
  .addOption(projectOption())
  .addOption(new Option('--type <type>', 'type of work').choices(TASK_TYPES).makeOptionMandatory())
  .option('--at <time>', 'time of day like 09:00; without more: every day')
  .addOption(new Option('--date <day>', 'once, on a day like 2026-12-24').conflicts(['days', 'dayOfMonth', 'cron']))
  .addOption(
    new Option('--days <days>', 'days of the week, separated by commas, or weekdays')
      .argParser(parseDays)
      .conflicts(['dayOfMonth', 'cron']),
  )
  .addOption(
    new Option('--day-of-month <n>', '1 to 31; shorter months have their last day')
      .argParser(parseCount)
      .conflicts('cron'),
  )
  .addOption(new Option('--cron <expression>', 'as Temporal understands it').conflicts('at'))
  .option('--name <name>', 'what it is called (default: the title)')
  .option('--description <markdown>', 'of the tasks; with the same words filled in', '')
  .addOption(
    new Option('--priority <n>', '1 critical, 2 high, 3 normal, 4 low').choices(['1', '2', '3', '4']).default('3'),
  )
  .option('--labels <labels>', 'separated by commas', parseList)
  .option('--until <day>', 'the last day')
  .option('--count <n>', 'end after so many tasks', parseCount)
  .option('--allow-overlap', 'create one also while the last one is open')
  .option('--catch-up-minutes <n>', 'how late a task is still created (default: a day)', parseCount)
  .option('--preview', 'only tell the next times')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (title: string, options: CreateOptions) => {
    const { project, json, preview, name, until, count, allowOverlap, catchUpMinutes } = options;
    const { type, description, priority, labels = [] } = options;
    const client = clientFor(options);
    const path = `/projects/${encodeURIComponent(project)}/recurring-tasks`;
    const when = timingOf(options);
    if (preview) {
      const times = await client.post<RecurrencePreview>(`${path}/preview`, {
        when,
        ...(until !== undefined && { until }),
      });
      print(json, times, () => [times.inWords, timesText(times.nextTimes, times.timeZone)].join('\n'));
      return;
    }
    const made = await client.post<RecurringTaskView>(path, {
      name: name ?? title,
      template: { title, type, description, priority: Number(priority), labels },
      when,
      until,
      count,
      overlap: allowOverlap ? 'ALLOW' : 'SKIP',
      catchUpMinutes,
    });
    print(json, made, () => detailsText(made, []));
  });

const pause = new Command('pause')
  .description('Create no tasks until it is resumed.')
  .argument('<id>')
  .option('--reason <text>', 'why, for everybody to see', '')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, { reason, ...options }: CommonOptions & { reason: string }) => {
    const task = await clientFor(options).post<RecurringTaskView>(pathOf(id, '/pause'), { reason });
    print(options.json, task, () => `Paused ${task.name}`);
  });

const resume = new Command('resume')
  .description('Go on from now, in your name; what was due meanwhile is not made up for.')
  .argument('<id>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, options: CommonOptions) => {
    const task = await clientFor(options).post<RecurringTaskView>(pathOf(id, '/resume'), {});
    print(options.json, task, () => `Resumed ${task.name}\n${timesText(task.nextTimes ?? [], task.timeZone)}`);
  });

const run = new Command('run')
  .description('Create its task now.')
  .argument('<id>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, options: CommonOptions) => {
    const occurrence = await clientFor(options).post<OccurrenceView>(pathOf(id, '/run'), {});
    print(options.json, occurrence, () => occurrenceText(occurrence));
    if (occurrence.state !== 'MADE') process.exitCode = 1;
  });

const remove = new Command('delete')
  .description('Remove a recurring task; the tasks that it made stay.')
  .argument('<id>')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, options: CommonOptions) => {
    await clientFor(options).remove(pathOf(id));
    print(options.json, { id }, () => `Removed ${id}`);
  });

export const recurringCommand = new Command('recurring')
  .description('Tasks that are created again and again, or at a time to come.')
  .addCommand(list)
  .addCommand(show)
  .addCommand(create)
  .addCommand(pause)
  .addCommand(resume)
  .addCommand(run)
  .addCommand(remove);
