import { ulid } from 'ulid';
import type { TestApi } from '../../tests/api.test-support.ts';

/** So many callers may remove one. */
const SPARE = 20;

/** Recurring tasks without schedules: one to ask about, and some to remove. */
export async function makeRecurringTasks({ worker }: TestApi, projectId: string) {
  const now = new Date().toISOString();
  const by = { kind: 'HUMAN', id: 'somebody', name: 'Somebody' } as const;
  const make = async (): Promise<string> => {
    const _id = ulid();
    await worker.store.recurring.tasks.create({
      _id,
      projectId,
      name: 'Weekly report',
      template: {
        title: 'Report',
        description: '',
        type: 'OPS',
        priority: 3,
        labels: [],
        dependsOn: [],
        checklist: [],
        metadata: {},
        assignees: [],
      },
      when: { kind: 'WEEKLY', weekdays: [1], time: '09:00' },
      overlap: 'ALLOW',
      catchUpMinutes: 60,
      owner: by,
      since: now,
      request: _id,
      createdBy: by,
      createdAt: now,
      changedAt: now,
    });
    return _id;
  };
  const [recurringTask = '', ...spareRecurringTasks] = await Promise.all(Array.from({ length: SPARE }, make));
  return { recurringTask, spareRecurringTasks };
}
