import type { TaskEvent } from '../domain/task/events.ts';
import { evolve } from '../domain/task/evolve.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { StayDocument } from './documents/attention.ts';

/**
 * The stays in a status that a batch of events ends. Event by event, since a batch may move a task more than once, and
 * each transition ends the stay that the one before began.
 * @param before the task before the first event; undefined when that creates it.
 */
export function finishedStays(events: readonly TaskEvent[], before: TaskState | undefined): StayDocument[] {
  const stays: StayDocument[] = [];
  let state = before;
  for (const event of events) {
    if (state && event.type === 'task.transitioned') stays.push(finishedStay(state, event));
    state = evolve(state, event);
  }
  return stays;
}

/** When a task came into the status that it is in. */
export const statusSince = ({ lastTransition, createdAt }: TaskState): string => lastTransition?.at ?? createdAt;

function finishedStay(state: TaskState, { seq, at }: TaskEvent): StayDocument {
  const enteredAt = statusSince(state);
  return {
    _id: `${state.id}:${seq}`,
    projectId: state.projectId,
    taskKey: state.key,
    taskType: state.type,
    status: state.status,
    enteredAt,
    leftAt: at,
    seconds: (Date.parse(at) - Date.parse(enteredAt)) / 1000,
  };
}
