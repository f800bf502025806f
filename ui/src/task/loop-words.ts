import type { LoopKind } from '../../../domain/loops/limits.ts';

/** How people read the ways in which a task goes round in circles. */
export const LOOP_LABELS: Readonly<Record<LoopKind, string>> = {
  COMMENT_STORM: 'a storm of comments',
  REVIEW_PING_PONG: 'review after review',
  REPEATED_FAILURES: 'one failure after the other',
  BACK_AND_FORTH: 'back and forth between the same statuses',
};
