import { expect, it } from '@jest/globals';
import { DEFAULT_ROUTING_RULES, type RoutingRule } from '../domain/routing/rule.ts';
import type { RoutingView } from '../operations/schemas/routing.ts';
import { UsageError } from './failure.ts';
import { executorsText, previewText, routingText, rulesIn, rulesYaml } from './routing-text.ts';

const view = (rules: readonly RoutingRule[]): RoutingView =>
  ({ project: 'web', rules, version: 2, isBuiltIn: false }) as unknown as RoutingView;

it('what is printed as a file is read again', () => {
  expect(rulesIn(rulesYaml(view(DEFAULT_ROUTING_RULES)))).toEqual(DEFAULT_ROUTING_RULES);
});

it.each([
  ['rules: []', /missionControlRouting/],
  ['missionControlRouting: 1\nrules: 3', /not a list/],
  ['missionControlRouting: 1\nrules: []\nproject: web', /project is not a known field/],
  ['missionControlRouting: 1\nrules: [', /line|flow/i],
  ['missionControlRouting: 1\nrules: [&a {}, *a]', /alias/i],
  ['', /missionControlRouting/],
])('a file that says %j is refused', (text, message) => {
  expect(() => rulesIn(text)).toThrow(UsageError);
  expect(() => rulesIn(text)).toThrow(message);
});

it('rules are told in order, with the last resort', () => {
  const rules: RoutingRule[] = [
    { types: ['OPS'], executor: 'CURSOR', score: 0.8, reason: 'ops', fallbacks: ['MANUAL'], maxMinutes: 5 },
  ];
  expect(routingText(view(rules)).split('\n')).toEqual([
    'Version 2',
    '1. type OPS -> CURSOR (0.8): ops',
    '   at most 5 min, then MANUAL',
    '2. any other task -> MANUAL: default to a person',
  ]);
});

it('a preview says who, why, and why not the others', () => {
  const route = {
    executor: 'CODEMOD',
    score: 1,
    reason: 'r',
    fallbacks: ['MANUAL'],
    maxAttempts: 3,
    maxMinutes: 60,
  } as const;
  const skipped = [{ executor: 'CURSOR', rule: 1, reason: 'no CURSOR executor is connected' }] as const;
  const preview = { route: { ...route, fallbacks: [...route.fallbacks], rule: 1, skipped: [...skipped] } };
  expect(previewText({ ...preview, notMatched: [{ rule: 0, reason: 'there is no label x' }] }).split('\n')).toEqual([
    'CODEMOD (1), by rule 2: r',
    '  after 3 attempts: MANUAL',
    '  skipped CURSOR of rule 2: no CURSOR executor is connected',
    '  rule 1 does not match: there is no label x',
  ]);
});

it('executors are told with what is wrong with them', () => {
  const process = {
    name: 'box',
    version: '1.0',
    tool: { name: 'agent', version: '2' },
    concurrency: 3,
    running: 1,
    isLive: true,
    lastSeenAt: '2026-01-01T00:00:00.000Z',
    circuits: [{ service: 'cloud', state: 'OPEN' as const, reason: 'HTTP 503' }],
  };
  const reason = 'the circuit is open to cloud (HTTP 503)';
  const item = {
    executor: 'CURSOR',
    isAvailable: false,
    reason,
    pending: 2,
    running: 1,
    processes: [process],
  } as const;
  expect(executorsText({ items: [{ ...item, processes: [...item.processes] }] }).split('\n')).toEqual([
    'CURSOR            2 waiting, 1 running  (the circuit is open to cloud (HTTP 503))',
    '  live  box 1.0  agent 2  1 of 3 running  seen 2026-01-01T00:00:00.000Z  cloud OPEN (HTTP 503)',
  ]);
});
