import { expect, it } from '@jest/globals';
import { conditionsOf, limitsOf } from './describe-rule.ts';
import { routingProblems } from './rule-problems.ts';
import { DEFAULT_ROUTING_RULES, type RoutingRule } from './rule.ts';

const rule: RoutingRule = { executor: 'CURSOR', score: 1, reason: 'r' };

it('fallbacks are others, each once', () => {
  expect(routingProblems(DEFAULT_ROUTING_RULES, 'rules')).toEqual([]);
  expect(routingProblems([rule, { ...rule, fallbacks: ['CODEMOD', 'CURSOR', 'CODEMOD'] }], 'rules')).toEqual([
    { path: 'rules.1.fallbacks.1', message: 'CURSOR is the executor of the rule itself' },
    { path: 'rules.1.fallbacks.2', message: 'CODEMOD is named twice' },
  ]);
});

it('rules are told in words', () => {
  expect(conditionsOf(rule)).toBe('any task');
  expect(conditionsOf({ types: ['OPS', 'DOCS'], labels: ['a', 'b'], titleContains: 'x y', priorities: [1] })).toBe(
    'type OPS or DOCS, label a or b, title contains "x y", priority 1',
  );
  expect(limitsOf(rule)).toBe('');
  const limited: RoutingRule = {
    ...rule,
    maxCostMicros: 2_500_000,
    maxMinutes: 30,
    maxAttempts: 1,
    heartbeatTimeoutSeconds: 9,
    fallbacks: ['CODEMOD', 'MANUAL'],
  };
  expect(limitsOf(limited, { type: String, executor: (executor) => executor.toLowerCase(), priority: String })).toBe(
    'at most $2.50, at most 30 min, 1 attempt, lost after 9 s of silence, then codemod, then manual',
  );
});
