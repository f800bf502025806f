import { NOTHING, type Amounts } from '../domain/budget/amounts.ts';
import { agentDayAccountId, taskAccountId } from '../domain/ids.ts';
import type { Usage } from '../domain/task/state.ts';
import type { AccountKey, Balance, BudgetStore } from './budgets.ts';
import type { RunDocument, RunRefusal } from './documents/budget.ts';
import type { LedgerStore } from './ledger.ts';

/** What the accounts of a run may come to; an account without a limit takes everything. */
export interface AccountLimits {
  readonly agentDay: Partial<Amounts>;
  readonly task: Partial<Amounts>;
  /** Of the tasks above, by the ids of their accounts. */
  readonly parents?: Readonly<Record<string, Partial<Amounts>>>;
}

export const UNLIMITED: AccountLimits = { agentDay: {}, task: {} };

/** One account of a run, with what it comes to. */
export interface RunAccount extends AccountKey {
  readonly kind: 'AGENT_DAY' | 'TASK';
  /** Whose account it is, where that is a task's. */
  readonly taskKey?: string | undefined;
  /** It is that of a task above the one that the run is for. */
  readonly isParent?: boolean;
  readonly balance: Balance;
}

/** What an account may come to. */
export function limitOf({ kind, id, isParent }: Omit<RunAccount, 'balance'>, limits: AccountLimits): Partial<Amounts> {
  if (kind === 'AGENT_DAY') return limits.agentDay;
  return isParent ? (limits.parents?.[id] ?? {}) : limits.task;
}

/** A run as the ledger has it, with the accounts that this call has changed. */
export interface LedgerEntry {
  readonly run: RunDocument;
  readonly accounts: readonly RunAccount[];
}

/**
 * Runs against their budgets: what they set aside before they start, and what they came to. Every step may be repeated,
 * by anybody and after a crash at any point; what a run that never reports has set aside stays so, since the money may
 * be spent.
 */
export class RunStore {
  readonly #ledger: LedgerStore;
  readonly #budgets: BudgetStore;

  constructor(ledger: LedgerStore, budgets: BudgetStore) {
    this.#ledger = ledger;
    this.#budgets = budgets;
  }

  /** Starts a run or refuses it; the same run again gets the same answer. */
  async start(run: Omit<RunDocument, 'status'>, limits: AccountLimits): Promise<LedgerEntry> {
    const row = await this.#ledger.insert({ ...run, status: 'RESERVING' });
    if (row.status !== 'RESERVING') return { run: await this.#tidy(row), accounts: [] };
    const { accounts, refusal } = await this.#reserve(row, limits);
    const outcome = refusal ? { status: 'REFUSED' as const, refusal } : { status: 'RUNNING' as const };
    const moved = (await this.#ledger.move(row._id, ['RESERVING'], outcome)) ?? row;
    return { run: await this.#tidy(moved), accounts };
  }

  /**
   * Settles a run with its first report, whatever is reported after that.
   * @returns undefined for a run that is unknown.
   */
  async finish(id: string, usage: Usage, amounts: Amounts, finishedAt: string): Promise<LedgerEntry | undefined> {
    const row = await this.#ledger.byId(id);
    // It may have been cut off before both accounts knew of it.
    if (row?.status === 'RESERVING') await this.#reserve(row, UNLIMITED);
    const reported = row && (await this.#ledger.report(id, { usage, amounts, finishedAt }));
    if (!reported) return undefined;
    return { run: reported, accounts: await this.#close(reported) };
  }

  /** Takes back the start of a run for which nothing was done. */
  async discard(id: string): Promise<void> {
    const row = await this.#ledger.move(id, ['RESERVING', 'RUNNING'], { status: 'REFUSED' });
    if (row?.status !== 'REFUSED') return;
    await this.#close(row);
    await this.#ledger.remove(id);
  }

  /** Whoever else moved the row on may have been cut off before the accounts followed. */
  async #tidy(row: RunDocument): Promise<RunDocument> {
    if (row.status === 'REFUSED' || row.status === 'FINISHED') await this.#close(row);
    return row;
  }

  async #reserve(
    run: RunDocument,
    limits: AccountLimits,
  ): Promise<{ accounts: readonly RunAccount[]; refusal?: RunRefusal }> {
    const accounts: RunAccount[] = [];
    for (const account of accountsOf(run)) {
      const limit = limitOf(account, limits);
      const { balance, over } = await this.#budgets.reserve(account, limit, run._id, run.reserved);
      accounts.push({ ...account, balance });
      if (over.length > 0) return { accounts, refusal: { account: account.id, over: [...over] } };
    }
    return { accounts };
  }

  async #close(run: RunDocument): Promise<readonly RunAccount[]> {
    const { _id, projectId, day, status, reserved } = run;
    const actual = status === 'FINISHED' ? (run.amounts ?? NOTHING) : NOTHING;
    const changed: RunAccount[] = [];
    for (const account of accountsOf(run)) {
      const balance = await this.#budgets.settle(account.id, _id, reserved, actual);
      if (balance) changed.push({ ...account, balance });
    }
    if (status === 'FINISHED') await this.#ledger.noteCostChange(projectId, day);
    return changed;
  }
}

/** The agent's day comes first: of two refusals it is the one that stops more. */
function accountsOf({ agentId, taskId, taskKey, parents, projectId, day }: RunDocument): Omit<RunAccount, 'balance'>[] {
  const agentDay = agentId !== undefined && {
    kind: 'AGENT_DAY' as const,
    id: agentDayAccountId(agentId, day),
    projectId,
  };
  const task = taskId !== undefined && { kind: 'TASK' as const, id: taskAccountId(taskId), projectId, taskKey };
  const above = (parents ?? []).map((parent) => ({
    kind: 'TASK' as const,
    id: taskAccountId(parent.taskId),
    projectId,
    taskKey: parent.taskKey,
    isParent: true,
  }));
  return [agentDay, task, ...above].filter((account) => account !== false);
}
