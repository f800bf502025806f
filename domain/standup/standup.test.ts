import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGENT_STATUSES } from '../actor.ts';
import { ALERT_SEVERITIES } from '../alert/vocabulary.ts';
import { PRIORITIES, RISKS } from '../task/vocabulary.ts';
import type { Listed, StandupFacts } from './facts.ts';
import {
  agentWith,
  alertWith,
  approvalWith,
  blockedWith,
  factsWith,
  hoursAgo,
  listed,
  taskWith,
} from './standup.test-support.ts';
import { standup } from './standup.ts';

const done = (key: string, hours: number) => ({
  key,
  title: 'Do it',
  assignees: [],
  completedAt: hoursAgo(hours),
  seconds: 60,
  costMicros: 0,
});

describe('a standup', () => {
  it('names the first of each list in its order, with the true totals', () => {
    const day = standup(
      factsWith({
        done: { items: Array.from({ length: 12 }, (_, n) => done(`WEB-${n}`, 12 - n)), total: 40 },
        inProgress: listed(taskWith({ key: 'WEB-20' }), taskWith({ key: 'WEB-21', since: hoursAgo(50) })),
        blocked: listed(blockedWith({ key: 'WEB-30' }), blockedWith({ key: 'WEB-31', priority: 1 })),
        alerts: listed(alertWith(), alertWith({ id: '01B', severity: 'CRITICAL' })),
        inbox: { items: [taskWith()], total: 7 },
      }),
    );
    expect(day.done.total).toBe(40);
    expect(day.done.items.map(({ key }) => key).slice(0, 3)).toEqual(['WEB-11', 'WEB-10', 'WEB-9']);
    expect(day.done.items).toHaveLength(10);
    expect(day.inProgress.items.map(({ key }) => key)).toEqual(['WEB-21', 'WEB-20']);
    expect(day.blocked.items.map(({ key }) => key)).toEqual(['WEB-31', 'WEB-30']);
    expect(day.alerts.items.map(({ severity }) => severity)).toEqual(['CRITICAL', 'WARNING']);
    expect(day.inbox).toBe(7);
  });

  it('counts every agent and names those who did something or are not at work', () => {
    const cost = { micros: 5, inputTokens: 1, outputTokens: 1, runs: 1 };
    const { agents } = standup(
      factsWith({
        agents: [
          agentWith({ id: 'idle', name: 'Idle' }),
          agentWith({ id: 'away', name: 'Away', status: 'PAUSED', reason: 'on\nholiday' }),
          agentWith({ id: 'cheap', name: 'Cheap', done: 1 }),
          agentWith({ id: 'busy', name: 'Busy', done: 1, cost }),
        ],
      }),
    );
    expect(agents.items.map(({ name }) => name)).toEqual(['Busy', 'Cheap', 'Away']);
    expect(agents.items[2]?.reason).toBe('on holiday');
    expect(agents).toMatchObject({ total: 4, byStatus: { ACTIVE: 3, PAUSED: 1 } });
  });

  it('cuts long reasons between characters', () => {
    const { blocked } = standup(factsWith({ blocked: listed(blockedWith({ reason: '🧨'.repeat(300) })) }));
    expect(blocked.items[0]?.reason).toBe(`${'🧨'.repeat(159)}…`);
  });
});

const time = fc.integer({ min: -40, max: 80 }).map(hoursAgo);
const key = fc.integer({ min: 1, max: 40 }).map((n) => `WEB-${n}`);
const listOf = <Item>(item: fc.Arbitrary<Item>, identity: (one: Item) => string) =>
  fc
    .tuple(fc.uniqueArray(item, { maxLength: 25, selector: identity }), fc.integer({ min: 0, max: 60 }))
    .map(([items, total]) => ({ items, total }));
const task = fc.record({ key, priority: fc.constantFrom(...PRIORITIES), since: time }).map(taskWith);
const byKey = ({ key: one }: { key: string }) => one;
const byId = ({ id }: { id: string }) => id;
const costs = fc.record({ micros: fc.nat(9), inputTokens: fc.nat(9), outputTokens: fc.nat(9), runs: fc.nat(2) });

const facts: fc.Arbitrary<StandupFacts> = fc
  .record({
    done: listOf(
      fc.tuple(key, fc.nat(24)).map(([one, hours]) => done(one, hours)),
      byKey,
    ),
    inProgress: listOf(task, byKey),
    inReview: listOf(task, byKey),
    blocked: listOf(task.map(blockedWith), byKey),
    inbox: listOf(task, byKey),
    approvals: listOf(
      fc
        .record({ taskKey: key, risk: fc.constantFrom(...RISKS), expiresAt: time, isEscalated: fc.boolean() })
        .map((given) => approvalWith({ ...given, id: `${given.taskKey}-A1` })),
      byId,
    ),
    alerts: listOf(
      fc.record({ id: key, severity: fc.constantFrom(...ALERT_SEVERITIES), raisedAt: time }).map(alertWith),
      byId,
    ),
    agents: fc.uniqueArray(
      fc.record({ id: key, status: fc.constantFrom(...AGENT_STATUSES), done: fc.nat(3), cost: costs }).map(agentWith),
      { maxLength: 30, selector: byId },
    ),
  })
  .map(factsWith);

/** The same facts, found in another order. */
const turned = (given: StandupFacts): StandupFacts => {
  const turn = <Item>({ items, total }: Listed<Item>): Listed<Item> => ({ items: items.toReversed(), total });
  const { done: finished, inProgress, inReview, blocked, inbox, approvals, alerts, agents } = given;
  return {
    ...given,
    done: turn(finished),
    inProgress: turn(inProgress),
    inReview: turn(inReview),
    blocked: turn(blocked),
    inbox: turn(inbox),
    approvals: turn(approvals),
    alerts: turn(alerts),
    agents: agents.toReversed(),
  };
};

describe('whatever the facts are', () => {
  it('the same facts give the same standup, in any order', () =>
    fc.assert(fc.property(facts, (given) => expect(standup(turned(given))).toEqual(standup(given)))));

  it('lists are short and never longer than their totals', () =>
    fc.assert(
      fc.property(facts, (given) => {
        const { done: finished, inProgress, inReview, blocked, approvals, alerts, agents } = standup(given);
        for (const { items, total } of [finished, inProgress, inReview, blocked, approvals, alerts]) {
          expect(items.length).toBeLessThanOrEqual(Math.min(10, total));
        }
        expect(agents.items.length).toBeLessThanOrEqual(Math.min(20, agents.total));
        expect(Object.values(agents.byStatus).reduce((sum, count) => sum + count, 0)).toBe(given.agents.length);
      }),
    ));

  it('actions are at most three, about different tasks, and there is one wherever somebody waits', () =>
    fc.assert(
      fc.property(facts, (given) => {
        const { actions } = standup(given);
        expect(actions.length).toBeLessThanOrEqual(3);
        const keys = actions.flatMap(({ taskKey }) => taskKey ?? []);
        expect(new Set(keys).size).toBe(keys.length);
        const waiting = [given.blocked, given.inReview, given.inbox, given.alerts];
        expect(actions.length === 0).toBe(
          waiting.every(({ items }) => items.length === 0) &&
            given.approvals.items.every(({ expiresAt }) => expiresAt <= given.at),
        );
      }),
    ));
});
