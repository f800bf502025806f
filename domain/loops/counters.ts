import type { ActorRef } from '../actor.ts';
import type { TaskStatus } from '../task/vocabulary.ts';
import type { LoopKind } from './limits.ts';

/** What is remembered of the last turns of a task to see that it goes round in circles. Bounded. */
export interface LoopCounters {
  /** When the last messages were written, oldest first; ISO timestamps. */
  readonly comments: readonly string[];
  /** Review cycles since the task was last set going again. */
  readonly reviewCycles: number;
  /** How the last executions ended since a loop was found, oldest first. */
  readonly outcomes: readonly ('COMPLETED' | 'FAILED')[];
  /** The last transitions, oldest first; approvals that hold a task for a while do not count. */
  readonly transitions: readonly { readonly from: TaskStatus; readonly to: TaskStatus; readonly at: string }[];
  /** The last events, oldest first, for the summary. */
  readonly trail: readonly TrailEntry[];
  /** Kinds of loops that people have said are fine for this task. */
  readonly acknowledged: readonly LoopKind[];
}

interface TrailEntry {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly by: ActorRef;
}

/** Why a task was stopped that went round in circles. */
export interface LoopSummary {
  readonly kind: LoopKind;
  /** What went back and forth, in words. */
  readonly what: string;
  readonly lastEvents: readonly TrailEntry[];
  /** What to do about it. */
  readonly nextStep: string;
}

export const NO_COUNTERS: LoopCounters = {
  comments: [],
  reviewCycles: 0,
  outcomes: [],
  transitions: [],
  trail: [],
  acknowledged: [],
};
