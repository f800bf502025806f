import { isSameActor, MISSION_CONTROL, type ActorRef } from '../actor.ts';
import type { TaskEvent } from '../task/events.ts';
import type { Execution } from '../task/state.ts';

/**
 * The agents whose own doing has led to what Mission Control did by a rule: events of one command have one time.
 * @param events with those of the same command.
 * @param running the executions before them: who reports the end of one has done that.
 */
export function agentsBehind(
  event: TaskEvent,
  events: readonly TaskEvent[],
  running: readonly Execution[],
): readonly ActorRef[] {
  if (!isSameActor(event.actor, MISSION_CONTROL)) return [];
  return events
    .filter(({ at }) => at === event.at)
    .flatMap((other) => [other.actor, workerOf(other, running)])
    .flatMap((one) => (one?.kind === 'AGENT' ? [one] : []));
}

function workerOf({ type, data }: TaskEvent, running: readonly Execution[]): ActorRef | undefined {
  if (type !== 'execution.completed' && type !== 'execution.failed') return undefined;
  return running.find(({ id }) => id === data.executionId)?.worker;
}
