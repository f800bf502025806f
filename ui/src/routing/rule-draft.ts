import type { ExecutorType, Priority, TaskType } from '../../../domain/task/vocabulary.ts';
import { amountIn, dollarText } from '../settings/dollar-text.ts';
import type { Rule } from './routing-queries.ts';

/** A rule as the boxes of its form hold it. */
export interface RuleDraft {
  readonly types: readonly TaskType[];
  /** Separated by commas. */
  readonly labels: string;
  readonly titleContains: string;
  readonly priorities: readonly Priority[];
  readonly executor: ExecutorType;
  readonly score: string;
  readonly reason: string;
  readonly fallbacks: readonly ExecutorType[];
  readonly maxAttempts: string;
  /** In dollars. */
  readonly maxCost: string;
  readonly maxMinutes: string;
  readonly heartbeatTimeoutSeconds: string;
}

export const NEW_RULE: RuleDraft = {
  types: [],
  labels: '',
  titleContains: '',
  priorities: [],
  executor: 'CLAUDE_CODE',
  score: '0.8',
  reason: '',
  fallbacks: [],
  maxAttempts: '',
  maxCost: '',
  maxMinutes: '',
  heartbeatTimeoutSeconds: '',
};

const textOf = (number: number | undefined): string => (number === undefined ? '' : String(number));

export const draftOf = (rule: Rule): RuleDraft => ({
  types: rule.types ?? [],
  labels: (rule.labels ?? []).join(', '),
  titleContains: rule.titleContains ?? '',
  priorities: rule.priorities ?? [],
  executor: rule.executor,
  score: String(rule.score),
  reason: rule.reason,
  fallbacks: rule.fallbacks ?? [],
  maxAttempts: textOf(rule.maxAttempts),
  maxCost: dollarText(rule.maxCostMicros),
  maxMinutes: textOf(rule.maxMinutes),
  heartbeatTimeoutSeconds: textOf(rule.heartbeatTimeoutSeconds),
});

/** What the boxes say; what is empty is left out. */
export function ruleFrom(draft: RuleDraft): Rule {
  const labels = draft.labels.split(/[\s,]+/).filter((label) => label !== '');
  const titleContains = draft.titleContains.trim();
  const fallbacks = draft.fallbacks.filter((fallback) => fallback !== draft.executor);
  const cost = amountIn(draft.maxCost);
  return {
    ...(draft.types.length > 0 && { types: [...draft.types] }),
    ...(labels.length > 0 && { labels }),
    ...(titleContains !== '' && { titleContains }),
    ...(draft.priorities.length > 0 && { priorities: [...draft.priorities] }),
    executor: draft.executor,
    score: Number(draft.score),
    reason: draft.reason.trim(),
    ...(fallbacks.length > 0 && { fallbacks }),
    ...(cost !== undefined && { maxCostMicros: cost }),
    ...numberIn('maxAttempts', draft),
    ...numberIn('maxMinutes', draft),
    ...numberIn('heartbeatTimeoutSeconds', draft),
  };
}

const numberIn = (field: 'maxAttempts' | 'maxMinutes' | 'heartbeatTimeoutSeconds', draft: RuleDraft) =>
  draft[field] === '' ? {} : { [field]: Number(draft[field]) };
