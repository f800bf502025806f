import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXECUTOR_TYPES, type ExecutorType } from '../task/vocabulary.ts';
import type { ExecutorAvailability } from './availability.ts';
import { requestTypeOf } from './request-type.ts';
import { explainRoute, MANUAL_MAX_MINUTES, routeAfter, routeByHand } from './route.ts';
import { DEFAULT_ROUTING_RULES, type RoutingRule } from './rule.ts';

const task = { type: 'OPS', title: 'x', labels: [], priority: 3 } as const;
const route = (subject: Parameters<typeof explainRoute>[0], rules = DEFAULT_ROUTING_RULES) =>
  explainRoute(subject, rules).route;
const live = (...executors: ExecutorType[]): ExecutorAvailability[] =>
  EXECUTOR_TYPES.map((executor) => ({ executor, live: executors.includes(executor) ? 1 : 0, openCircuits: [] }));

describe('the default routing rules', () => {
  it.each([
    [{ ...task, type: 'CODE_CHANGE' as const }, 'CURSOR', 0.9],
    [{ ...task, type: 'ENGINEERING' as const, title: 'Refactor the parser' }, 'CURSOR', 0.9],
    [{ ...task, type: 'ENGINEERING' as const, title: 'Add a parser' }, 'MANUAL', 0.5],
    [{ ...task, type: 'RESEARCH' as const }, 'CLAUDE_CODE', 0.85],
    [{ ...task, type: 'CONTENT' as const }, 'OPENCLAW_AGENT', 0.95],
    [{ ...task, type: 'SOCIAL' as const }, 'OPENCLAW_AGENT', 0.95],
    [{ ...task, type: 'CODE_CHANGE' as const, labels: ['codemod'] }, 'CODEMOD', 0.95],
    [task, 'MANUAL', 0.5],
  ])('send %j to %s', (subject, executor, score) => {
    expect(route(subject)).toMatchObject({ executor, score });
  });

  it('give a person weeks and no heartbeat, and an executor an hour', () => {
    expect(route(task)).toMatchObject({ maxMinutes: MANUAL_MAX_MINUTES, rule: 'LAST_RESORT' });
    expect(route(task)).not.toHaveProperty('heartbeatTimeoutSeconds');
    expect(route({ ...task, type: 'RESEARCH' })).toMatchObject({
      maxMinutes: 60,
      heartbeatTimeoutSeconds: 30,
      rule: 3,
    });
  });
});

describe("a project's own rules", () => {
  const rules: RoutingRule[] = [
    { priorities: [1], executor: 'MANUAL', score: 1, reason: 'critical work is done by people' },
    { types: ['OPS'], executor: 'CLAUDE_CODE', score: 0.7, reason: 'ops', fallbacks: ['MANUAL'], maxAttempts: 1 },
  ];

  it('are tried in order, and a person is the last resort', () => {
    expect(route({ ...task, priority: 1 }, rules).executor).toBe('MANUAL');
    expect(route(task, rules)).toMatchObject({ executor: 'CLAUDE_CODE', fallbacks: ['MANUAL'], maxAttempts: 1 });
    expect(route({ ...task, type: 'DOCS' }, rules)).toMatchObject({ executor: 'MANUAL', score: 0.5 });
  });

  it('lend their limits to a choice by hand', () => {
    expect(routeByHand('CLAUDE_CODE', 'Olga', rules)).toMatchObject({
      executor: 'CLAUDE_CODE',
      reason: 'chosen by Olga',
      maxAttempts: 1,
      fallbacks: [],
      rule: 'BY_HAND',
    });
  });

  it('say why they do not match', () => {
    const each: RoutingRule[] = [
      { types: ['DOCS', 'EMAIL'], executor: 'CURSOR', score: 1, reason: 'a' },
      { labels: ['urgent'], executor: 'CURSOR', score: 1, reason: 'b' },
      { titleContains: 'Deploy', executor: 'CURSOR', score: 1, reason: 'c' },
      { types: ['OPS'], priorities: [1, 2], executor: 'CURSOR', score: 1, reason: 'd' },
    ];
    expect(explainRoute(task, each).notMatched).toEqual([
      { rule: 0, reason: 'the type is OPS, not DOCS or EMAIL' },
      { rule: 1, reason: 'there is no label urgent' },
      { rule: 2, reason: 'the title does not contain "Deploy"' },
      { rule: 3, reason: 'the priority is 3, not 1 or 2' },
    ]);
    expect(explainRoute({ ...task, title: 'deploy it', labels: ['urgent', 'x'] }, each.slice(1, 3)).notMatched).toEqual(
      [],
    );
  });
});

describe('an executor that is not available', () => {
  const rules: RoutingRule[] = [
    { types: ['OPS'], executor: 'CURSOR', score: 0.9, reason: 'ops', fallbacks: ['CODEMOD', 'CLAUDE_CODE', 'MANUAL'] },
    { executor: 'OPENCLAW_AGENT', score: 0.6, reason: 'the rest', maxMinutes: 5 },
  ];

  it('is skipped for the fallbacks of its rule, which says why', () => {
    expect(explainRoute(task, rules, live('CLAUDE_CODE', 'OPENCLAW_AGENT')).route).toMatchObject({
      executor: 'CLAUDE_CODE',
      fallbacks: ['MANUAL'],
      score: 0.9,
      reason: 'CLAUDE_CODE instead of CURSOR: ops',
      rule: 0,
      skipped: [
        { executor: 'CURSOR', rule: 0, reason: 'no CURSOR executor is connected' },
        { executor: 'CODEMOD', rule: 0, reason: 'no CODEMOD executor is connected' },
      ],
    });
  });

  it("leaves a person who stands in for it a person's time", () => {
    const { route: chosen } = explainRoute(task, rules, live());
    expect(chosen).toMatchObject({ executor: 'MANUAL', maxMinutes: MANUAL_MAX_MINUTES, fallbacks: [] });
    expect(chosen).not.toHaveProperty('heartbeatTimeoutSeconds');
  });

  it('is skipped for the next rule that matches, and in the end for a person', () => {
    const bare = rules.map(({ fallbacks: _fallbacks, ...rule }) => rule);
    expect(explainRoute(task, bare, live('OPENCLAW_AGENT')).route).toMatchObject({
      executor: 'OPENCLAW_AGENT',
      rule: 1,
      skipped: [{ executor: 'CURSOR', rule: 0 }],
    });
    expect(explainRoute(task, bare, live()).route).toMatchObject({
      executor: 'MANUAL',
      rule: 'LAST_RESORT',
      skipped: [
        { executor: 'CURSOR', rule: 0 },
        { executor: 'OPENCLAW_AGENT', rule: 1 },
      ],
    });
  });

  it('may also be one with an open circuit', () => {
    const open = live('CURSOR', 'CODEMOD').map((one) =>
      one.executor === 'CURSOR' ? { ...one, openCircuits: [{ service: 'cursor-cloud', reason: 'HTTP 503' }] } : one,
    );
    expect(explainRoute(task, rules, open).route).toMatchObject({
      executor: 'CODEMOD',
      skipped: [{ executor: 'CURSOR', reason: 'the circuit is open to cursor-cloud (HTTP 503)' }],
    });
  });

  it('is taken where nothing is known', () => {
    expect(explainRoute(task, rules).route).toMatchObject({ executor: 'CURSOR' });
    expect(explainRoute(task, rules).route).not.toHaveProperty('skipped');
  });
});

it('whatever the rules and whoever is there, somebody who is there gets the task, and nobody is both taken and skipped', () => {
  const executor = fc.constantFrom(...EXECUTOR_TYPES);
  const rule: fc.Arbitrary<RoutingRule> = fc.record(
    {
      types: fc.constantFrom(['OPS' as const], ['DOCS' as const]),
      executor,
      score: fc.constant(1),
      reason: fc.constant('r'),
      fallbacks: fc.uniqueArray(executor),
    },
    { requiredKeys: ['executor', 'score', 'reason'] },
  );
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), fc.uniqueArray(executor), (rules, there) => {
      const { route: chosen, notMatched } = explainRoute(task, rules, live(...there));
      const skipped = (chosen.skipped ?? []).map((one) => one.executor);
      expect(chosen.executor === 'MANUAL' || there.includes(chosen.executor)).toBe(true);
      expect(skipped).not.toContain(chosen.executor);
      expect(skipped.filter((one) => one === 'MANUAL' || there.includes(one))).toEqual([]);
      expect(notMatched.every(({ rule: index }) => rules[index]?.types?.includes('OPS') === false)).toBe(true);
    }),
  );
});

describe('after all attempts have failed', () => {
  it('the fallbacks come in their order, each with its own limits', () => {
    const first = route(task, [
      { executor: 'CURSOR', score: 1, reason: 'r', fallbacks: ['CODEMOD', 'MANUAL'], heartbeatTimeoutSeconds: 5 },
    ]);
    const second = routeAfter(first);
    expect(second).toMatchObject({ executor: 'CODEMOD', fallbacks: ['MANUAL'], heartbeatTimeoutSeconds: 5 });
    const third = second && routeAfter(second);
    expect(third).toMatchObject({ executor: 'MANUAL', fallbacks: [], maxMinutes: MANUAL_MAX_MINUTES });
    expect(third).not.toHaveProperty('heartbeatTimeoutSeconds');
    expect(third && routeAfter(third)).toBeUndefined();
  });

  it('routes of older versions are followed as they always were', () => {
    const { rule: _rule, ...old } = route(task, [{ executor: 'CURSOR', score: 1, reason: 'r', fallbacks: ['MANUAL'] }]);
    expect(routeAfter(old)).toMatchObject({ executor: 'MANUAL', maxMinutes: 60, heartbeatTimeoutSeconds: 30 });
  });
});

it('an executor is asked for the kind of work that follows from the type', () => {
  expect([requestTypeOf('ENGINEERING'), requestTypeOf('DOCS'), requestTypeOf('EMAIL')]).toEqual([
    'CODE_CHANGE',
    'CONTENT',
    'EMAIL',
  ]);
});
