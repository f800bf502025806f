import type { AgentStatus } from '../actor.ts';
import { ALERT_SEVERITIES } from '../alert/vocabulary.ts';
import type {
  DoneTask,
  Listed,
  OpenAlert,
  StandupAgent,
  StandupBasis,
  StandupFacts,
  StandupTask,
  WaitingApproval,
} from './facts.ts';
import { nextActions, type NextAction } from './next-actions.ts';

/** A project at a moment, and what it was the day before: for people, once a day or when they ask. */
export interface Standup extends StandupBasis {
  /** Tasks that nobody has. */
  readonly inbox: number;
  readonly agents: Listed<StandupAgent> & {
    readonly byStatus: Readonly<Partial<Record<AgentStatus, number>>>;
  };
  /** What people should do next, the most urgent first. */
  readonly actions: readonly NextAction[];
}

const SHOWN = 10;
const AGENTS_SHOWN = 20;
const TEXT_LENGTH = 160;

/** The same facts give the same standup, whatever their order. */
export function standup(facts: StandupFacts): Standup {
  const sorted = inOrder(facts);
  const { project, date, from, at, done, inProgress, inReview, blocked, approvals, alerts, inbox, agents, costs } =
    sorted;
  return {
    project,
    date,
    from,
    at,
    done: first(done),
    inProgress: first(inProgress),
    inReview: first(inReview),
    blocked: first(blocked),
    approvals: first(approvals),
    alerts: first(alerts),
    inbox: first(inbox).total,
    agents: agentsOf(agents),
    costs,
    actions: nextActions(sorted),
  };
}

type Comparison<Item> = (one: Item, other: Item) => number;

const text = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

/** By the first comparison that tells them apart. */
const by =
  <Item>(...comparisons: readonly Comparison<Item>[]): Comparison<Item> =>
  (one, other) =>
    comparisons.reduce((result, compare) => (result === 0 ? compare(one, other) : result), 0);

const byKey: Comparison<{ readonly key: string }> = (one, other) => text(one.key, other.key);
const longestFirst = by<StandupTask>((one, other) => text(one.since, other.since), byKey);
const urgentFirst: Comparison<StandupTask> = by((one, other) => one.priority - other.priority, longestFirst);

function inOrder(facts: StandupFacts): StandupFacts {
  return {
    ...facts,
    done: sortedBy(
      facts.done,
      by<DoneTask>((one, other) => text(other.completedAt, one.completedAt), byKey),
    ),
    inProgress: sortedBy(facts.inProgress, longestFirst),
    inReview: sortedBy(facts.inReview, longestFirst),
    blocked: shortened(sortedBy(facts.blocked, urgentFirst), (task) => ({ ...task, reason: short(task.reason) })),
    inbox: sortedBy(facts.inbox, urgentFirst),
    approvals: shortened(sortedBy(facts.approvals, nextToExpireFirst), (approval) => ({
      ...approval,
      summary: short(approval.summary),
    })),
    alerts: shortened(sortedBy(facts.alerts, worstFirst), (alert) => ({ ...alert, title: short(alert.title) })),
    agents: facts.agents.toSorted(busiestFirst),
  };
}

const nextToExpireFirst: Comparison<WaitingApproval> = by(
  (one, other) => text(one.expiresAt, other.expiresAt),
  (one, other) => text(one.askedAt, other.askedAt),
  (one, other) => text(one.id, other.id),
);

const worstFirst: Comparison<OpenAlert> = by(
  (one, other) => ALERT_SEVERITIES.indexOf(other.severity) - ALERT_SEVERITIES.indexOf(one.severity),
  (one, other) => text(other.raisedAt, one.raisedAt),
  (one, other) => text(other.id, one.id),
);

const busiestFirst: Comparison<StandupAgent> = by(
  (one, other) => other.done - one.done,
  (one, other) => other.cost.micros - one.cost.micros,
  (one, other) => text(one.name, other.name),
  (one, other) => text(one.id, other.id),
);

const sortedBy = <Item>({ items, total }: Listed<Item>, compare: Comparison<Item>): Listed<Item> => ({
  items: items.toSorted(compare),
  // Counts are kept apart from what is counted, and may be a moment behind.
  total: Math.max(total, items.length),
});

const shortened = <Item>({ items, total }: Listed<Item>, shorten: (item: Item) => Item): Listed<Item> => ({
  items: items.map(shorten),
  total,
});

const first = <Item>({ items, total }: Listed<Item>, count = SHOWN): Listed<Item> => ({
  items: items.slice(0, count),
  total,
});

/** One line, with a sign where something is missing; no character is cut in two. */
function short(long: string): string {
  const characters = Array.from(long.replace(/\s+/g, ' ').trim());
  return characters.length <= TEXT_LENGTH ? characters.join('') : `${characters.slice(0, TEXT_LENGTH - 1).join('')}…`;
}

/** Everybody is counted, and whoever did something or is not at work is named. */
function agentsOf(agents: readonly StandupAgent[]): Standup['agents'] {
  const byStatus: Partial<Record<AgentStatus, number>> = {};
  for (const { status } of agents) byStatus[status] = (byStatus[status] ?? 0) + 1;
  const named = agents.filter(({ status, done, cost }) => status !== 'ACTIVE' || done > 0 || cost.runs > 0);
  const items = named
    .slice(0, AGENTS_SHOWN)
    .map(({ reason, ...agent }) => ({ ...agent, ...(reason !== undefined && { reason: short(reason) }) }));
  return { items, total: agents.length, byStatus };
}
