import { Command, Option } from 'commander';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reportFileName } from '../../domain/report/report.ts';
import type { TaskView } from '../../operations/schemas/task.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project?: string;
  readonly from?: string;
  readonly until?: string;
  readonly full?: boolean;
  readonly out?: string;
}

export const reportCommand = new Command('report')
  .description('Export what happened: to a task, to several of one project, or to a project in some days.')
  .argument('[keys...]', 'tasks; none of them for a whole project')
  .option('--project <slug>', 'the project (default: that of the tasks)')
  .option('--from <day>', 'the first day, like 2026-01-31 (default: six days before the last one)')
  .option('--until <day>', 'the last day (default: today)')
  .option('--full', 'with the whole report of each task')
  .addOption(new Option('--out <file>', 'where to write it (default: a file named for it; - for standard output)'))
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (keys: string[], options: Options) => {
    const client = new ApiClient(findConnection(options.data));
    const form = options.json ? 'json' : 'md';
    const { path, name } = await whatOf(client, keys, options, form);
    const file = options.out ?? name;
    const body = Readable.from(client.chunks(path));
    if (file === '-') {
      for await (const chunk of body) process.stdout.write(chunk as Uint8Array);
      return;
    }
    await pipeline(body, createWriteStream(file));
    process.stderr.write(`Wrote ${file}\n`);
  });

async function whatOf(client: ApiClient, keys: readonly string[], options: Options, form: 'md' | 'json') {
  const [first, ...others] = keys;
  if (first !== undefined && others.length === 0 && options.project === undefined) {
    return { path: `/tasks/${encodeURIComponent(first)}/report.${form}`, name: reportFileName(first, form) };
  }
  const slug = options.project ?? (first === undefined ? undefined : await projectOf(client, first));
  if (slug === undefined) throw new UsageError('name tasks, or a project with --project');
  const { from, until, full } = options;
  const query = new URLSearchParams({
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(keys.length > 0 && { tasks: keys.join(',') }),
    ...(full && { detail: 'full' }),
  });
  const path = `/projects/${encodeURIComponent(slug)}/report.${form}?${query.toString()}`;
  return { path, name: `report-${slug}.${form}` };
}

const projectOf = async (client: ApiClient, key: string): Promise<string> =>
  (await client.get<TaskView>(`/tasks/${encodeURIComponent(key)}`)).projectId;
