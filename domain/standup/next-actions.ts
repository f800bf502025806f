import { addDays, dayIn } from '../budget/day.ts';
import { durationInWords } from '../duration.ts';
import { formatDollars } from '../money.ts';
import { PRIORITY_LABELS, RISK_LABELS } from '../task/labels.ts';
import type { Priority, Risk } from '../task/vocabulary.ts';
import type { AlertSeverity } from '../alert/vocabulary.ts';
import type { BlockedTask, OpenAlert, StandupCosts, StandupFacts, StandupTask, WaitingApproval } from './facts.ts';

/** Equally urgent actions come in this order. */
export const ACTION_KINDS = [
  'LOOK_AT_ALERT',
  'DECIDE_APPROVAL',
  'SEE_TO_BUDGET',
  'UNBLOCK_TASK',
  'REVIEW_TASK',
  'ASSIGN_TASK',
] as const;
type ActionKind = (typeof ACTION_KINDS)[number];

/** Something that a person should do, and why. */
export interface NextAction {
  readonly kind: ActionKind;
  /** "Decide MC-4-A1: push the branch" */
  readonly what: string;
  readonly why: string;
  readonly taskKey?: string;
  readonly approvalId?: string;
  readonly alertId?: string;
}

/** What people should do next, the most urgent first; each task is named once. @param facts each list in its order. */
export function nextActions(facts: StandupFacts): readonly NextAction[] {
  const left = candidatesOf(facts);
  const chosen: NextAction[] = [];
  while (chosen.length < MOST) {
    const ranked = left
      .filter(({ action }) => action.taskKey === undefined || !chosen.some(({ taskKey }) => taskKey === action.taskKey))
      .filter(({ action }) => !chosen.includes(action))
      .map(({ action, urgency }) => ({ action, rank: urgency - REPEATED * countOf(chosen, action.kind) }));
    const best = ranked.reduce<Ranked | undefined>((top, one) => (top && top.rank >= one.rank ? top : one), undefined);
    if (!best) break;
    chosen.push(best.action);
  }
  return chosen;
}

const MOST = 3;

/** What makes one thing more urgent than another: from 0 to 100. */
const ALERT_URGENCY: Readonly<Record<AlertSeverity, number>> = { CRITICAL: 95, ERROR: 65, WARNING: 35, INFO: 5 };
const APPROVAL_URGENCY: Readonly<Record<Risk, number>> = { RED: 80, YELLOW: 72, GREEN: 62 };
const BLOCKED_URGENCY: Readonly<Record<Priority, number>> = { 1: 85, 2: 75, 3: 55, 4: 40 };
const INBOX_URGENCY: Readonly<Record<Priority, number>> = { 1: 78, 2: 52, 3: 30, 4: 15 };
const REVIEW_URGENCY = 50;
const USED_UP_URGENCY = 85;
const RUNS_OUT_SOON_URGENCY = 60;
const RUNS_OUT_URGENCY = 38;

/** Added to a decision that is about to be too late. */
const PRESSING = 15;
const PRESSING_SECONDS = 30 * 60;
/** Added to what has waited for a day. */
const NEGLECTED = 12;
const DAY_SECONDS = 24 * 60 * 60;
const SOON_DAYS = 7;
/** Each further action of a kind counts for less: three of one kind would hide everything else. */
const REPEATED = 20;

interface Candidate {
  readonly action: NextAction;
  readonly urgency: number;
}

interface Ranked {
  readonly action: NextAction;
  readonly rank: number;
}

const countOf = (actions: readonly NextAction[], kind: ActionKind): number =>
  actions.filter((action) => action.kind === kind).length;

function candidatesOf({ at, project, alerts, approvals, costs, blocked, inReview, inbox }: StandupFacts): Candidate[] {
  return [
    ...alerts.items.map((alert) => alertCandidate(alert, at)),
    ...approvals.items.filter(({ expiresAt }) => expiresAt > at).map((approval) => approvalCandidate(approval, at)),
    ...budgetCandidates(costs, dayIn(project.timeZone, at)),
    ...blocked.items.map((task) => blockedCandidate(task, at)),
    ...inReview.items.map((task) => reviewCandidate(task, at)),
    ...inbox.items.map((task) => inboxCandidate(task, at)),
  ];
}

function alertCandidate({ id, severity, title, raisedAt, count, taskKey }: OpenAlert, at: string): Candidate {
  const often = count > 1 ? `, ${count} times` : '';
  return {
    action: {
      kind: 'LOOK_AT_ALERT',
      what: `Look at the alert “${title}”`,
      why: `${severity}, open for ${between(raisedAt, at)}${often}`,
      ...(taskKey !== undefined && { taskKey }),
      alertId: id,
    },
    urgency: ALERT_URGENCY[severity],
  };
}

function approvalCandidate(approval: WaitingApproval, at: string): Candidate {
  const { id, taskKey, summary, risk, askedBy, askedAt, expiresAt, isEscalated } = approval;
  const isPressing = isEscalated || secondsBetween(at, expiresAt) <= PRESSING_SECONDS;
  const escalated = isEscalated ? ', escalated' : '';
  const asked = `${askedBy} has waited for ${between(askedAt, at)}`;
  return {
    action: {
      kind: 'DECIDE_APPROVAL',
      what: `Decide ${id}: ${summary}`,
      why: `${RISK_LABELS[risk].toLowerCase()}, expires in ${between(at, expiresAt)}${escalated}; ${asked}`,
      taskKey,
      approvalId: id,
    },
    urgency: APPROVAL_URGENCY[risk] + (isPressing ? PRESSING : 0),
  };
}

function budgetCandidates(costs: StandupCosts, today: string): Candidate[] {
  const { monthMicros, monthlyBudgetMicros: budget, usedUpOn, burnPerDayMicros = 0 } = costs;
  if (budget === undefined || monthMicros === 0) return [];
  const spent = `${formatDollars(monthMicros)} of ${formatDollars(budget)} are spent`;
  if (monthMicros >= budget) {
    const action = { kind: 'SEE_TO_BUDGET', what: 'Raise the monthly budget, or slow down', why: spent } as const;
    return [{ action, urgency: USED_UP_URGENCY }];
  }
  if (usedUpOn === undefined) return [];
  const what = `See to the budget: it will be used up on ${usedUpOn}`;
  const why = `${spent}, and a day costs ${formatDollars(burnPerDayMicros)}`;
  const urgency = usedUpOn <= addDays(today, SOON_DAYS) ? RUNS_OUT_SOON_URGENCY : RUNS_OUT_URGENCY;
  return [{ action: { kind: 'SEE_TO_BUDGET', what, why }, urgency }];
}

const blockedCandidate = ({ key, title, priority, since, reason }: BlockedTask, at: string): Candidate => ({
  action: {
    kind: 'UNBLOCK_TASK',
    what: `Unblock ${key}: ${title}`,
    why: `${priorityOf(priority)}, blocked for ${between(since, at)}: ${reason}`,
    taskKey: key,
  },
  urgency: BLOCKED_URGENCY[priority] + neglect(since, at),
});

const reviewCandidate = ({ key, title, since }: StandupTask, at: string): Candidate => ({
  action: {
    kind: 'REVIEW_TASK',
    what: `Review ${key}: ${title}`,
    why: `has waited for ${between(since, at)}`,
    taskKey: key,
  },
  urgency: REVIEW_URGENCY + neglect(since, at),
});

const inboxCandidate = ({ key, title, priority, since }: StandupTask, at: string): Candidate => ({
  action: {
    kind: 'ASSIGN_TASK',
    what: `Assign ${key}: ${title}`,
    why: `${priorityOf(priority)}, nobody has had it for ${between(since, at)}`,
    taskKey: key,
  },
  urgency: INBOX_URGENCY[priority],
});

const priorityOf = (priority: Priority): string => `${PRIORITY_LABELS[priority].toLowerCase()} priority`;

const neglect = (since: string, at: string): number => (secondsBetween(since, at) >= DAY_SECONDS ? NEGLECTED : 0);

const secondsBetween = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

const between = (from: string, to: string): string => durationInWords(secondsBetween(from, to));
