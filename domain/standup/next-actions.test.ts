import { describe, expect, it } from '@jest/globals';
import { alertWith, approvalWith, blockedWith, factsWith, hoursAgo, listed, taskWith } from './standup.test-support.ts';
import { standup } from './standup.ts';

const actionsOf = (given: Parameters<typeof factsWith>[0]) => standup(factsWith(given)).actions;

describe('what to do next', () => {
  it.each([
    ['nothing', {}, []],
    [
      'one of each',
      {
        alerts: listed(alertWith()),
        approvals: listed(approvalWith()),
        blocked: listed(blockedWith({ key: 'WEB-3' })),
        inReview: listed(taskWith({ key: 'WEB-4' })),
        inbox: listed(taskWith({ key: 'WEB-5' })),
      },
      ['Decide WEB-2-A1: push the branch', 'Unblock WEB-3: Do it', 'Review WEB-4: Do it'],
    ],
    [
      'a critical alert before a decision that is about to be too late',
      {
        alerts: listed(alertWith({ severity: 'CRITICAL', title: 'Down' })),
        approvals: listed(approvalWith({ risk: 'YELLOW', expiresAt: hoursAgo(-0.25) })),
      },
      ['Look at the alert “Down”', 'Decide WEB-2-A1: push the branch'],
    ],
    [
      'of approvals the next to expire',
      {
        approvals: listed(
          approvalWith({ id: 'WEB-8-A1', taskKey: 'WEB-8', expiresAt: hoursAgo(-0.9) }),
          approvalWith({ id: 'WEB-7-A1', taskKey: 'WEB-7', expiresAt: hoursAgo(-0.6) }),
        ),
      },
      ['Decide WEB-7-A1: push the branch', 'Decide WEB-8-A1: push the branch'],
    ],
    [
      'an escalated approval before one that expires earlier',
      {
        approvals: listed(
          approvalWith({ id: 'WEB-7-A1', taskKey: 'WEB-7', expiresAt: hoursAgo(-0.6) }),
          approvalWith({ id: 'WEB-8-A1', taskKey: 'WEB-8', expiresAt: hoursAgo(-0.9), isEscalated: true }),
        ),
      },
      ['Decide WEB-8-A1: push the branch', 'Decide WEB-7-A1: push the branch'],
    ],
    ['no approval that has expired', { approvals: listed(approvalWith({ expiresAt: hoursAgo(0) })) }, []],
    [
      'the most urgent of blocked tasks, and of those nobody has',
      {
        blocked: listed(blockedWith({ key: 'WEB-1', priority: 4 }), blockedWith({ key: 'WEB-2', priority: 2 })),
        inbox: listed(taskWith({ key: 'WEB-3', priority: 3 }), taskWith({ key: 'WEB-4', priority: 1 })),
      },
      ['Assign WEB-4: Do it', 'Unblock WEB-2: Do it', 'Unblock WEB-1: Do it'],
    ],
    [
      'the review that has waited longest',
      { inReview: listed(taskWith({ key: 'WEB-1', since: hoursAgo(1) }), taskWith({ key: 'WEB-2' })) },
      ['Review WEB-2: Do it', 'Review WEB-1: Do it'],
    ],
    [
      'something else between many of a kind',
      {
        approvals: listed(
          ...[1, 2, 3].map((n) => approvalWith({ id: `WEB-${n}-A1`, taskKey: `WEB-${n}`, risk: 'RED' })),
        ),
        inReview: listed(taskWith({ key: 'WEB-9', since: hoursAgo(30) })),
      },
      ['Decide WEB-1-A1: push the branch', 'Review WEB-9: Do it', 'Decide WEB-2-A1: push the branch'],
    ],
    [
      'each task once',
      {
        alerts: listed(alertWith({ severity: 'ERROR', title: 'It failed', taskKey: 'WEB-1' })),
        blocked: listed(blockedWith({ priority: 1 })),
        inbox: listed(taskWith({ key: 'WEB-2', priority: 4 })),
      },
      ['Unblock WEB-1: Do it', 'Assign WEB-2: Do it'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(actionsOf(given).map(({ what }) => what)).toEqual(expected);
  });

  it('says why, and what it is about', () => {
    const given = {
      alerts: listed(alertWith({ severity: 'CRITICAL', count: 4, taskKey: 'WEB-9' })),
      approvals: listed(approvalWith({ risk: 'RED', isEscalated: true })),
      blocked: listed(blockedWith({ key: 'WEB-3', priority: 2, since: hoursAgo(26) })),
    };
    expect(actionsOf(given)).toEqual([
      {
        kind: 'LOOK_AT_ALERT',
        what: 'Look at the alert “Scout is OFFLINE”',
        why: 'CRITICAL, open for 1 h, 4 times',
        taskKey: 'WEB-9',
        alertId: '01A',
      },
      {
        kind: 'DECIDE_APPROVAL',
        what: 'Decide WEB-2-A1: push the branch',
        why: 'high risk, expires in 45 min, escalated; Scout has waited for 15 min',
        taskKey: 'WEB-2',
        approvalId: 'WEB-2-A1',
      },
      {
        kind: 'UNBLOCK_TASK',
        what: 'Unblock WEB-3: Do it',
        why: 'high priority, blocked for 1 d 2 h: waits for a password',
        taskKey: 'WEB-3',
      },
    ]);
    const [review, assign] = actionsOf({ inReview: listed(taskWith()), inbox: listed(taskWith({ key: 'WEB-2' })) });
    expect(review).toMatchObject({ kind: 'REVIEW_TASK', why: 'has waited for 2 h' });
    expect(assign).toMatchObject({ kind: 'ASSIGN_TASK', why: 'normal priority, nobody has had it for 2 h' });
  });
});

describe('the budget', () => {
  const budget = { monthMicros: 40_000_000, monthlyBudgetMicros: 100_000_000, burnPerDayMicros: 20_000_000 };

  it.each([
    ['without one', { monthMicros: 5_000_000 }, undefined],
    ['that lasts', budget, undefined],
    [
      'that runs out this week',
      { ...budget, usedUpOn: '2026-03-05' },
      'See to the budget: it will be used up on 2026-03-05',
    ],
    ['that is used up', { ...budget, monthMicros: 100_000_001 }, 'Raise the monthly budget, or slow down'],
    ['of nothing, of which nothing is spent', { monthMicros: 0, monthlyBudgetMicros: 0 }, undefined],
  ])('%s', (_what, costs, expected) => {
    expect(actionsOf({ costs: { ...factsWith().costs, ...costs } })[0]?.what).toBe(expected);
  });

  it('is more pressing the sooner it is used up', () => {
    const given = { inReview: listed(taskWith()), blocked: listed(blockedWith({ key: 'WEB-2' })) };
    const kinds = (usedUpOn: string) =>
      actionsOf({ ...given, costs: { ...factsWith().costs, ...budget, usedUpOn } }).map(({ kind }) => kind);
    expect(kinds('2026-03-05')).toEqual(['SEE_TO_BUDGET', 'UNBLOCK_TASK', 'REVIEW_TASK']);
    expect(kinds('2026-03-25')).toEqual(['UNBLOCK_TASK', 'REVIEW_TASK', 'SEE_TO_BUDGET']);
  });
});
