import { durationInWords } from '../duration.ts';
import { STATUS_WORDS } from '../task/labels.ts';
import { isFinal, type ProjectMode, type TaskStatus } from '../task/vocabulary.ts';
import type { OverlapRule } from './recurring-task.ts';

/** DUE is being dealt with; the others are final. */
export const OCCURRENCE_STATES = ['DUE', 'MADE', 'SKIPPED'] as const;
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number];

export const OCCURRENCE_CAUSES = ['SCHEDULE', 'BY_HAND'] as const;
export type OccurrenceCause = (typeof OCCURRENCE_CAUSES)[number];

export const SKIP_REASONS = [
  'PAUSED',
  'LATE',
  'EMERGENCY_STOP',
  'PROJECT_MODE',
  'OVERLAP',
  /** Whoever has set it up may not create tasks in the project any more. */
  'NOT_ALLOWED',
  /** The task itself was refused. */
  'REFUSED',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why no task was made. */
export interface Skip {
  readonly reason: SkipReason;
  /** In words, for people. */
  readonly detail: string;
}

/** All that decides whether a task is made. */
export interface OccurrenceFacts {
  readonly cause: OccurrenceCause;
  readonly scheduledFor: Date;
  readonly now: Date;
  readonly catchUpMinutes: number;
  readonly overlap: OverlapRule;
  /** Why it is paused, if it is. */
  readonly pausedBecause?: string | undefined;
  /** Why everything stands still, if it does. */
  readonly emergencyStop?: string | undefined;
  readonly mode: ProjectMode;
  readonly modeReason?: string | undefined;
  /** The task that was made last. */
  readonly last?: { readonly key: string; readonly status: TaskStatus } | undefined;
}

/**
 * Why no task is made now; undefined where one is. What people ask for by hand is made late, while it is paused and
 * besides another one, but not in a project that stands still.
 */
export function skipOf(facts: OccurrenceFacts): Skip | undefined {
  return (facts.cause === 'SCHEDULE' ? (paused(facts) ?? late(facts)) : undefined) ?? stopped(facts) ?? overlap(facts);
}

const paused = ({ pausedBecause }: OccurrenceFacts): Skip | undefined =>
  pausedBecause === undefined ? undefined : { reason: 'PAUSED', detail: `it is paused: ${pausedBecause}` };

function late({ scheduledFor, now, catchUpMinutes }: OccurrenceFacts): Skip | undefined {
  const seconds = (now.getTime() - scheduledFor.getTime()) / 1000;
  if (seconds <= catchUpMinutes * 60) return undefined;
  const detail = `${durationInWords(seconds)} late, and it is made up for within ${durationInWords(catchUpMinutes * 60)}`;
  return { reason: 'LATE', detail };
}

function stopped({ emergencyStop, mode, modeReason }: OccurrenceFacts): Skip | undefined {
  if (emergencyStop !== undefined) return { reason: 'EMERGENCY_STOP', detail: `emergency stop: ${emergencyStop}` };
  if (mode === 'NORMAL') return undefined;
  const because = modeReason === undefined ? '' : `: ${modeReason}`;
  return { reason: 'PROJECT_MODE', detail: `the project is ${mode}${because}` };
}

function overlap({ cause, overlap: rule, last }: OccurrenceFacts): Skip | undefined {
  if (cause === 'BY_HAND' || rule === 'ALLOW' || !last || isFinal(last.status)) return undefined;
  return { reason: 'OVERLAP', detail: `${last.key} is still ${STATUS_WORDS[last.status]}` };
}
