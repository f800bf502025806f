import { describe, expect, it } from '@jest/globals';
import { addDays, dayBounds } from '../budget/day.ts';
import { bottlenecksOf, cycleSeconds, durationsOf, leadSeconds, throughputOf, type EndedTask } from './flow.ts';

const ended = (completedAt: string, more: Partial<EndedTask> = {}): EndedTask => ({
  status: 'DONE',
  type: 'OPS',
  createdAt: '2026-03-01T00:00:00.000Z',
  startedAt: '2026-03-01T00:01:00.000Z',
  completedAt,
  ...more,
});

describe('durations', () => {
  it('are in any order, and 0 for none', () => {
    expect(durationsOf([30, 10, 20])).toEqual({ count: 3, medianSeconds: 20, p90Seconds: 28 });
    expect(durationsOf([])).toEqual({ count: 0, medianSeconds: 0, p90Seconds: 0 });
  });

  it('are of what is DONE, and cycles of what was begun', () => {
    const tasks = [
      ended('2026-03-01T00:02:00.000Z'),
      ended('2026-03-01T00:05:00.000Z', { status: 'CANCELED' }),
      { status: 'DONE', type: 'OPS', createdAt: '2026-03-01T00:00:00.000Z', completedAt: '2026-03-01T00:00:10.000Z' },
    ] as const;
    expect(cycleSeconds(tasks)).toEqual([60]);
    expect(leadSeconds(tasks)).toEqual([120, 10]);
  });
});

it('counts each task on the day that it ended on where the project is, also when the clocks change', () => {
  const days = ['2026-03-28', '2026-03-29', '2026-03-30'].map((day) => ({ day, ...dayBounds('Europe/Berlin', day) }));
  const tasks = [
    ended('2026-03-28T22:59:59.999Z'),
    ended('2026-03-28T23:00:00.000Z', { status: 'CANCELED' }),
    ended('2026-03-29T21:59:59.999Z'),
    ended('2026-03-29T22:00:00.000Z'),
    ended('2026-03-30T22:00:00.000Z'),
  ];
  expect(throughputOf(tasks, days)).toEqual([
    { day: '2026-03-28', done: 1, canceled: 0 },
    { day: '2026-03-29', done: 1, canceled: 1 },
    { day: '2026-03-30', done: 1, canceled: 0 },
  ]);
  expect(days[0]?.day).toBe(addDays('2026-03-29', -1));
});

it('shows where tasks spend their time, the longest first, and leaves out where none were', () => {
  const stays = [
    { status: 'INBOX', seconds: 5 },
    { status: 'REVIEW', seconds: 10 },
    { status: 'REVIEW', seconds: 20 },
  ] as const;
  const waiting = [
    { status: 'INBOX', count: 0 },
    { status: 'ASSIGNED', count: 2, since: '2026-03-01T00:00:00.000Z' },
    { status: 'REVIEW', count: 1, since: '2026-03-01T00:00:50.000Z' },
    { status: 'BLOCKED', count: 0 },
  ] as const;
  expect(bottlenecksOf(stays, waiting, '2026-03-01T00:01:00.000Z')).toEqual([
    {
      status: 'REVIEW',
      count: 2,
      medianSeconds: 15,
      p90Seconds: 19,
      totalSeconds: 30,
      waiting: 1,
      oldestWaitingSeconds: 10,
    },
    { status: 'INBOX', count: 1, medianSeconds: 5, p90Seconds: 5, totalSeconds: 5, waiting: 0 },
    {
      status: 'ASSIGNED',
      count: 0,
      medianSeconds: 0,
      p90Seconds: 0,
      totalSeconds: 0,
      waiting: 2,
      oldestWaitingSeconds: 60,
    },
  ]);
});
