import type { TaskStatus } from '../task/vocabulary.ts';
import { NO_COUNTERS, type LoopCounters, type LoopSummary } from './counters.ts';
import type { LoopKind, LoopLimits } from './limits.ts';

interface Finding {
  readonly kind: LoopKind;
  readonly what: string;
  readonly nextStep: string;
}

/** The first kind of loop that the counters show and that nobody has called fine. */
export function detectLoop(
  counters: LoopCounters = NO_COUNTERS,
  limits: LoopLimits,
  now: string,
): LoopSummary | undefined {
  const findings = [
    commentStorm(counters, limits, now),
    reviewPingPong(counters, limits),
    repeatedFailures(counters, limits),
    backAndForth(counters, limits, now),
  ];
  const finding = findings.find((one) => one && !counters.acknowledged.includes(one.kind));
  return finding && { ...finding, lastEvents: counters.trail };
}

function commentStorm({ comments }: LoopCounters, limits: LoopLimits, now: string): Finding | undefined {
  const recent = comments.filter(since(now, limits.commentMinutes)).length;
  if (recent <= limits.comments) return undefined;
  return {
    kind: 'COMMENT_STORM',
    what: `${recent} messages in ${limits.commentMinutes} minutes`,
    nextStep: 'Read the thread, settle the question yourself, then unblock the task.',
  };
}

function reviewPingPong({ reviewCycles }: LoopCounters, limits: LoopLimits): Finding | undefined {
  if (reviewCycles <= limits.reviewCycles) return undefined;
  return {
    kind: 'REVIEW_PING_PONG',
    what: `${reviewCycles} review cycles without an end`,
    nextStep: 'Agree with author and reviewer on what done means, or give the task to somebody else.',
  };
}

function repeatedFailures({ outcomes }: LoopCounters, limits: LoopLimits): Finding | undefined {
  const last = outcomes.slice(-limits.failureWindow);
  const failures = last.filter((outcome) => outcome === 'FAILED').length;
  if (failures < limits.failures) return undefined;
  return {
    kind: 'REPEATED_FAILURES',
    what: `${failures} of the last ${last.length} executions failed`,
    nextStep: 'Look at the errors of the executions, then change the task, its executor or its plan.',
  };
}

function backAndForth({ transitions }: LoopCounters, limits: LoopLimits, now: string): Finding | undefined {
  const isRecent = since(now, limits.transitionMinutes);
  const recent = transitions.filter(({ at }) => isRecent(at));
  if (recent.length < limits.transitions) return undefined;
  const [edge, times] = mostTaken(recent);
  if (times * 2 < recent.length) return undefined;
  return {
    kind: 'BACK_AND_FORTH',
    what: `${recent.length} moves in ${limits.transitionMinutes} minutes, ${times} of them ${edge}`,
    nextStep: 'Find out why it comes back, and decide where the task belongs.',
  };
}

function mostTaken(moves: readonly { from: TaskStatus; to: TaskStatus }[]): readonly [string, number] {
  const counts = new Map<string, number>();
  for (const { from, to } of moves) counts.set(`${from} to ${to}`, (counts.get(`${from} to ${to}`) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? ['', 0];
}

/** ISO timestamps compare as text. */
function since(now: string, minutes: number): (at: string) => boolean {
  const start = new Date(Date.parse(now) - minutes * 60_000).toISOString();
  return (at) => at > start;
}
