import { refusalFor } from '../agent/status.ts';
import type { TaskType } from '../task/vocabulary.ts';
import type { AssignmentCandidate } from './recommend.ts';

/** Why a candidate cannot take a task of this type, in words; empty when it can. */
export function exclusionsOf(candidate: AssignmentCandidate, type: TaskType): string[] {
  const { name, status, allowedTypes, openTasks, concurrencyLimit, budgetLeft } = candidate;
  const inactive = refusalFor(status, 'takesAssignments', name);
  return [
    ...(inactive === undefined ? [] : [inactive]),
    ...(allowedTypes.length === 0 || allowedTypes.includes(type) ? [] : [`${name} does not take ${type} tasks`]),
    ...(openTasks < concurrencyLimit ? [] : [`${name} has ${openTasks} open tasks of at most ${concurrencyLimit}`]),
    ...(budgetLeft ? [] : [`${name} has nothing left of today's budget`]),
  ];
}
