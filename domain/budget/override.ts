import { MISSION_CONTROL } from '../actor.ts';
import type { Approval } from '../task/state.ts';
import { UNITS, type Amounts, type Unit } from './amounts.ts';

/** The action of approvals by which people let work go beyond a budget. */
export const BUDGET_OVERRIDE = 'BUDGET_OVERRIDE';

/** The part of a day's limit that an override adds. */
const SHARE_OF_LIMIT = 0.5;

/** What an approval lets an account go beyond its limit by. */
export interface OverrideGrant {
  readonly account: string;
  readonly amounts: Amounts;
  /** Whose day the account is, and which one. */
  readonly agentDay?: { readonly agentId: string; readonly day: string };
}

interface Shortage {
  /** Where there is not enough. */
  readonly over: readonly Unit[];
  readonly limit: Partial<Amounts>;
  /** What counts against the limit already. */
  readonly charged: Amounts;
  readonly asked: Amounts;
  readonly perRun: Partial<Amounts>;
}

/**
 * How much an override adds where it lacks: half of the limit for a day, at least what one run may use, and never less
 * than what is asked for needs.
 */
export function grantFor({ over, limit, charged, asked, perRun }: Shortage, kind: 'AGENT_DAY' | 'TASK'): Amounts {
  const amountOf = (unit: Unit): number => {
    if (!over.includes(unit)) return 0;
    const most = limit[unit] ?? 0;
    const share = kind === 'AGENT_DAY' ? Math.ceil(most * SHARE_OF_LIMIT) : 0;
    return Math.max(share, perRun[unit] ?? 0, charged[unit] + asked[unit] - most);
  };
  return { micros: amountOf('micros'), tokens: amountOf('tokens'), seconds: amountOf('seconds') };
}

/** What an approval grants. Only what Mission Control asked for itself: nobody else names accounts and amounts. */
export function grantOf({
  action,
  requester,
  payload,
}: Pick<Approval, 'action' | 'requester' | 'payload'>): OverrideGrant | undefined {
  if (action !== BUDGET_OVERRIDE || requester.kind !== 'SYSTEM' || requester.id !== MISSION_CONTROL.id) {
    return undefined;
  }
  const { account, grant, agentId, day } = payload ?? {};
  if (typeof account !== 'string' || !isAmounts(grant)) return undefined;
  const isOfDay = typeof agentId === 'string' && typeof day === 'string';
  return { account, amounts: grant, ...(isOfDay && { agentDay: { agentId, day } }) };
}

const isAmounts = (value: unknown): value is Amounts =>
  typeof value === 'object' &&
  value !== null &&
  UNITS.every((unit) => Number.isSafeInteger((value as Partial<Amounts>)[unit]));
