import type { MicroDollars } from '../money.ts';
import type { Route } from '../task/state.ts';
import type { ExecutorType, Priority, TaskType } from '../task/vocabulary.ts';

/** One line of a project's routing table. Conditions that are given must all hold; the first rule that matches wins. */
export interface RoutingRule {
  readonly types?: readonly TaskType[];
  /** At least one of these labels. */
  readonly labels?: readonly string[];
  /** Contained in the title, upper and lower case alike. */
  readonly titleContains?: string;
  readonly priorities?: readonly Priority[];
  readonly executor: ExecutorType;
  readonly score: number;
  readonly reason: string;
  readonly fallbacks?: readonly ExecutorType[];
  readonly maxAttempts?: number;
  readonly maxCostMicros?: MicroDollars;
  readonly maxMinutes?: number;
  readonly heartbeatTimeoutSeconds?: number;
}

const MAX_ATTEMPTS = 3;
const MAX_MINUTES = 60;
const HEARTBEAT_TIMEOUT_SECONDS = 30;

/** A person may take weeks. */
export const MANUAL_MAX_MINUTES = 90 * 24 * 60;

/** The rules of a project that has none of its own. */
export const DEFAULT_ROUTING_RULES: readonly RoutingRule[] = [
  { labels: ['codemod'], executor: 'CODEMOD', score: 0.95, reason: 'mechanical refactoring needs no model' },
  { types: ['CODE_CHANGE'], executor: 'CURSOR', score: 0.9, reason: 'code changes go to Cursor' },
  {
    types: ['ENGINEERING'],
    titleContains: 'refactor',
    executor: 'CURSOR',
    score: 0.9,
    reason: 'code refactoring best handled by Cursor',
  },
  { types: ['RESEARCH'], executor: 'CLAUDE_CODE', score: 0.85, reason: 'research suits Claude Code' },
  {
    types: ['CONTENT', 'SOCIAL'],
    executor: 'OPENCLAW_AGENT',
    score: 0.95,
    reason: 'content generation suits OpenClaw',
  },
];

interface Routable {
  readonly type: TaskType;
  readonly title: string;
  readonly labels: readonly string[];
  readonly priority: Priority;
}

const LAST_RESORT: RoutingRule = { executor: 'MANUAL', score: 0.5, reason: 'default to a person' };

/** Chooses the executor for a task. MANUAL is the last resort when no rule matches. */
export const route = (task: Routable, rules: readonly RoutingRule[] = DEFAULT_ROUTING_RULES): Route =>
  routeOf(rules.find((rule) => matches(task, rule)) ?? LAST_RESORT);

/** The route of a person's own choice; limits are those of the first rule for that executor. */
export function routeByHand(executor: ExecutorType, chooser: string, rules: readonly RoutingRule[]): Route {
  const limits = rules.find((rule) => rule.executor === executor);
  return routeOf({ ...limits, executor, score: 1, reason: `chosen by ${chooser}`, fallbacks: [] });
}

function matches(task: Routable, rule: RoutingRule): boolean {
  const { types, labels, titleContains, priorities } = rule;
  return (
    (!types || types.includes(task.type)) &&
    (!labels || labels.some((label) => task.labels.includes(label))) &&
    (titleContains === undefined || task.title.toLowerCase().includes(titleContains.toLowerCase())) &&
    (!priorities || priorities.includes(task.priority))
  );
}

function routeOf(rule: RoutingRule): Route {
  const { executor, score, reason, fallbacks = [], maxAttempts = MAX_ATTEMPTS, maxCostMicros } = rule;
  return {
    executor,
    score,
    reason,
    fallbacks,
    maxAttempts,
    ...(maxCostMicros !== undefined && { maxCostMicros }),
    ...timesOf(rule),
  };
}

function timesOf({ executor, maxMinutes, heartbeatTimeoutSeconds }: RoutingRule) {
  if (executor === 'MANUAL') return { maxMinutes: maxMinutes ?? MANUAL_MAX_MINUTES };
  return {
    maxMinutes: maxMinutes ?? MAX_MINUTES,
    heartbeatTimeoutSeconds: heartbeatTimeoutSeconds ?? HEARTBEAT_TIMEOUT_SECONDS,
  };
}
