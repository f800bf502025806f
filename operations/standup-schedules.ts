import { standupSchedule, standupScheduleId } from '../workflows/messages.ts';
import { ScheduleKeeper } from './schedule-keeper.ts';

/** The schedules that keep the standups of projects: they follow what the projects say. */
export class StandupSchedules extends ScheduleKeeper {
  protected scheduleId(slug: string): string {
    return standupScheduleId(this.options.taskQueue, slug);
  }

  protected async wanted(slug: string) {
    const project = await this.options.store.projects.bySlug(slug);
    return project && standupSchedule(this.options.taskQueue, project);
  }
}
