import { Command } from 'commander';
import type { BacktestView } from '../../operations/schemas/analytics.ts';
import type { ProjectView } from '../../operations/schemas/project.ts';
import { ApiClient } from '../api-client.ts';
import { backtestText } from '../backtest-text.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project?: string;
}

const backtest = new Command('backtest')
  .description('Replay history: what learning would have chosen, and what is known of how that would have gone.')
  .option('--project <slug>', 'of one project (default: all that you see, one after the other)')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project }: Options) => {
    const client = new ApiClient(findConnection(data));
    const tests: BacktestView[] = [];
    for (const slug of project === undefined ? await slugsOf(client) : [project]) {
      tests.push(await client.get<BacktestView>(`/analytics/backtest?project=${encodeURIComponent(slug)}`));
    }
    const shown = project === undefined ? tests : tests[0];
    print(json, shown, () => tests.map(backtestText).join('\n\n'));
  });

async function slugsOf(client: ApiClient): Promise<string[]> {
  const { items } = await client.get<{ items: ProjectView[] }>('/projects');
  return items.map(({ slug }) => slug);
}

export const learningCommand = new Command('learning')
  .description('See what was learned from tasks that have ended.')
  .addCommand(backtest);
