import { expect, it } from '@jest/globals';
import type { OccurrenceView, RecurringTaskView } from '../operations/schemas/recurring.ts';
import { detailsText, listText } from './recurring-text.ts';

const by = { kind: 'HUMAN', id: 'p', name: 'Anna' } as const;
const at = '2026-03-02T08:00:00.000Z';
const task: RecurringTaskView = {
  id: '01R',
  projectId: 'web',
  name: 'Weekly report',
  template: {
    title: 'Report of {{week}}',
    description: '',
    type: 'OPS',
    priority: 3,
    labels: [],
    dependsOn: [],
    checklist: [],
    metadata: {},
    assignees: [],
  },
  when: { kind: 'WEEKLY', weekdays: [1], time: '09:00' },
  inWords: 'every Monday at 09:00',
  timeZone: 'Europe/Berlin',
  count: 10,
  overlap: 'SKIP',
  catchUpMinutes: 60,
  state: 'PAUSED',
  paused: { reason: 'holidays', by, at },
  owner: by,
  made: 2,
  nextTimes: [at],
  createdBy: by,
  createdAt: at,
  changedAt: at,
};
const occurrence: OccurrenceView = {
  id: 'o',
  recurringTaskId: '01R',
  scheduledFor: at,
  cause: 'SCHEDULE',
  by,
  state: 'SKIPPED',
  skipped: { reason: 'OVERLAP', detail: 'WEB-1 is still in progress' },
  at,
};

it('a recurring task in words', () => {
  expect(detailsText(task, [occurrence, { ...occurrence, state: 'MADE', taskKey: 'WEB-1', skipped: undefined }])).toBe(
    `01R  PAUSED   Weekly report, every Monday at 09:00
Creates "Report of {{week}}" (OPS), in the name of Anna
Paused by Anna: holidays
2 of 10 made
Skips while the last task is open
Next (Europe/Berlin):
  Monday, 2 March 2026 at 09:00
Before:
  2026-03-02T08:00:00.000Z  SKIPPED  WEB-1 is still in progress
  2026-03-02T08:00:00.000Z  MADE     WEB-1`,
  );
});

it('a list of them, or that there are none', () => {
  expect(listText([task])).toBe('01R  PAUSED   Weekly report, every Monday at 09:00');
  expect(listText([])).toBe('No recurring tasks.');
});
