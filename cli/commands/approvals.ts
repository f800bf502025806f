import { Command } from 'commander';
import type { ApprovalView } from '../../operations/schemas/approval.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

export const approvalsCommand = new Command('approvals')
  .description('List the approvals that wait for a decision.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json }: Options) => {
    const client = new ApiClient(findConnection(data));
    const pending: ApprovalView[] = [];
    for await (const approval of client.all<ApprovalView>('/approvals?status=PENDING')) pending.push(approval);
    print(json, pending, () => (pending.length === 0 ? 'Nothing waits for a decision.' : pending.map(line).join('\n')));
  });

const line = ({ id, risk, action, summary, expiresAt, decisions, requiredDecisions }: ApprovalView): string =>
  `${id.padEnd(12)}  ${risk.padEnd(6)}  ${action}: ${summary} (${decisions.length} of ${requiredDecisions}, until ${expiresAt})`;

export const approveCommand = new Command('approve')
  .description('Approve what was asked for.')
  .argument('<id>', 'id of the approval, for example MC-42-A1')
  .argument('[reason...]', 'why')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((id: string, reason: string[], options: Options) => decide(id, 'APPROVE', reason, options));

export const denyCommand = new Command('deny')
  .description('Deny what was asked for.')
  .argument('<id>', 'id of the approval')
  .argument('<reason...>', 'why: a denial needs a reason')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((id: string, reason: string[], options: Options) => decide(id, 'DENY', reason, options));

async function decide(
  id: string,
  decision: 'APPROVE' | 'DENY',
  words: string[],
  { data, json }: Options,
): Promise<void> {
  const reason = words.join(' ');
  const body = { decision, ...(reason !== '' && { reason }) };
  const path = `/approvals/${encodeURIComponent(id)}/decide`;
  const result = await new ApiClient(findConnection(data)).post<CommandResult>(path, body);
  const verb = decision === 'APPROVE' ? 'Approved' : 'Denied';
  print(json, result, () => `${verb} ${id}: ${result.task.key} is ${result.task.status}`);
}
