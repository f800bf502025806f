import { Command, Option } from 'commander';
import type { ApprovalView, DecisionChain } from '../../operations/schemas/approval.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption, reasonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

async function list({ data, json }: Options): Promise<void> {
  const client = new ApiClient(findConnection(data));
  const pending: ApprovalView[] = [];
  for await (const approval of client.all<ApprovalView>('/approvals?status=PENDING')) pending.push(approval);
  print(json, pending, () => (pending.length === 0 ? 'Nothing waits for a decision.' : pending.map(line).join('\n')));
}

const line = ({ id, risk, action, summary, expiresAt, decisions, requiredDecisions, ...approval }: ApprovalView) => {
  const escalated = approval.escalated ? ', escalated' : '';
  const barred = approval.mayDecide ? '' : `; not for you: ${approval.mayNotDecideBecause}`;
  return `${id.padEnd(12)}  ${risk.padEnd(6)}  ${action}: ${summary} (${decisions.length} of ${requiredDecisions}, until ${expiresAt}${escalated}${barred})`;
};

const listCommand = new Command('list')
  .description('List the approvals that wait for a decision.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((_own: Options, command: Command) => list(command.optsWithGlobals()));

const showCommand = new Command('show')
  .description('Show an approval and all that happened to it.')
  .argument('<id>', 'id of the approval, for example MC-42-A1')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, _own: Options, command: Command) => {
    const { data, json }: Options = command.optsWithGlobals();
    const path = `/approvals/${encodeURIComponent(id)}/chain`;
    const chain = await new ApiClient(findConnection(data)).get<DecisionChain>(path);
    print(json, chain, () => inWords(chain));
  });

const delegateCommand = new Command('delegate')
  .description('Leave a decision to those who have a role in the project.')
  .argument('<id>', 'id of the approval')
  .addOption(new Option('--role <role>', 'who decides').choices(['OPERATOR', 'ADMIN']).default('ADMIN'))
  .addOption(reasonOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, { role, reason }: { role: string; reason: string }, command: Command) => {
    const { data, json }: Options = command.optsWithGlobals();
    const path = `/approvals/${encodeURIComponent(id)}/delegate`;
    const result = await new ApiClient(findConnection(data)).post<CommandResult>(path, { role, reason });
    print(json, result, () => `${id} is for every ${role} now.`);
  });

export const approvalsCommand = new Command('approvals')
  .description('List the approvals that wait for a decision, show one, or leave it to others.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(list)
  .addCommand(listCommand)
  .addCommand(showCommand)
  .addCommand(delegateCommand);

function inWords({ approval, steps }: DecisionChain): string {
  const { id, kind, risk, action, summary, status, payload, justification, rollbackPlan } = approval;
  const lines = [
    `${id}  ${kind}  ${risk}  ${status}`,
    `${action}: ${summary}`,
    justification && `Why: ${justification}`,
    rollbackPlan && `If it goes wrong: ${rollbackPlan}`,
    payload && JSON.stringify(payload, null, 2),
    ...steps.map(({ at, actor, text }) => `${at}  ${actor.name} ${text}`),
  ];
  return lines.filter(Boolean).join('\n');
}
