import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { AGENT_ROLES } from '../../domain/actor.ts';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';
import type { DeactivatedPolicy, PolicyDecisionView, PolicyDiff, PolicyView } from '../../operations/schemas/policy.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption, projectOption, reasonOption } from '../options.ts';
import { print } from '../output.ts';
import { decisionText, diffText, policyLine, policyText, scopeNamed } from '../policy-text.ts';
import { agentNamed } from './agent.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

interface Question {
  readonly project: string;
  readonly agent?: string;
  readonly role?: string;
  readonly type?: string;
  readonly task?: string;
  readonly tool: string;
  readonly command?: string;
  readonly arguments?: string;
}

const clientFor = ({ data }: Options): ApiClient => new ApiClient(findConnection(data));
const pathOf = (id: string): string => `/policies/${encodeURIComponent(id)}`;
const common = (command: Command): Command => command.addOption(dataOption()).addOption(jsonOption());

const list = common(new Command('list'))
  .description('List published versions, newest first.')
  .option('--project <slug>', 'of one project, with the GLOBAL ones (default: all that you see)')
  .option('--active', 'only those that hold')
  .action(async ({ project, active, ...options }: Options & { project?: string; active?: boolean }) => {
    const query = new URLSearchParams({ ...(project !== undefined && { project }), ...(active && { active: 'true' }) });
    const found: PolicyView[] = [];
    for await (const policy of clientFor(options).all<PolicyView>(`/policies?${query.toString()}`)) found.push(policy);
    print(options.json, found, () => (found.length === 0 ? 'No policies.' : found.map(policyLine).join('\n')));
  });

const show = common(new Command('show'))
  .description('Show what a version says.')
  .argument('<id>', 'for example PROJECT:web@3')
  .action(async (id: string, options: Options) => {
    const policy = await clientFor(options).get<PolicyView>(pathOf(id));
    print(options.json, policy, () => policyText(policy));
  });

const publish = common(new Command('publish'))
  .description('Publish the policy of a YAML file as the next version of its scope.')
  .argument('<file>')
  .option('--activate', 'let it hold from now on')
  .action(async (file: string, { activate = false, ...options }: Options & { activate?: boolean }) => {
    const body = { yaml: readText(file), activate };
    const policy = await clientFor(options).post<PolicyView>('/policies/import', body);
    print(options.json, policy, () => policyLine(policy));
  });

const activate = common(new Command('activate'))
  .description('Let a version hold from now on; an older one rolls back.')
  .argument('<id>')
  .addOption(reasonOption())
  .action(async (id: string, { reason, ...options }: Options & { reason: string }) => {
    const policy = await clientFor(options).post<PolicyView>(`${pathOf(id)}/activate`, { reason });
    print(options.json, policy, () => policyLine(policy));
  });

const deactivate = common(new Command('deactivate'))
  .description('Let no version of a scope hold any more: what is wider does.')
  .argument('<scope>', 'GLOBAL, PROJECT:<slug>, TASK_TYPE:<slug>:<type> or AGENT:<slug>:<id>')
  .addOption(reasonOption())
  .action(async (scope: string, { reason, ...options }: Options & { reason: string }) => {
    const body = { scope: scopeNamed(scope), reason };
    const result = await clientFor(options).post<DeactivatedPolicy>('/policies/deactivate', body);
    const { deactivated } = result;
    const text = deactivated === undefined ? `No version of ${scope} held.` : `${deactivated} holds no more.`;
    print(options.json, result, () => text);
  });

const diff = common(new Command('diff'))
  .description('Say what changes between two versions.')
  .argument('<from>', 'a version, or BUILT_IN')
  .argument('<to>')
  .action(async (from: string, to: string, options: Options) => {
    const query = new URLSearchParams({ from, to });
    const changes = await clientFor(options).get<PolicyDiff>(`/policies/diff?${query.toString()}`);
    print(options.json, changes, () => diffText(changes));
  });

const exportFile = new Command('export')
  .description('Print a version as YAML, as `publish` takes it.')
  .argument('<id>')
  .addOption(dataOption())
  .action(async (id: string, options: Options) => {
    process.stdout.write(await clientFor(options).text(`${pathOf(id)}/export`));
  });

const evaluate = common(new Command('evaluate'))
  .description('Ask what would be decided on a call of a tool. Nothing is done.')
  .addOption(projectOption())
  .option('--agent <name>', 'as this agent (default: an imagined one)')
  .addOption(new Option('--role <role>', 'of the imagined agent').choices(AGENT_ROLES).conflicts('agent'))
  .addOption(new Option('--type <type>', 'for a task of this type').choices(TASK_TYPES))
  .option('--task <key>', 'for this task, with what people have allowed for it')
  .requiredOption('--tool <tool>', 'for example shell, read_file or web_fetch')
  .option('--command <line>', 'short for --arguments with a command: what the shell would run')
  .addOption(new Option('--arguments <json>', 'what the tool would get').conflicts('command'))
  .action(async (options: Options & Question) => {
    const client = clientFor(options);
    const decision = await client.post<PolicyDecisionView>('/policies/evaluate', await questionFrom(client, options));
    print(options.json, decision, () => decisionText(decision));
  });

export const policyCommand = new Command('policy')
  .description('List, publish, activate, compare and try out policies.')
  .addCommand(list)
  .addCommand(show)
  .addCommand(publish)
  .addCommand(activate)
  .addCommand(deactivate)
  .addCommand(diff)
  .addCommand(exportFile)
  .addCommand(evaluate);

async function questionFrom(client: ApiClient, question: Question): Promise<object> {
  const { project, agent, role, type: taskType, task, tool } = question;
  const id = agent === undefined ? undefined : (await agentNamed(client, project, agent)).id;
  return { project, agent: id, role, taskType, task, tool, arguments: argumentsFrom(question) };
}

function argumentsFrom({ command, arguments: json }: Question): unknown {
  if (command !== undefined) return { command };
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    throw new UsageError('--arguments is not JSON, for example {"path":"README.md"}.');
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
