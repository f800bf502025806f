import { addDays, dayIn } from '../../../domain/budget/day.ts';
import type { OverlapRule } from '../../../domain/recurring/recurring-task.ts';
import type { Timing } from '../../../domain/recurring/timing.ts';
import type { EditRecurringTask, RecurringTaskView } from '../../../operations/schemas/recurring.ts';
import { dollarText } from '../settings/dollar-text.ts';
import { EMPTY_DRAFT, inputOf, type NewTask } from '../task/new-task.ts';

/** How people choose a time: every weekday is one of their own. */
export const TIMING_CHOICES = ['ONCE', 'DAILY', 'WEEKDAYS', 'WEEKLY', 'MONTHLY', 'CRON'] as const;
export type TimingChoice = (typeof TIMING_CHOICES)[number];
export const END_CHOICES = ['NEVER', 'ON_DAY', 'AFTER'] as const;
export type EndChoice = (typeof END_CHOICES)[number];

const WORKING_DAYS = [1, 2, 3, 4, 5];

/** A recurring task as it is being written: every field is what was typed. */
export interface RecurringDraft {
  readonly name: string;
  readonly task: NewTask;
  /** `kind id` of those whom tasks are given to. */
  readonly assignees: readonly string[];
  readonly dueInHours: string;
  readonly choice: TimingChoice;
  readonly date: string;
  readonly time: string;
  readonly weekdays: readonly number[];
  readonly day: string;
  readonly expression: string;
  readonly end: EndChoice;
  readonly until: string;
  readonly count: string;
  readonly overlap: OverlapRule;
  readonly catchUpMinutes: number;
}

export const newDraft = (project: string, timeZone: string): RecurringDraft => ({
  ...usual(timeZone),
  task: { ...EMPTY_DRAFT, project },
});

function usual(timeZone: string): Omit<RecurringDraft, 'task'> {
  const tomorrow = addDays(dayIn(timeZone, new Date()), 1);
  return {
    name: '',
    assignees: [],
    dueInHours: '',
    choice: 'WEEKLY',
    date: tomorrow,
    time: '09:00',
    weekdays: [1],
    day: '1',
    expression: '',
    end: 'NEVER',
    until: addDays(tomorrow, 90),
    count: '10',
    overlap: 'SKIP',
    catchUpMinutes: 24 * 60,
  };
}

export function draftOf({ template, when, ...recurring }: RecurringTaskView): RecurringDraft {
  const { until, count, projectId, name, overlap, catchUpMinutes, timeZone } = recurring;
  const { labels, checklist, budgetMicros, workspace, metadata, dueInHours, assignees } = template;
  const { title, description, type, priority } = template;
  const empty = usual(timeZone);
  return {
    ...empty,
    name,
    task: {
      project: projectId,
      title,
      description,
      type,
      priority,
      labels: labels.join(', '),
      checklist: checklist.map(({ label }) => label).join('\n'),
      budget: dollarText(budgetMicros),
      repositoryUrl: workspace?.repositoryUrl ?? '',
      baseBranch: workspace?.baseBranch ?? '',
      metadata: Object.keys(metadata).length === 0 ? '' : JSON.stringify(metadata, null, 2),
    },
    assignees: assignees.map(memberKey),
    dueInHours: dueInHours?.toString() ?? '',
    ...timingFields(when),
    end: until !== undefined ? 'ON_DAY' : count === undefined ? 'NEVER' : 'AFTER',
    until: until ?? empty.until,
    count: count?.toString() ?? empty.count,
    overlap,
    catchUpMinutes,
  };
}

function timingFields(when: Timing): Partial<RecurringDraft> {
  const { kind } = when;
  switch (kind) {
    case 'ONCE':
      return { choice: kind, date: when.date, time: when.time };
    case 'DAILY':
      return { choice: kind, time: when.time };
    case 'WEEKLY': {
      const choice = when.weekdays.join() === WORKING_DAYS.join() ? 'WEEKDAYS' : kind;
      return { choice, weekdays: when.weekdays, time: when.time };
    }
    case 'MONTHLY':
      return { choice: kind, day: String(when.day), time: when.time };
    case 'CRON':
      return { choice: kind, expression: when.expression };
  }
}

/** When tasks are made; undefined while something is missing. */
export function timingOf({ choice, date, time, weekdays, day, expression }: RecurringDraft): Timing | undefined {
  if (choice === 'CRON') return expression.trim() === '' ? undefined : { kind: choice, expression: expression.trim() };
  if (time === '') return undefined;
  switch (choice) {
    case 'ONCE':
      return date === '' ? undefined : { kind: choice, date, time };
    case 'DAILY':
      return { kind: choice, time };
    case 'WEEKDAYS':
      return { kind: 'WEEKLY', weekdays: WORKING_DAYS, time };
    case 'WEEKLY':
      return weekdays.length === 0 ? undefined : { kind: choice, weekdays, time };
    case 'MONTHLY':
      return day === '' ? undefined : { kind: choice, day: Number(day), time };
  }
}

/** The last day, where one was chosen. */
export const untilOf = ({ choice, end, until }: RecurringDraft): string | undefined =>
  choice === 'ONCE' || end !== 'ON_DAY' || until === '' ? undefined : until;

export const isComplete = (draft: RecurringDraft): boolean =>
  draft.task.title.trim() !== '' && timingOf(draft) !== undefined && (draft.end !== 'AFTER' || Number(draft.count) > 0);

/** What is sent; of one that is there already, only what has changed. */
export function bodyOf(draft: RecurringDraft, before?: RecurringTaskView): EditRecurringTask {
  const stored = before && fieldsOf(draftOf(before), before);
  const changed = Object.entries(fieldsOf(draft, before)).filter(([name, value]) =>
    stored ? JSON.stringify(value) !== JSON.stringify(stored[name as keyof typeof stored]) : value !== null,
  );
  return Object.fromEntries(changed) as EditRecurringTask;
}

const fieldsOf = (draft: RecurringDraft, before: RecurringTaskView | undefined) => ({
  name: draft.name.trim() || draft.task.title.trim(),
  template: templateOf(draft, before),
  when: timingOf(draft),
  until: untilOf(draft) ?? null,
  count: draft.choice !== 'ONCE' && draft.end === 'AFTER' ? Number(draft.count) : null,
  overlap: draft.overlap,
  catchUpMinutes: draft.catchUpMinutes,
});

function templateOf({ task, assignees, dueInHours }: RecurringDraft, before: RecurringTaskView | undefined) {
  const { project: _project, source: _source, ...input } = inputOf(task);
  // What this form does not ask for stays.
  const { reviewer, parent, dependsOn } = before?.template ?? {};
  return {
    ...input,
    ...(reviewer && { reviewer }),
    ...(parent !== undefined && { parent }),
    ...(dependsOn && { dependsOn }),
    assignees: assignees.map((key) => {
      const [kind = '', id = ''] = key.split(' ');
      return { kind, id };
    }),
    ...(dueInHours !== '' && { dueInHours: Number(dueInHours) }),
  };
}

/** Names a member in a list of choices. */
export const memberKey = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`;
