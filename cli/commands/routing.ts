import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { RoutingView } from '../../operations/schemas/routing.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption, projectOption } from '../options.ts';
import { print } from '../output.ts';
import { routingText, rulesIn, rulesYaml } from '../routing-text.ts';

interface Options {
  readonly data: string;
  readonly project: string;
  readonly json?: boolean;
}

const clientFor = ({ data }: Options): ApiClient => new ApiClient(findConnection(data));
const pathOf = ({ project }: Options): string => `/projects/${encodeURIComponent(project)}/routing`;
const common = (command: Command): Command =>
  command.addOption(projectOption()).addOption(dataOption()).addOption(jsonOption());

const show = common(new Command('show'))
  .description('Show the routing rules of a project, in the order in which they are tried.')
  .option('--yaml', 'as a file that `routing set` takes')
  .action(async ({ yaml = false, ...options }: Options & { yaml?: boolean }) => {
    const routing = await clientFor(options).get<RoutingView>(pathOf(options));
    if (yaml) process.stdout.write(rulesYaml(routing));
    else print(options.json, routing, () => routingText(routing));
  });

const set = common(new Command('set'))
  .description('Replace the routing rules of a project by those of a YAML file.')
  .requiredOption('--file <file>', 'as `routing show --yaml` prints it')
  .action(async ({ file, ...options }: Options & { file: string }) => {
    const rules = rulesIn(readText(file));
    const client = clientFor(options);
    const { version } = await client.get<RoutingView>(pathOf(options));
    const routing = await client.put<RoutingView>(pathOf(options), { rules, version });
    print(options.json, routing, () => routingText(routing));
  });

export const routingCommand = new Command('routing')
  .description('Show and replace the rules by which a project chooses executors.')
  .addCommand(show)
  .addCommand(set);

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
