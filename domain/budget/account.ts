import { addAmounts, exceeds, NOTHING, subtractAmounts, type Amounts, type Unit } from './amounts.ts';

/**
 * One budget: an agent's day, a task. The store keeps it as one document and changes it by single atomic updates with
 * the same conditions. A run whose report is lost stays reserved, since it may have spent the money; its late report
 * settles it.
 */
export interface Account {
  /** What finished runs used. */
  readonly settled: Amounts;
  /** The sum of `open`. */
  readonly reserved: Amounts;
  /** The sum of `grants`. */
  readonly granted: Amounts;
  /** What runs that have not reported set aside, by run id. */
  readonly open: Readonly<Record<string, Amounts>>;
  /** Runs that reported: a repeated start of one of them must not reserve again. */
  readonly closed: readonly string[];
  /** What approved overrides allow beyond the limit, by approval id. */
  readonly grants: Readonly<Record<string, Amounts>>;
}

/** The units in which there is not enough left. */
export interface Overdraft {
  readonly over: readonly Unit[];
}

export const EMPTY_ACCOUNT: Account = {
  settled: NOTHING,
  reserved: NOTHING,
  granted: NOTHING,
  open: {},
  closed: [],
  grants: {},
};

/** Sets `amounts` aside for a run. A run that is open or has reported changes nothing. */
export function reserve(
  account: Account,
  limit: Partial<Amounts>,
  runId: string,
  amounts: Amounts,
): Account | Overdraft {
  if (isOpen(account, runId) || account.closed.includes(runId)) return account;
  const over = exceeds(addAmounts(chargedTo(account), amounts), limit);
  if (over.length > 0) return { over };
  return {
    ...account,
    reserved: addAmounts(account.reserved, amounts),
    open: { ...account.open, [runId]: amounts },
  };
}

/** Replaces a run's reservation with what it used. Only an open run settles: a repeated report changes nothing. */
export function settle(account: Account, runId: string, actual: Amounts): Account {
  const { [runId]: reservation, ...open } = account.open;
  if (!reservation || !isOpen(account, runId)) return account;
  return {
    ...account,
    settled: addAmounts(account.settled, actual),
    reserved: subtractAmounts(account.reserved, reservation),
    open,
    closed: [...account.closed, runId],
  };
}

/** Lets the account go beyond its limit by `amounts`, once for each approval. */
export function grant(account: Account, approvalId: string, amounts: Amounts): Account {
  if (Object.hasOwn(account.grants, approvalId)) return account;
  return {
    ...account,
    granted: addAmounts(account.granted, amounts),
    grants: { ...account.grants, [approvalId]: amounts },
  };
}

/** What counts against the limit: settled and reserved, less what was granted. */
export const chargedTo = ({ settled, reserved, granted }: Account): Amounts =>
  subtractAmounts(addAmounts(settled, reserved), granted);

const isOpen = ({ open }: Account, runId: string): boolean => Object.hasOwn(open, runId);
