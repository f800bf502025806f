import type { Actor, Assignee } from '../actor.ts';
import { NO_FACTS, type TaskCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { TaskEvent } from './events.ts';
import type { TaskState, Timestamp } from './state.ts';

interface TakingUp {
  readonly now: Timestamp;
  /** Who takes the task up, and answers for what follows. */
  readonly actor: Actor;
  /** Why nothing that ran runs any more. */
  readonly because: string;
  /** Who a person is here; undefined where nobody knows them. */
  readonly personHere: (id: string) => Assignee | undefined;
}

/**
 * What follows, by ordinary commands, where a task goes on in another place: nothing that ran runs any more, so that a
 * person has to start it again, and people are called by other ids. What is refused is left as it is.
 */
export function takeUp(
  state: TaskState,
  { now, actor, because, personHere }: TakingUp,
): { readonly state: TaskState; readonly events: readonly TaskEvent[] } {
  let current = state;
  const events: TaskEvent[] = [];
  const send = (command: TaskCommand): void => {
    const decision = decide(current, command, { now, actor, facts: NO_FACTS });
    if (!decision.accepted) return;
    events.push(...decision.events);
    current = decision.state;
  };

  const lost = state.activeExecutions.length;
  // Whatever is left when one ends may begin another.
  for (
    let [active] = current.activeExecutions, seq = 0;
    active && current.seq > seq;
    [active] = current.activeExecutions
  ) {
    seq = current.seq;
    send({ name: 'cancelExecution', executionId: active.id, reason: because });
  }
  if (lost > 0 && current.status === 'IN_PROGRESS') {
    const reason = `${because}; unblock the task and start the work again`;
    send({ name: 'transition', to: 'BLOCKED', reason });
  }

  const here = (one: Assignee): Assignee => (one.kind === 'HUMAN' ? (personHere(one.id) ?? one) : one);
  const assignees = current.assignees.map(here);
  if (assignees.some(({ id }, index) => id !== current.assignees[index]?.id)) {
    send({ name: 'assign', assignees: assignees.map((one) => ({ ...one, status: 'ACTIVE', allowedTypes: [] })) });
  }
  const reviewer = current.reviewer && here(current.reviewer);
  if (reviewer && reviewer.id !== current.reviewer?.id) send({ name: 'edit', changes: { reviewer } });
  return { state: current, events };
}
