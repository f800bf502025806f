import { Command, Option } from 'commander';
import { COST_PERIODS } from '../../domain/analytics/cost-periods.ts';
import type { CostsView } from '../../operations/schemas/analytics.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { costsTable } from '../costs-table.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project?: string;
  readonly period: CostsView['period'];
}

export const costsCommand = new Command('costs')
  .description('Show what runs cost: in total, by agent, model, type of task and task.')
  .option('--project <slug>', 'of one project (default: all that you see)')
  .addOption(new Option('--period <period>', 'days that count, today included').choices(COST_PERIODS).default('7d'))
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project, period }: Options) => {
    const query = new URLSearchParams({ period, ...(project !== undefined && { project }) });
    const costs = await new ApiClient(findConnection(data)).get<CostsView>(`/analytics/costs?${query.toString()}`);
    print(json, costs, () => costsTable(costs));
  });
