/** What counts as going round in circles. */
export interface LoopLimits {
  /** COMMENT_STORM: more messages than this within the minutes. */
  readonly comments: number;
  readonly commentMinutes: number;
  /** REVIEW_PING_PONG: more review cycles than this. */
  readonly reviewCycles: number;
  /** REPEATED_FAILURES: this many of the last executions. */
  readonly failures: number;
  readonly failureWindow: number;
  /** BACK_AND_FORTH: this many transitions within the minutes, one edge making up half of them. */
  readonly transitions: number;
  readonly transitionMinutes: number;
}

export const DEFAULT_LOOP_LIMITS: LoopLimits = {
  comments: 20,
  commentMinutes: 30,
  reviewCycles: 3,
  failures: 5,
  failureWindow: 10,
  transitions: 6,
  transitionMinutes: 60,
};

export const LOOP_KINDS = ['COMMENT_STORM', 'REVIEW_PING_PONG', 'REPEATED_FAILURES', 'BACK_AND_FORTH'] as const;
export type LoopKind = (typeof LOOP_KINDS)[number];
