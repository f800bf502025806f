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
}

export const MAX_ATTEMPTS = 3;
export const MAX_MINUTES = 60;

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
  { executor: 'MANUAL', score: 0.5, reason: 'default to a person' },
];

interface Routable {
  readonly type: TaskType;
  readonly title: string;
  readonly labels: readonly string[];
  readonly priority: Priority;
}

/** Chooses the executor for a task. MANUAL is the last resort when no rule matches. */
export function route(task: Routable, rules: readonly RoutingRule[] = DEFAULT_ROUTING_RULES): Route {
  const rule = rules.find((candidate) => matches(task, candidate));
  return rule ? routeOf(rule) : routeOf({ executor: 'MANUAL', score: 0.5, reason: 'default to a person' });
}

/** The route of a person's own choice. */
export const routeByHand = (executor: ExecutorType, chooser: string): Route =>
  routeOf({ executor, score: 1, reason: `chosen by ${chooser}` });

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
    maxMinutes: rule.maxMinutes ?? (executor === 'MANUAL' ? MANUAL_MAX_MINUTES : MAX_MINUTES),
  };
}
