import {
  addAmounts,
  exceeds,
  NOTHING,
  subtractAmounts,
  UNITS,
  type Amounts,
  type Unit,
} from '../domain/budget/amounts.ts';
import { EMPTY_ACCOUNT } from '../domain/budget/account.ts';
import type { OverrideGrant } from '../domain/budget/override.ts';
import { insertMissing } from './connection.ts';
import type { AgentDocument } from './documents/agent.ts';
import type { BudgetDocument } from './documents/budget.ts';
import type { Models } from './models.ts';

/** Runs that reported are remembered by their account for as long as a slow start of theirs may be under way. */
const CLOSED_RUNS_KEPT = 200;

export interface AccountKey {
  /** domain/ids.ts: agentDayAccountId, taskAccountId */
  readonly id: string;
  readonly projectId: string;
}

/** What an account comes to. */
export type Balance = Pick<BudgetDocument, 'settled' | 'reserved' | 'granted' | 'net'>;

const BALANCE = { settled: 1, reserved: 1, granted: 1, net: 1 };

/** The accounts of domain/budget/account.ts, each change as one atomic update of one document. */
export class BudgetStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<BudgetDocument | undefined> {
    return ((await this.#models.budgets.findOne({ _id: id }).lean()) as BudgetDocument | null) ?? undefined;
  }

  /** What the accounts come to that exist. */
  async balances(ids: readonly string[]): Promise<ReadonlyMap<string, Balance>> {
    const found = await this.#models.budgets.find({ _id: { $in: [...ids] } }, BALANCE).lean();
    return new Map((found as unknown as BudgetDocument[]).map(({ _id, ...balance }) => [_id, balance]));
  }

  /** Sets `amounts` aside for a run, or says in which units there is not enough. */
  async reserve(
    key: AccountKey,
    limit: Partial<Amounts>,
    runId: string,
    amounts: Amounts,
  ): Promise<{ balance: Balance; over: readonly Unit[] }> {
    const isNew = { [`open.${runId}`]: { $exists: false }, closed: { $ne: runId } };
    const change = {
      $inc: { ...by('reserved', amounts), ...by('net', amounts) },
      $set: { [`open.${runId}`]: { ...amounts } },
    };
    for (;;) {
      const balance = await this.#change({ _id: key.id, ...isNew, ...room(limit, amounts) }, change);
      if (balance) return { balance, over: [] };
      const found = await this.byId(key.id);
      if (!found) await this.#create(key);
      else if (Object.hasOwn(found.open, runId) || found.closed.includes(runId)) return { balance: found, over: [] };
      else {
        const over = exceeds(addAmounts(found.net, amounts), limit);
        if (over.length > 0) return { balance: found, over };
        // Another run has made room meanwhile.
      }
    }
  }

  /**
   * Replaces what a run has set aside with what it used. Answers undefined when the run is not open there: a repeated
   * report changes nothing.
   * @param reserved what was set aside for the run.
   */
  settle(id: string, runId: string, reserved: Amounts, actual: Amounts): Promise<Balance | undefined> {
    return this.#change(
      { _id: id, [`open.${runId}`]: { $exists: true } },
      {
        $inc: {
          ...by('settled', actual),
          ...by('reserved', subtractAmounts(NOTHING, reserved)),
          ...by('net', subtractAmounts(actual, reserved)),
        },
        $unset: { [`open.${runId}`]: 1 },
        $push: { closed: { $each: [runId], $slice: -CLOSED_RUNS_KEPT } },
      },
    );
  }

  /** Lets an account go beyond its limit by `amounts`, once for each approval. Answers whether this was the first time. */
  async grant(key: AccountKey, approvalId: string, amounts: Amounts): Promise<boolean> {
    await this.#create(key);
    const granted = await this.#change(
      { _id: key.id, [`grants.${approvalId}`]: { $exists: false } },
      {
        $inc: { ...by('granted', amounts), ...by('net', subtractAmounts(NOTHING, amounts)) },
        $set: { [`grants.${approvalId}`]: { ...amounts } },
      },
    );
    return granted !== undefined;
  }

  /** Does what an approved override allows: once, however often it is tried. Answers whether this was the first time. */
  async applyOverride(projectId: string, approvalId: string, grant: OverrideGrant): Promise<boolean> {
    const isFirst = await this.grant({ id: grant.account, projectId }, approvalId, grant.amounts);
    if (grant.agentDay) await this.reopenDay(grant.agentDay.agentId, grant.agentDay.day);
    return isFirst;
  }

  /** Notes that an agent has used up a day. Answers the agent when that is news. */
  closeDay(agentId: string, day: string): Promise<AgentDocument | undefined> {
    const isNews = [{ overBudgetOn: { $exists: false } }, { overBudgetOn: { $lt: day } }];
    return this.#changeAgent({ _id: agentId, $or: isNews }, { $set: { overBudgetOn: day } });
  }

  /** Takes that back. Answers the agent when it was so. */
  reopenDay(agentId: string, day: string): Promise<AgentDocument | undefined> {
    return this.#changeAgent({ _id: agentId, overBudgetOn: day }, { $unset: { overBudgetOn: 1 } });
  }

  /** Somebody else may have made it meanwhile. */
  #create({ id, projectId }: AccountKey): Promise<void> {
    return insertMissing(this.#models.budgets, [{ _id: id, projectId, ...EMPTY_ACCOUNT, net: NOTHING }]);
  }

  async #changeAgent(filter: object, update: object): Promise<AgentDocument | undefined> {
    const options = { returnDocument: 'after' } as const;
    const found = await this.#models.agents.collection.findOneAndUpdate(filter as never, update as never, options);
    return (found as unknown as AgentDocument | null) ?? undefined;
  }

  async #change(filter: object, update: object): Promise<Balance | undefined> {
    const options = { returnDocument: 'after', projection: BALANCE } as const;
    const found = await this.#models.budgets.collection.findOneAndUpdate(filter as never, update as never, options);
    return (found as unknown as Balance | null) ?? undefined;
  }
}

const by = (field: string, amounts: Amounts): Record<string, number> =>
  Object.fromEntries(UNITS.map((unit) => [`${field}.${unit}`, amounts[unit]]));

/** The condition that `amounts` still fit: units without a limit always do. */
function room(limit: Partial<Amounts>, amounts: Amounts): Record<string, object> {
  const limited = UNITS.flatMap((unit) => {
    const most = limit[unit];
    return most === undefined ? [] : [[`net.${unit}`, { $lte: most - amounts[unit] }] as const];
  });
  return Object.fromEntries(limited);
}
