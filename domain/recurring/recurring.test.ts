import { describe, expect, it } from '@jest/globals';
import { PROJECT_MODES, TASK_STATUSES, type TaskStatus } from '../task/vocabulary.ts';
import { skipOf, type OccurrenceFacts } from './occurrence.ts';
import { fillIn } from './placeholders.ts';
import { endAfter, recurrenceProblems, recurrenceSpec, stateOf, timesProblem } from './recurring-task.ts';
import { askedTask, type TaskTemplate } from './template.ts';
import { timingInWords } from './timing-words.ts';
import { scheduledTimes, type Timing } from './timing.ts';

const AT = '2026-12-31T23:30:00.000Z';
const time = '09:05';

describe('the times that Temporal is told', () => {
  it.each<[Timing, object]>([
    [{ kind: 'DAILY', time }, { calendars: [{ hour: 9, minute: 5 }] }],
    [
      { kind: 'WEEKLY', weekdays: [7, 1], time },
      { calendars: [{ hour: 9, minute: 5, dayOfWeek: ['MONDAY', 'SUNDAY'] }] },
    ],
    [{ kind: 'MONTHLY', day: 28, time }, { calendars: [{ hour: 9, minute: 5, dayOfMonth: 28 }] }],
    [
      { kind: 'ONCE', date: '2026-12-24', time },
      { calendars: [{ hour: 9, minute: 5, year: 2026, month: ['DECEMBER'], dayOfMonth: 24 }] },
    ],
    [{ kind: 'CRON', expression: '0 9 * * 1' }, { cronExpressions: ['0 9 * * 1'] }],
  ])('%j', (timing, spec) => expect(scheduledTimes(timing)).toEqual(spec));

  it.each([29, 30, 31])('on the %i. of a month are those of its last day where it is shorter', (day) => {
    const spec = scheduledTimes({ kind: 'MONTHLY', day, time: '00:00' });
    const calendars = 'calendars' in spec ? spec.calendars : [];
    for (let date = Date.UTC(2027, 0, 1); date < Date.UTC(2032, 0, 1); date += 86_400_000) {
      const on = new Date(date);
      const lastDay = new Date(Date.UTC(on.getUTCFullYear(), on.getUTCMonth() + 1, 0)).getUTCDate();
      const isDue = calendars.some((calendar) => matches(calendar, on));
      expect([on.toISOString(), isDue]).toEqual([on.toISOString(), on.getUTCDate() === Math.min(day, lastDay)]);
    }
  });

  it.each(['24:00', '9', '12:60', ''])('are not made of %j', (wrong) => {
    expect(() => scheduledTimes({ kind: 'DAILY', time: wrong })).toThrow(RangeError);
  });

  it('go by the zone of the project, up to the end of the last day there', () => {
    const spec = recurrenceSpec({ when: { kind: 'DAILY', time }, until: '2026-03-29' }, 'Europe/Berlin');
    expect(spec).toMatchObject({ timezone: 'Europe/Berlin', endAt: new Date('2026-03-29T21:59:59.999Z') });
  });
});

const MONTHS = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ');

/** Temporal's own rule: what is not named is any. */
function matches(calendar: object, on: Date): boolean {
  const { dayOfMonth, month, year } = calendar as {
    dayOfMonth?: number;
    month?: string[];
    year?: { start: number; end: number; step: number }[];
  };
  const isYear = ({ start, end, step }: { start: number; end: number; step: number }) =>
    on.getUTCFullYear() >= start && on.getUTCFullYear() <= end && (on.getUTCFullYear() - start) % step === 0;
  return (
    (dayOfMonth === undefined || on.getUTCDate() === dayOfMonth) &&
    (month === undefined || month.includes(MONTHS[on.getUTCMonth()] ?? '')) &&
    (year === undefined || year.some(isYear))
  );
}

it.each<[Timing, string]>([
  [{ kind: 'ONCE', date: '2026-12-24', time }, 'once on 24 December 2026 at 09:05'],
  [{ kind: 'DAILY', time }, 'every day at 09:05'],
  [{ kind: 'WEEKLY', weekdays: [1, 2, 3, 4, 5], time }, 'every weekday at 09:05'],
  [{ kind: 'WEEKLY', weekdays: [1], time }, 'every Monday at 09:05'],
  [{ kind: 'WEEKLY', weekdays: [5, 1, 3], time }, 'every Monday, Wednesday and Friday at 09:05'],
  [{ kind: 'WEEKLY', weekdays: [1, 2, 3, 4, 5, 6, 7], time }, 'every day at 09:05'],
  [{ kind: 'MONTHLY', day: 1, time }, 'every month on the 1st at 09:05'],
  [{ kind: 'MONTHLY', day: 22, time }, 'every month on the 22nd at 09:05'],
  [{ kind: 'MONTHLY', day: 13, time }, 'every month on the 13th at 09:05'],
  [{ kind: 'MONTHLY', day: 30, time }, 'every month on the 30th (or the last day) at 09:05'],
  [{ kind: 'MONTHLY', day: 31, time }, 'every month on the last day at 09:05'],
  [{ kind: 'CRON', expression: '@daily' }, 'by cron @daily'],
])('%j in words', (timing, words) => expect(timingInWords(timing)).toBe(words));

describe('placeholders', () => {
  const due = { at: AT, timeZone: 'Europe/Berlin', number: 7 };

  it('are filled in by the day where the project is', () => {
    const text = '{{date}} {{ weekday }} {{week}} {{month}} {{year}} #{{number}}';
    expect(fillIn(text, due)).toBe('2027-01-01 Friday 2026-W53 2027-01 2027 #7');
    expect(fillIn(text, { ...due, timeZone: 'UTC' })).toBe('2026-12-31 Thursday 2026-W53 2026-12 2026 #7');
  });

  it.each(['{{other}}', '{date}', '{{constructor}}', '{{ date', '${{ github.sha }}'])('leave %j alone', (text) => {
    expect(fillIn(text, due)).toBe(text);
  });

  it.each([
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-03', '2020-W53'],
  ])('put %s into the week %s', (day, week) => {
    expect(fillIn('{{week}}', { at: `${day}T12:00:00.000Z`, timeZone: 'UTC', number: 1 })).toBe(week);
  });
});

it('a task is asked for as its template says, with what it comes from', () => {
  const template: TaskTemplate = {
    title: `Report {{date}} ${'x'.repeat(190)}`,
    description: 'Number {{number}}',
    type: 'OPS',
    priority: 2,
    labels: ['weekly'],
    dependsOn: [],
    checklist: [],
    metadata: { team: 'shop' },
    assignees: [{ kind: 'HUMAN', id: 'p1' }],
    dueInHours: 24,
  };
  const from = { recurringTaskId: 'r1', scheduledFor: AT, timeZone: 'UTC', number: 3 };
  const { title, ...asked } = askedTask(template, from);
  expect(title).toMatch(/^Report 2026-12-31 x+$/);
  expect(title).toHaveLength(200);
  expect(asked).toMatchObject({
    description: 'Number 3',
    dueAt: '2027-01-01T23:30:00.000Z',
    metadata: { team: 'shop', recurringTaskId: 'r1', scheduledFor: AT },
    assignees: [{ kind: 'HUMAN', id: 'p1' }],
  });
  expect(asked).not.toHaveProperty('dueInHours');
});

describe('whether a task is made', () => {
  const facts: OccurrenceFacts = {
    cause: 'SCHEDULE',
    scheduledFor: new Date(AT),
    now: new Date(AT),
    catchUpMinutes: 60,
    overlap: 'SKIP',
    mode: 'NORMAL',
  };
  const later = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000);
  const last = (status: TaskStatus) => ({ key: 'MC-1', status });

  it('is so when nothing speaks against it', () => expect(skipOf(facts)).toBeUndefined());

  it.each(TASK_STATUSES)('while the last one is %s depends on the rule', (status) => {
    const isOpen = status !== 'DONE' && status !== 'CANCELED';
    const skip = skipOf({ ...facts, last: last(status) });
    expect(skip?.reason).toBe(isOpen ? 'OVERLAP' : undefined);
    expect(skipOf({ ...facts, last: last(status), overlap: 'ALLOW' })).toBeUndefined();
    expect(skipOf({ ...facts, last: last(status), cause: 'BY_HAND' })).toBeUndefined();
  });

  it('is said in words', () => {
    expect(skipOf({ ...facts, last: last('IN_PROGRESS') })?.detail).toBe('MC-1 is still in progress');
    expect(skipOf({ ...facts, now: later(200) })).toEqual({
      reason: 'LATE',
      detail: '3 h 20 min late, and it is made up for within 1 h',
    });
    expect(skipOf({ ...facts, mode: 'DRAINING', modeReason: 'a move' })?.detail).toBe(
      'the project is DRAINING: a move',
    );
  });

  it('is not so too late, but by hand', () => {
    expect(skipOf({ ...facts, now: later(60) })).toBeUndefined();
    expect(skipOf({ ...facts, now: later(61) })?.reason).toBe('LATE');
    expect(skipOf({ ...facts, now: later(61), cause: 'BY_HAND' })).toBeUndefined();
  });

  it('is not so while it is paused, but by hand', () => {
    expect(skipOf({ ...facts, pausedBecause: 'holidays' })).toEqual({
      reason: 'PAUSED',
      detail: 'it is paused: holidays',
    });
    expect(skipOf({ ...facts, pausedBecause: 'holidays', cause: 'BY_HAND' })).toBeUndefined();
  });

  it.each(PROJECT_MODES.filter((mode) => mode !== 'NORMAL'))(
    'is not so in a project that is %s, also by hand',
    (mode) => {
      for (const cause of ['SCHEDULE', 'BY_HAND'] as const) {
        expect(skipOf({ ...facts, cause, mode })?.reason).toBe('PROJECT_MODE');
        const stopped = { ...facts, cause, mode: 'QUARANTINED' as const, emergencyStop: 'fire' };
        expect(skipOf(stopped)).toEqual({ reason: 'EMERGENCY_STOP', detail: 'emergency stop: fire' });
      }
    },
  );
});

describe('the end', () => {
  const daily = { kind: 'DAILY', time } as const;
  const once = { kind: 'ONCE', date: '2026-12-24', time } as const;
  const at = new Date(AT);

  it('comes after one time, or after so many tasks', () => {
    expect(endAfter({ when: once }, 0)).toBe('it was due once');
    expect(endAfter({ when: daily }, 99)).toBeUndefined();
    expect(endAfter({ when: daily, count: 2 }, 1)).toBeUndefined();
    expect(endAfter({ when: daily, count: 2 }, 2)).toBe('it has made its 2 tasks');
    expect(endAfter({ when: daily, count: 1 }, 1)).toBe('it has made its 1 task');
  });

  it('comes with the last day where the project is', () => {
    const until = '2026-12-31';
    expect(stateOf({ when: daily, until }, 'UTC', at)).toBe('ACTIVE');
    expect(stateOf({ when: daily, until }, 'Europe/Berlin', at)).toBe('ENDED');
    const paused = { reason: 'r', by: { kind: 'HUMAN', id: 'p', name: 'P' }, at: AT } as const;
    expect(stateOf({ when: daily, until, paused }, 'UTC', at)).toBe('PAUSED');
    expect(stateOf({ when: daily, paused, ended: { because: 'b', at: AT } }, 'UTC', at)).toBe('ENDED');
  });

  it('is not chosen for what is made once', () => {
    expect(recurrenceProblems({ when: once, until: '2026-12-31', count: 2 }).map(({ path }) => path)).toEqual([
      'until',
      'count',
    ]);
    expect(recurrenceProblems({ when: daily, until: '2026-12-31', count: 2 })).toEqual([]);
  });
});

it('times are still to come, and not too many', () => {
  const times = (...minutes: number[]) => minutes.map((minute) => new Date(minute * 60_000));
  expect(timesProblem([])).toBe('has no time that is still to come');
  expect(timesProblem(times(0))).toBeUndefined();
  expect(timesProblem(times(0, 5, 10))).toBeUndefined();
  expect(timesProblem(times(0, 60, 64))).toBe('may come every 5 minutes at most');
});
