import type { TaskView } from '../../../operations/schemas/task.ts';

/** Whether nothing keeps a task from its start but other tasks that are not done. */
export function onlyWaits({ status, allowedTransitions }: Pick<TaskView, 'status' | 'allowedTransitions'>): boolean {
  const start = allowedTransitions.find(({ to }) => to === 'IN_PROGRESS');
  return (
    status === 'ASSIGNED' &&
    start !== undefined &&
    start.needs.length > 0 &&
    start.needs.every(({ path }) => path.startsWith('dependsOn'))
  );
}
