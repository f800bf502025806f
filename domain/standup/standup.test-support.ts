import { NO_COST } from '../analytics/costs.ts';
import type { BlockedTask, OpenAlert, StandupAgent, StandupFacts, StandupTask, WaitingApproval } from './facts.ts';

const AT = '2026-03-02T08:00:00.000Z';

/** A moment before the standup. */
export const hoursAgo = (hours: number): string => new Date(Date.parse(AT) - hours * 3_600_000).toISOString();

const NOTHING = { items: [], total: 0 };

/** A project on a Monday in which nothing happens, except for what is given. */
export const factsWith = (given: Partial<StandupFacts> = {}): StandupFacts => ({
  project: { slug: 'web', name: 'Web', timeZone: 'Europe/Berlin', mode: 'NORMAL' },
  date: '2026-03-02',
  from: hoursAgo(24),
  at: AT,
  done: NOTHING,
  inProgress: NOTHING,
  inReview: NOTHING,
  blocked: NOTHING,
  inbox: NOTHING,
  approvals: NOTHING,
  alerts: NOTHING,
  agents: [],
  costs: { last24Hours: NO_COST, todayMicros: 0, monthMicros: 0 },
  ...given,
});

export const listed = <Item>(...items: Item[]) => ({ items, total: items.length });

export const taskWith = (given: Partial<StandupTask> = {}): StandupTask => ({
  key: 'WEB-1',
  title: 'Do it',
  priority: 3,
  assignees: [{ kind: 'AGENT', id: 'scout', name: 'Scout' }],
  since: hoursAgo(2),
  ...given,
});

export const blockedWith = (given: Partial<BlockedTask> = {}): BlockedTask => ({
  ...taskWith(),
  reason: 'waits for a password',
  ...given,
});

export const approvalWith = (given: Partial<WaitingApproval> = {}): WaitingApproval => ({
  id: 'WEB-2-A1',
  taskKey: 'WEB-2',
  summary: 'push the branch',
  risk: 'YELLOW',
  askedBy: 'Scout',
  askedAt: hoursAgo(0.25),
  expiresAt: hoursAgo(-0.75),
  isEscalated: false,
  ...given,
});

export const alertWith = (given: Partial<OpenAlert> = {}): OpenAlert => ({
  id: '01A',
  severity: 'WARNING',
  title: 'Scout is OFFLINE',
  raisedAt: hoursAgo(1),
  count: 1,
  ...given,
});

export const agentWith = (given: Partial<StandupAgent> = {}): StandupAgent => ({
  id: 'scout',
  name: 'Scout',
  status: 'ACTIVE',
  done: 0,
  cost: NO_COST,
  ...given,
});
