import { conditionsOf, limitsOf, type RuleWords } from '../../../domain/routing/describe-rule.ts';
import type { RoutingRule } from '../../../domain/routing/rule.ts';
import { EXECUTOR_LABELS, PRIORITY_LABELS, TYPE_LABELS } from '../board/words.ts';
import type { Rule } from './routing-queries.ts';

const WORDS: RuleWords = {
  type: (type) => TYPE_LABELS[type],
  executor: (executor) => EXECUTOR_LABELS[executor],
  priority: (priority) => PRIORITY_LABELS[priority],
};

/** Which tasks a rule is for, in words. */
export const conditionsInWords = (rule: Rule): string => conditionsOf(rule as RoutingRule, WORDS);

/** What a rule allows, in words; empty when it says nothing of it. */
export const limitsInWords = (rule: Rule): string => limitsOf(rule as RoutingRule, WORDS);
