import type { TaskStatus, TaskType } from '../task/vocabulary.ts';
import { median, percentile } from './durations.ts';

/** A task that has ended. Times are ISO 8601 in UTC. */
export interface EndedTask {
  readonly status: TaskStatus;
  readonly type: TaskType;
  readonly createdAt: string;
  /** When work on it began; undefined where it never did. */
  readonly startedAt?: string;
  readonly completedAt: string;
}

/** One stretch of time that a task spent in a status. */
export interface Stay {
  readonly status: TaskStatus;
  readonly seconds: number;
}

/** Tasks that are in a status now. */
export interface Waiting {
  readonly status: TaskStatus;
  readonly count: number;
  /** When the one came that has been there longest. */
  readonly since?: string;
}

/** A civil day: `from` belongs to it, `until` to the next one. */
interface Day {
  readonly day: string;
  readonly from: string;
  readonly until: string;
}

interface Durations {
  readonly count: number;
  /** 0 for none. */
  readonly medianSeconds: number;
  readonly p90Seconds: number;
}

/** How long things took, in seconds. */
export function durationsOf(seconds: readonly number[]): Durations {
  const sorted = seconds.toSorted((one, other) => one - other);
  return { count: sorted.length, medianSeconds: median(sorted) ?? 0, p90Seconds: percentile(sorted, 90) ?? 0 };
}

/** From the first start of work to DONE. */
export const cycleSeconds = (tasks: readonly EndedTask[]): number[] =>
  tasks.flatMap(({ status, startedAt, completedAt }) =>
    status === 'DONE' && startedAt !== undefined ? [secondsBetween(startedAt, completedAt)] : [],
  );

/** From creation to DONE. */
export const leadSeconds = (tasks: readonly EndedTask[]): number[] =>
  tasks.flatMap(({ status, createdAt, completedAt }) =>
    status === 'DONE' ? [secondsBetween(createdAt, completedAt)] : [],
  );

/** How many tasks ended on each of these days. */
export function throughputOf(
  tasks: readonly EndedTask[],
  days: readonly Day[],
): { day: string; done: number; canceled: number }[] {
  return days.map(({ day, from, until }) => {
    const ended = tasks.filter(({ completedAt }) => completedAt >= from && completedAt < until);
    const done = ended.filter(({ status }) => status === 'DONE').length;
    return { day, done, canceled: ended.length - done };
  });
}

type Bottleneck = Durations & {
  readonly status: TaskStatus;
  readonly totalSeconds: number;
  readonly waiting: number;
  readonly oldestWaitingSeconds?: number;
};

/** Statuses by the time that tasks have spent in them, the longest first. @param now ISO 8601 in UTC. */
export function bottlenecksOf(stays: readonly Stay[], waiting: readonly Waiting[], now: string): Bottleneck[] {
  return waiting
    .map(({ status, count, since }) => {
      const seconds = stays.filter((stay) => stay.status === status).map((stay) => stay.seconds);
      return {
        status,
        ...durationsOf(seconds),
        totalSeconds: seconds.reduce((sum, one) => sum + one, 0),
        waiting: count,
        ...(since !== undefined && { oldestWaitingSeconds: Math.max(0, secondsBetween(since, now)) }),
      };
    })
    .filter(({ count, waiting: waitingNow }) => count + waitingNow > 0)
    .toSorted((one, other) => other.totalSeconds - one.totalSeconds);
}

const secondsBetween = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / 1000;
