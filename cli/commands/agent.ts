import { Argument, Command, Option } from 'commander';
import { AGENT_ROLES } from '../../domain/actor.ts';
import { CONTROL_STATUSES } from '../../domain/agent/status.ts';
import { EXECUTOR_TYPES } from '../../domain/task/vocabulary.ts';
import type { AgentView } from '../../operations/schemas/agent.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption, parseCount, parseList, projectOption, reasonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly project: string;
}

interface Fields {
  readonly role?: string;
  readonly emoji?: string;
  readonly types?: readonly string[];
  readonly tools?: readonly string[];
  readonly executor?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
}

const clientFor = ({ data }: Options): ApiClient => new ApiClient(findConnection(data));

const list = new Command('list')
  .description('List the agents of a project.')
  .addOption(projectOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (options: Options) => {
    const agents = await agentsOf(clientFor(options), options.project);
    print(options.json, agents, () => (agents.length === 0 ? 'No agents.' : agents.map(line).join('\n')));
  });

const register = withFields(new Command('register'), true)
  .description('Register an agent; a name that is there already is updated, and stays as it was ordered to be.')
  .argument('<name>')
  .action(async (name: string, options: Options & Fields) => {
    const body = { project: options.project, name, ...bodyOf(options) };
    const agent = await clientFor(options).post<AgentView>('/agents', body);
    print(options.json, agent, () => line(agent));
  });

const edit = withFields(new Command('edit'))
  .description('Edit an agent.')
  .argument('<name>')
  .option('--name <name>', 'its new name')
  .action(async (name: string, options: Options & Fields & { name?: string }) => {
    const client = clientFor(options);
    const { id } = await agentNamed(client, options.project, name);
    const body = { ...bodyOf(options), ...(options.name !== undefined && { name: options.name }) };
    const agent = await client.patch<AgentView>(`/agents/${id}`, body);
    print(options.json, agent, () => line(agent));
  });

const status = new Command('status')
  .description(
    'Order an agent about: PAUSED starts nothing, DRAINED ends what runs, QUARANTINED is stopped and locked out.',
  )
  .argument('<name>')
  .addArgument(new Argument('<status>', 'ACTIVE lifts the others').choices(CONTROL_STATUSES))
  .addOption(projectOption())
  .addOption(reasonOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (name: string, ordered: string, options: Options & { reason: string }) => {
    const client = clientFor(options);
    const { id } = await agentNamed(client, options.project, name);
    const agent = await client.post<AgentView>(`/agents/${id}/status`, { status: ordered, reason: options.reason });
    print(options.json, agent, () => line(agent));
  });

export const agentCommand = new Command('agent')
  .description('List, register, edit and order agents about.')
  .addCommand(list)
  .addCommand(register)
  .addCommand(edit)
  .addCommand(status);

function withFields(command: Command, needsRole = false): Command {
  return command
    .addOption(projectOption())
    .addOption(new Option('--role <role>', 'its role').choices(AGENT_ROLES).makeOptionMandatory(needsRole))
    .option('--emoji <emoji>', 'to know it by')
    .addOption(new Option('--types <types>', 'types of tasks it takes, with commas').argParser(parseList))
    .addOption(new Option('--tools <tools>', 'tools it may use, with commas').argParser(parseList))
    .addOption(new Option('--executor <type>', 'what usually carries out its work').choices(EXECUTOR_TYPES))
    .addOption(new Option('--concurrency <n>', 'executions at the same time').argParser(parseCount))
    .addOption(new Option('--timeout <seconds>', 'silence that makes it OFFLINE').argParser(parseCount))
    .addOption(dataOption())
    .addOption(jsonOption());
}

/** Without what was not given: that stays, or has a default. */
function bodyOf({ role, emoji, types, tools, executor, concurrency, timeout }: Fields): object {
  const fields = {
    role,
    emoji,
    allowedTypes: types?.map((type) => type.toUpperCase()),
    allowedTools: tools,
    executor,
    concurrencyLimit: concurrency,
    heartbeatTimeoutSeconds: timeout,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function agentsOf(client: ApiClient, project: string): Promise<AgentView[]> {
  const query = new URLSearchParams({ project });
  return (await client.get<{ items: AgentView[] }>(`/agents?${query.toString()}`)).items;
}

/** @throws UsageError with the names that there are. */
export async function agentNamed(client: ApiClient, project: string, name: string): Promise<AgentView> {
  const agents = await agentsOf(client, project);
  const found = agents.find((agent) => agent.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const names = agents.map((agent) => agent.name).join(', ') || 'nobody';
  throw new UsageError(`${project} has no agent named ${name}. There is: ${names}.`);
}

function line({ name, role, status: now, statusReason, allowedTypes }: AgentView): string {
  const types = allowedTypes.length === 0 ? 'every type' : allowedTypes.join(', ');
  const why = statusReason === undefined ? '' : ` (${statusReason})`;
  return `${name.padEnd(22)}  ${role.padEnd(10)}  ${types}  ${now}${why}`;
}
