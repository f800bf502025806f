import { Command } from 'commander';
import type { DecideApproval, DecidedMany } from '../../operations/schemas/approval.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { EXIT, UsageError } from '../failure.ts';
import { dataOption, jsonOption, parseCount, reasonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
  readonly reason?: string;
}

interface ApproveOptions extends Options {
  readonly again?: number;
  readonly minutes?: number;
  readonly sameTool?: boolean;
}

const GRANTED_MINUTES = 60;

export const approveCommand = new Command('approve')
  .description('Approve what was asked for.')
  .argument('<ids...>', 'ids of approvals, for example MC-42-A1')
  .option('--reason <text>', 'why, for everybody to see')
  .option('--again <n>', 'allow the same call of the tool so many times more', parseCount)
  .option('--minutes <n>', `for how long (with --again; ${GRANTED_MINUTES} by default)`, parseCount)
  .option('--same-tool', 'allow any call of the tool that is no riskier (with --again)')
  .addOption(dataOption())
  .addOption(jsonOption())
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride()
  .action((ids: string[], options: ApproveOptions) => decide(ids, 'APPROVE', options, grantOf(ids, options)));

export const denyCommand = new Command('deny')
  .description('Deny what was asked for.')
  .argument('<ids...>', 'ids of approvals')
  .addOption(reasonOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action((ids: string[], options: Options) => decide(ids, 'DENY', options));

/** @throws UsageError */
function grantOf(ids: readonly string[], { again, minutes, sameTool }: ApproveOptions): DecideApproval['grant'] {
  if (again === undefined) {
    if (sameTool || minutes !== undefined) throw new UsageError('--minutes and --same-tool go with --again.');
    return undefined;
  }
  if (ids.length > 1) throw new UsageError('--again is for one approval at a time.');
  return { scope: sameTool ? 'SAME_TOOL' : 'SAME_CALL', minutes: minutes ?? GRANTED_MINUTES, uses: again };
}

async function decide(
  ids: readonly string[],
  decision: DecideApproval['decision'],
  { data, json, reason }: Options,
  grant?: DecideApproval['grant'],
): Promise<void> {
  const client = new ApiClient(findConnection(data));
  const body = { decision, ...(reason !== undefined && { reason }), ...(grant && { grant }) };
  const verb = decision === 'APPROVE' ? 'Approved' : 'Denied';
  const [id = '', ...others] = ids;
  if (others.length === 0) {
    const result = await client.post<CommandResult>(`/approvals/${encodeURIComponent(id)}/decide`, body);
    print(json, result, () => `${verb} ${id}: ${result.task.key} is ${result.task.status}`);
    return;
  }
  const decided = await client.post<DecidedMany>('/approvals/decide', { ids, ...body });
  const inWords = ({ id: one, refusal }: DecidedMany['results'][number]) =>
    refusal ? `${one}: ${refusal.message}` : `${verb} ${one}`;
  print(json, decided, () => decided.results.map(inWords).join('\n'));
  if (decided.results.some(({ refusal }) => refusal)) process.exitCode = EXIT.failure;
}
