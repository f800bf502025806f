import { formatDollars } from '../money.ts';
import type { ExecutorType, Priority, TaskType } from '../task/vocabulary.ts';
import type { RoutingRule } from './rule.ts';

/** How things are called where the rules are shown. */
export interface RuleWords {
  readonly type: (type: TaskType) => string;
  readonly executor: (executor: ExecutorType) => string;
  readonly priority: (priority: Priority) => string;
}

const NAMES: RuleWords = { type: String, executor: String, priority: String };

/** Which tasks a rule is for: "type CODE_CHANGE or OPS, label urgent". */
export function conditionsOf(
  { types, labels, titleContains, priorities }: Pick<RoutingRule, 'types' | 'labels' | 'titleContains' | 'priorities'>,
  words: RuleWords = NAMES,
): string {
  const conditions = [
    ...(types ? [`type ${types.map(words.type).join(' or ')}`] : []),
    ...(labels ? [`label ${labels.join(' or ')}`] : []),
    ...(titleContains === undefined ? [] : [`title contains "${titleContains}"`]),
    ...(priorities ? [`priority ${priorities.map(words.priority).join(' or ')}`] : []),
  ];
  return conditions.length === 0 ? 'any task' : conditions.join(', ');
}

/** What a rule allows, where it says so: "up to $2.00, 30 min, 2 attempts, then A person". */
export function limitsOf(rule: RoutingRule, words: RuleWords = NAMES): string {
  const { maxCostMicros, maxMinutes, maxAttempts, heartbeatTimeoutSeconds, fallbacks = [] } = rule;
  return [
    ...(maxCostMicros === undefined ? [] : [`at most ${formatDollars(maxCostMicros)}`]),
    ...(maxMinutes === undefined ? [] : [`at most ${maxMinutes} min`]),
    ...(maxAttempts === undefined ? [] : [maxAttempts === 1 ? '1 attempt' : `${maxAttempts} attempts`]),
    ...(heartbeatTimeoutSeconds === undefined ? [] : [`lost after ${heartbeatTimeoutSeconds} s of silence`]),
    ...(fallbacks.length === 0 ? [] : [`then ${fallbacks.map(words.executor).join(', then ')}`]),
  ].join(', ');
}
