import { MISSION_CONTROL } from '../actor.ts';
import type { TaskEvent } from '../task/events.ts';
import { NO_COUNTERS, type LoopCounters } from './counters.ts';

const COMMENTS_KEPT = 101;
const OUTCOMES_KEPT = 50;
const TRANSITIONS_KEPT = 50;
const TRAIL_KEPT = 5;

/**
 * The counters after an event. Leaving BLOCKED starts them anew: people have looked at the task. Only executions are
 * remembered until a loop was found, since each that fails for good blocks the task by itself.
 */
export function count(before: LoopCounters = NO_COUNTERS, event: TaskEvent): LoopCounters {
  const counters = counted(before, event);
  const entry = { seq: event.seq, at: event.at, type: event.type, by: event.actor };
  return { ...counters, trail: [...before.trail, entry].slice(-TRAIL_KEPT) };
}

function counted(before: LoopCounters, event: TaskEvent): LoopCounters {
  switch (event.type) {
    case 'task.commented':
      // What Mission Control writes answers something that counts already.
      return event.actor.id === MISSION_CONTROL.id && event.actor.kind === 'SYSTEM'
        ? before
        : { ...before, comments: [...before.comments, event.at].slice(-COMMENTS_KEPT) };
    case 'execution.completed':
      return { ...before, outcomes: [...before.outcomes, 'COMPLETED' as const].slice(-OUTCOMES_KEPT) };
    case 'execution.failed':
      return { ...before, outcomes: [...before.outcomes, 'FAILED' as const].slice(-OUTCOMES_KEPT) };
    case 'task.transitioned':
      return moved(before, event);
    case 'loop.detected':
      return { ...before, outcomes: [] };
    case 'loop.acknowledged':
      return { ...before, acknowledged: [...new Set([...before.acknowledged, event.data.kind])] };
    default:
      return before;
  }
}

function moved(before: LoopCounters, { data, at }: Extract<TaskEvent, { type: 'task.transitioned' }>): LoopCounters {
  const { from, to } = data;
  const { acknowledged, outcomes } = before;
  if (from === 'BLOCKED') return { ...NO_COUNTERS, acknowledged, outcomes };
  // An approval that holds the task for a while is no step back.
  if (from === 'NEEDS_APPROVAL' || to === 'NEEDS_APPROVAL') return before;
  const isSentBack = from === 'REVIEW' && to === 'IN_PROGRESS';
  const transitions = [...before.transitions, { from, to, at }].slice(-TRANSITIONS_KEPT);
  return { ...before, transitions, reviewCycles: before.reviewCycles + (isSentBack ? 1 : 0) };
}
