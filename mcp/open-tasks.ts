import { isFinal, TASK_STATUSES, type TaskStatus } from '../domain/task/vocabulary.ts';
import type { Caller } from '../operations/caller.ts';
import type { TaskCard } from '../operations/schemas/task.ts';
import type { Tasks } from '../operations/tasks.ts';

const OPEN = TASK_STATUSES.filter((status) => !isFinal(status));

interface Wanted {
  /** Every status that is not final when absent. */
  readonly status?: TaskStatus | undefined;
  readonly limit: number;
}

/** The tasks that a caller has, most urgent and oldest first. @throws FORBIDDEN */
export async function openTasksOf(tasks: Tasks, caller: Caller, { status, limit }: Wanted): Promise<TaskCard[]> {
  const statuses = status === undefined ? OPEN : [status];
  const assignee = caller.actor.id;
  const pages = await Promise.all(statuses.map((one) => tasks.list(caller, { assignee, status: one, limit })));
  const found = pages.flatMap(({ items }) => items);
  return found.toSorted(byUrgency).slice(0, limit);
}

const byUrgency = (one: TaskCard, other: TaskCard): number =>
  one.priority - other.priority || (one.createdAt < other.createdAt ? -1 : 1);
