import { isSameActor, type ActorRef } from '../actor.ts';
import type { TaskState } from '../task/state.ts';

type Authored = Pick<TaskState, 'assignees' | 'contributors'>;

/** Whose work it is: of those who were given it and of those who did it. */
export function authorsOf({ assignees, contributors = [] }: Authored): readonly ActorRef[] {
  return [...contributors, ...assignees.filter((one) => !contributors.some((other) => isSameActor(one, other)))];
}

export const isAuthor = (state: Authored, who: ActorRef): boolean =>
  authorsOf(state).some((author) => isSameActor(author, who));
