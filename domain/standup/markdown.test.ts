import { describe, expect, it } from '@jest/globals';
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
import { briefMarkdown, standupMarkdown } from './markdown.ts';
import { standup } from './standup.ts';

const HOSTILE = '](https://evil.example) <img src=x> `code` **bold**\n# Heading\n- item';

const busy = standup(
  factsWith({
    project: { slug: 'web', name: 'Web', timeZone: 'Europe/Berlin', mode: 'PAUSED' },
    done: {
      items: [
        {
          key: 'WEB-9',
          title: 'Ship it',
          assignees: [{ kind: 'AGENT', id: 'scout', name: 'Scout' }],
          completedAt: hoursAgo(3),
          seconds: 5400,
          costMicros: 640_000,
        },
      ],
      total: 3,
    },
    inProgress: listed(taskWith({ key: 'WEB-4' })),
    inReview: listed(taskWith({ key: 'WEB-5', assignees: [] })),
    blocked: listed(blockedWith({ key: 'WEB-3', priority: 2, since: hoursAgo(26) })),
    approvals: listed(approvalWith()),
    alerts: listed(alertWith({ count: 2, taskKey: 'WEB-7' })),
    inbox: { items: [], total: 4 },
    agents: [
      agentWith({ done: 3, cost: { micros: 1_200_000, inputTokens: 900, outputTokens: 100, runs: 4 } }),
      agentWith({ id: 'watch', name: 'Night Watch', status: 'QUARANTINED', reason: 'It deleted a branch' }),
    ],
    costs: {
      last24Hours: { micros: 1_200_000, inputTokens: 900, outputTokens: 100, runs: 4 },
      todayMicros: 500_000,
      burnPerDayMicros: 1_500_000,
      monthMicros: 9_000_000,
      monthlyBudgetMicros: 40_000_000,
      projectedMonthMicros: 46_500_000,
      usedUpOn: '2026-03-23',
    },
  }),
);

describe('as markdown', () => {
  it('the whole standup', () => {
    expect(standupMarkdown(busy)).toMatchInlineSnapshot(`
"# Standup: Web, 2026-03-02

The 24 hours up to 09:00 (Europe/Berlin). The project is PAUSED.

## What to do next

1. **Unblock WEB-3: Do it** (high priority, blocked for 1 d 2 h: waits for a password)
2. **Decide WEB-2-A1: push the branch** (medium risk, expires in 45 min; Scout has waited for 15 min)
3. **Review WEB-5: Do it** (has waited for 2 h)

## Done (3)

- **WEB-9** Ship it · Scout · 1 h 30 min · $0.64
- and 2 more

## In progress (1)

- **WEB-4** Do it · Scout · for 2 h

## In review (1)

- **WEB-5** Do it · for 2 h

## Blocked (1)

- **WEB-3** Do it · Scout · for 1 d 2 h: waits for a password

## Waiting approvals (1)

- **WEB-2-A1** push the branch · medium risk · asked by Scout 15 min ago · expires in 45 min

## Open alerts (1)

- **WARNING** Scout is OFFLINE · WEB-7 · 1 h ago · 2 times

## Agents (2)

1 ACTIVE, 1 QUARANTINED

- **Scout**: 3 done, $1.20 in 4 runs, 1000 tokens
- **Night Watch**: QUARANTINED (It deleted a branch)

## Costs

- The last 24 hours: $1.20 in 4 runs, 1000 tokens
- Today so far $0.50, $1.50 on an average day
- This month $9.00 of $40.00
- It will come to about $46.50
- The budget will be used up on 2026-03-23
"
`);
  });

  it('the brief', () => {
    expect(briefMarkdown(busy)).toMatchInlineSnapshot(`
"**Web (PAUSED): 3 done, 1 in progress, 1 in review, 1 blocked, 1 approval waits, 1 open alert, $1.20 in 24 h**

- 1 approval to decide, the next expires in 45 min
- 1 task blocked
- 1 task to review
- 4 tasks that nobody has
- 1 open alert, the worst WARNING

Next:

1. **Unblock WEB-3: Do it** (high priority, blocked for 1 d 2 h: waits for a password)
2. **Decide WEB-2-A1: push the branch** (medium risk, expires in 45 min; Scout has waited for 15 min)
3. **Review WEB-5: Do it** (has waited for 2 h)
"
`);
  });

  it('of a day on which nothing happened', () => {
    const quiet = standup(factsWith());
    expect(briefMarkdown(quiet)).toBe('**Web: 0 done, 0 in progress, $0.00 in 24 h**\n\nNothing waits for people.\n');
    expect(standupMarkdown(quiet)).toContain('## What to do next\n\nNone.');
  });

  it('nothing that people wrote acts', () => {
    const given = factsWith({
      project: { slug: 'web', name: HOSTILE, timeZone: 'UTC', mode: 'NORMAL' },
      inReview: listed(taskWith({ title: HOSTILE, assignees: [{ kind: 'HUMAN', id: 'p', name: HOSTILE }] })),
      blocked: listed(blockedWith({ key: 'WEB-2', title: HOSTILE, reason: HOSTILE })),
      approvals: listed(approvalWith({ taskKey: 'WEB-3', summary: HOSTILE, askedBy: HOSTILE })),
      alerts: listed(alertWith({ title: HOSTILE })),
      agents: [agentWith({ name: HOSTILE, status: 'PAUSED', reason: HOSTILE })],
    });
    for (const text of [standupMarkdown(standup(given)), briefMarkdown(standup(given))]) {
      expect(text).not.toMatch(/(^|[^\\])(<img|\]\(|`code)/);
      expect(text).not.toMatch(/^(# Heading|- item)/m);
    }
  });
});
