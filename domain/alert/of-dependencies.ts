import type { TaskEvent } from '../task/events.ts';
import { isFinal } from '../task/vocabulary.ts';
import type { AlertConsequence, ConcernedTask } from './consequences.ts';

/** A task that waits for what was canceled waits for ever, unless somebody looks after it. */
export function ofDependencies({ type, data, seq, actor }: TaskEvent, task: ConcernedTask): AlertConsequence[] {
  if (type === 'dependency.canceled') {
    const title = `${task.key} waits for what was canceled: ${task.title}`;
    const description = `${data.dependency} was canceled, and ${task.key} depends on it`;
    const alert = { kind: 'DEPENDENCY_CANCELED', severity: 'WARNING', title, description } as const;
    const place = { projectId: task.projectId, taskKey: task.key };
    return [{ raise: { key: canceledKey(task, seq), once: true, ...alert, ...place } }];
  }
  const isOver = type === 'task.transitioned' && isFinal(data.to);
  const isOther = type === 'task.edited' && data.changes.dependsOn !== undefined;
  if (!isOver && !isOther) return [];
  const resolve = { firstKey: canceledKey(task, 0), lastKey: canceledKey(task, seq) };
  return [{ resolve, by: actor, note: isOver ? `${task.key} is over` : `${task.key} depends on other tasks now` }];
}

/** Keys of one task sort by the event that they come from. */
const canceledKey = ({ id }: ConcernedTask, seq: number): string =>
  `dependency-canceled:${id}:${String(seq).padStart(9, '0')}`;
