import { expect, it } from '@jest/globals';
import type { RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { bodyOf, draftOf, isComplete, timingOf, untilOf, type RecurringDraft } from './recurring-draft.ts';

const by = { kind: 'HUMAN', id: 'p', name: 'Anna' } as const;
const at = '2026-03-02T08:00:00.000Z';
const recurring: RecurringTaskView = {
  id: '01R',
  projectId: 'web',
  name: 'Weekly report',
  template: {
    title: 'Report of {{week}}',
    description: 'All of it',
    type: 'OPS',
    priority: 2,
    labels: ['weekly', 'report'],
    reviewer: { kind: 'HUMAN', id: 'r' },
    parent: 'WEB-1',
    dependsOn: ['WEB-2'],
    checklist: [{ label: 'sent', checked: false }],
    budgetMicros: 2_500_000,
    workspace: { repositoryUrl: 'https://git.example.com/a.git', baseBranch: 'main' },
    metadata: { team: 'shop' },
    assignees: [{ kind: 'AGENT', id: 'scout' }],
    dueInHours: 24,
  },
  when: { kind: 'WEEKLY', weekdays: [1, 4], time: '09:00' },
  inWords: 'every Monday and Thursday at 09:00',
  timeZone: 'Europe/Berlin',
  until: '2026-12-31',
  overlap: 'ALLOW',
  catchUpMinutes: 60,
  state: 'ACTIVE',
  owner: by,
  made: 2,
  createdBy: by,
  createdAt: at,
  changedAt: at,
};
const draft = draftOf(recurring);
const change = (part: Partial<RecurringDraft>) => bodyOf({ ...draft, ...part }, recurring);

it('what was set up comes back as it was', () => {
  expect(change({})).toEqual({});
  const fields = bodyOf(draft);
  const { reviewer: _reviewer, parent: _parent, dependsOn: _dependsOn, ...template } = recurring.template;
  expect(fields).toMatchObject({ name: 'Weekly report', when: recurring.when, until: '2026-12-31', template });
});

it('only what has changed is sent', () => {
  expect(change({ name: 'Report' })).toEqual({ name: 'Report' });
  expect(change({ end: 'NEVER' })).toEqual({ until: null });
  expect(change({ end: 'AFTER', count: '5' })).toEqual({ until: null, count: 5 });
  expect(change({ choice: 'ONCE', date: '2026-12-24' })).toEqual({
    when: { kind: 'ONCE', date: '2026-12-24', time: '09:00' },
    until: null,
  });
  const { template } = change({ task: { ...draft.task, title: 'Another' } });
  expect(template).toEqual({ ...recurring.template, title: 'Another' });
});

it('what is emptied is gone', () => {
  const task = { ...draft.task, budget: '', repositoryUrl: '', baseBranch: '', metadata: '' };
  const { template } = change({ task, dueInHours: '', assignees: [] });
  expect(template).not.toHaveProperty('budgetMicros');
  expect(template).not.toHaveProperty('workspace');
  expect(template).not.toHaveProperty('metadata');
  expect(template).not.toHaveProperty('dueInHours');
  expect(template).toMatchObject({ assignees: [], parent: 'WEB-1' });
});

it('is complete once it says what and when', () => {
  expect(isComplete(draft)).toBe(true);
  expect(isComplete({ ...draft, weekdays: [] })).toBe(false);
  expect(isComplete({ ...draft, choice: 'CRON', expression: ' ' })).toBe(false);
  expect(isComplete({ ...draft, task: { ...draft.task, title: ' ' } })).toBe(false);
  expect(isComplete({ ...draft, end: 'AFTER', count: '' })).toBe(false);
});

it('every weekday is a week of five days, and nothing else', () => {
  const weekdays = draftOf({ ...recurring, when: { kind: 'WEEKLY', weekdays: [1, 2, 3, 4, 5], time: '08:30' } });
  expect(weekdays.choice).toBe('WEEKDAYS');
  expect(timingOf(weekdays)).toEqual({ kind: 'WEEKLY', weekdays: [1, 2, 3, 4, 5], time: '08:30' });
  expect(untilOf({ ...draft, choice: 'ONCE' })).toBeUndefined();
});
