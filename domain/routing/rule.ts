import type { MicroDollars } from '../money.ts';
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
  /** Who is tried instead, in this order: where the executor is not available, and after all attempts have failed. */
  readonly fallbacks?: readonly ExecutorType[];
  readonly maxAttempts?: number;
  readonly maxCostMicros?: MicroDollars;
  readonly maxMinutes?: number;
  readonly heartbeatTimeoutSeconds?: number;
}

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

/** What holds where no rule does. */
export const LAST_RESORT: RoutingRule = { executor: 'MANUAL', score: 0.5, reason: 'default to a person' };
