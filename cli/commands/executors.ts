import { Command } from 'commander';
import type { ExecutorsView } from '../../operations/schemas/routing.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';
import { executorsText } from '../routing-text.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project?: string;
}

export const executorsCommand = new Command('executors')
  .description('Show who asks for work of each type, with what tool, and how much of it there is.')
  .option('--project <slug>', 'count the work of one project (default: of all that you see)')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project }: Options) => {
    const query = project === undefined ? '' : `?project=${encodeURIComponent(project)}`;
    const found = await new ApiClient(findConnection(data)).get<ExecutorsView>(`/executors${query}`);
    print(json, found, () => executorsText(found));
  });
