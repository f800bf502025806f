import { Context } from '@temporalio/activity';
import { dayIn } from '../domain/budget/day.ts';
import { standupSettingsOf } from '../domain/standup/settings.ts';
import { standup } from '../domain/standup/standup.ts';
import type { Store } from '../store/store.ts';
import type { StandupActivities } from '../workflows/contract.ts';

/** Keeps the standups of projects. */
export const createStandupActivities = ({ store }: { store: Store }): StandupActivities => ({
  keepStandup: async (slug, dueAt) => {
    const project = await store.projects.bySlug(slug);
    // The schedule may not have heard of it yet.
    if (!project || project.removedAt !== undefined || !standupSettingsOf(project).isOn) return undefined;
    const date = dayIn(project.timeZone, dueAt);
    const id = `${slug}:${date}`;
    const facts = await store.standupFacts.gather(project, new Date(), date);
    const kept = { _id: id, projectId: slug, date, standup: standup(facts), storedAt: new Date() };
    const isNew = await store.standups.addOnce(kept);
    // An earlier attempt may have come no further than this.
    if (isNew || Context.current().info.attempt > 1) {
      const data = { id, projectId: slug, date };
      await store.changes.addOnce([{ _id: `standup:${id}`, event: 'standup.created', projectId: slug, data }]);
    }
    return id;
  },
});
