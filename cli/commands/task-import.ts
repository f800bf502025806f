import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';
import type { ImportView } from '../../operations/schemas/import.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface ImportOptions {
  readonly data: string;
  readonly json?: boolean;
  readonly project: string;
  readonly type?: string;
  readonly preview?: true;
  readonly skipInvalid?: true;
}

export const taskImport = new Command('import')
  .description('Create tasks from a CSV or JSON file. Importing it again creates nothing twice.')
  .addArgument(new Argument('<file>', 'ends in .csv or .json'))
  .requiredOption('--project <slug>', 'project that they belong to')
  .addOption(new Option('--type <type>', 'type of work of rows that do not say').choices(TASK_TYPES))
  .option('--preview', 'only tell what would be done')
  .option('--skip-invalid', 'create the others where some are wrong')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (file: string, { data, json, project, type, preview, skipInvalid }: ImportOptions) => {
    const body = {
      format: extname(file).toLowerCase() === '.json' ? 'JSON' : 'CSV',
      text: await readFile(file, 'utf8'),
      ...(type !== undefined && { type }),
    };
    const client = new ApiClient(findConnection(data));
    const path = `/projects/${project}/imports`;
    const view = preview
      ? await client.post<ImportView>(`${path}/preview`, body)
      : await client.post<ImportView>(path, { ...body, ...(skipInvalid && { skipInvalid }) });
    print(json, view, () => inWords(view));
    const { INVALID, FAILED } = view.counts;
    if (FAILED > 0 || (INVALID > 0 && !skipInvalid)) process.exitCode = 1;
  });

function inWords({ rows, counts, ignored }: ImportView): string {
  const lines = rows.flatMap(({ line, state, taskKey, title, errors }) => [
    [`line ${line}`.padEnd(10), state.padEnd(8), (taskKey ?? '').padEnd(10), title].join('  ').trimEnd(),
    ...errors.map(({ path, message }) => `${' '.repeat(12)}${path === '' ? '' : `${path}: `}${message}`),
  ]);
  const sums = Object.entries(counts).filter(([, count]) => count > 0);
  return [
    ...lines,
    sums.map(([state, count]) => `${count} ${state}`).join(', '),
    ...(ignored.length === 0 ? [] : [`Not understood, and left out: ${ignored.join(', ')}`]),
  ].join('\n');
}
