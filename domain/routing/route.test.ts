import { describe, expect, it } from '@jest/globals';
import { requestTypeOf } from './request-type.ts';
import { MANUAL_MAX_MINUTES, route, routeByHand, type RoutingRule } from './route.ts';

const task = { type: 'OPS', title: 'x', labels: [], priority: 3 } as const;

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
    expect(route(task)).toMatchObject({ maxMinutes: MANUAL_MAX_MINUTES });
    expect(route(task)).not.toHaveProperty('heartbeatTimeoutSeconds');
    expect(route({ ...task, type: 'RESEARCH' })).toMatchObject({ maxMinutes: 60, heartbeatTimeoutSeconds: 30 });
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
    });
  });
});

it('an executor is asked for the kind of work that follows from the type', () => {
  expect([requestTypeOf('ENGINEERING'), requestTypeOf('DOCS'), requestTypeOf('EMAIL')]).toEqual([
    'CODE_CHANGE',
    'CONTENT',
    'EMAIL',
  ]);
});
