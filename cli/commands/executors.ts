import { Command } from 'commander';
import type { CircuitsReset, ExecutorsView } from '../../operations/schemas/routing.ts';
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

const resetCommand = new Command('reset')
  .description('Let the executors of a type call an outside service again at once, since it is well again.')
  .argument('<type>', 'CURSOR, OPENCLAW_AGENT, ...')
  .argument('[service]', 'as `mission-control executors` names it (default: all of them)')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (type: string, service: string | undefined, { data, json }: Options) => {
    const client = new ApiClient(findConnection(data));
    const body = service === undefined ? {} : { service };
    const answer = await client.post<CircuitsReset>(`/executors/${encodeURIComponent(type)}/reset-circuits`, body);
    print(json, answer, () =>
      answer.processes === 0
        ? `No ${type} executor has an open circuit.`
        : `${answer.processes} ${type} ${answer.processes === 1 ? 'executor closes its circuits' : 'executors close their circuits'} within half a minute.`,
    );
  });

export const executorsCommand = new Command('executors')
  .description('Show who asks for work of each type, with what tool, and how much of it there is.')
  .option('--project <slug>', 'count the work of one project (default: of all that you see)')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json, project }: Options) => {
    const query = project === undefined ? '' : `?project=${encodeURIComponent(project)}`;
    const found = await new ApiClient(findConnection(data)).get<ExecutorsView>(`/executors${query}`);
    print(json, found, () => executorsText(found));
  })
  .addCommand(resetCommand);
