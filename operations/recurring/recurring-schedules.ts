import type { ScheduleHandle } from '@temporalio/client';
import { recurrenceSpec, stateOf } from '../../domain/recurring/recurring-task.ts';
import { recurringPreviewId, recurringSchedule, recurringScheduleId } from '../../workflows/messages.ts';
import { ScheduleKeeper } from '../schedule-keeper.ts';

/** Younger ones have missed nothing, in milliseconds. */
const NEW_FOR_MS = 60_000;

/** The schedules of recurring tasks: they follow what the documents and their projects say. */
export class RecurringSchedules extends ScheduleKeeper {
  protected scheduleId(id: string): string {
    return recurringScheduleId(this.options.taskQueue, id);
  }

  protected async wanted(id: string) {
    const { store, taskQueue } = this.options;
    const task = await store.recurring.tasks.byId(id);
    const project = task && task.removedAt === undefined ? await store.projects.bySlug(task.projectId) : undefined;
    if (!task || !project || project.removedAt !== undefined) return undefined;
    const { timeZone } = project;
    if (stateOf(task, timeZone, new Date()) === 'ENDED') return undefined;
    return recurringSchedule(taskQueue, task, recurrenceSpec(task, timeZone));
  }

  /** What was due while there was no schedule is made up for; what was made before is not made again. */
  protected override async created(id: string, schedule: ScheduleHandle): Promise<void> {
    const task = await this.options.store.recurring.tasks.byId(id);
    if (!task || task.paused) return;
    const now = Date.now();
    const from = Math.max(Date.parse(task.since), now - task.catchUpMinutes * 60_000);
    if (now - from < NEW_FOR_MS) return;
    await schedule.backfill({ start: new Date(from), end: new Date(now), overlap: 'BUFFER_ALL' });
  }

  /** After a change of a project that they go by: its time zone, or that it is there at all. */
  async followProject(slug: string): Promise<void> {
    for (const id of await this.options.store.recurring.tasks.ids(slug)) await this.follow(id);
  }

  /** All of them; and previews are taken away that a killed process has left behind. */
  async followAll(): Promise<void> {
    const { client, store, taskQueue } = this.options;
    for (const id of await store.recurring.tasks.ids()) await this.follow(id);
    const prefix = recurringPreviewId(taskQueue, '');
    for await (const { scheduleId } of client.schedule.list()) {
      if (scheduleId.startsWith(prefix)) await client.schedule.getHandle(scheduleId).delete();
    }
  }
}
