import { expect, it } from '@jest/globals';
import { DEFAULT_ROUTING_RULES } from '../../../domain/routing/rule.ts';
import type { Rule } from './routing-queries.ts';
import { draftOf, NEW_RULE, ruleFrom } from './rule-draft.ts';

const full: Rule = {
  types: ['OPS'],
  labels: ['a', 'b'],
  titleContains: 'x y',
  priorities: [1, 2],
  executor: 'CURSOR',
  score: 0.25,
  reason: 'r',
  fallbacks: ['CODEMOD', 'MANUAL'],
  maxAttempts: 2,
  maxCostMicros: 1_500_000,
  maxMinutes: 30,
  heartbeatTimeoutSeconds: 45,
};

it.each([full, ...(DEFAULT_ROUTING_RULES as Rule[])])(
  'a form that nobody touched says what the rule said: %j',
  (rule) => {
    expect(ruleFrom(draftOf(rule))).toEqual(rule);
  },
);

it('what is empty is left out, and an executor is no fallback of itself', () => {
  expect(ruleFrom({ ...NEW_RULE, reason: ' because ', fallbacks: ['CLAUDE_CODE', 'MANUAL'] })).toEqual({
    executor: 'CLAUDE_CODE',
    score: 0.8,
    reason: 'because',
    fallbacks: ['MANUAL'],
  });
});
