import { isFinal } from '../domain/task/vocabulary.ts';
import type { Store } from '../store/store.ts';
import type { HistoryActivities } from '../workflows/contract.ts';
import { findListeners, tellOf } from './attention.ts';

/** Carries a task's events to the history database, and tells those whom they concern. */
export const createHistoryActivities = ({ store }: { store: Store }): HistoryActivities => ({
  appendHistory: async ({ events, task, previousHash }) => {
    const [{ lastHash, before, after }, listeners] = await Promise.all([
      store.history.append(events, task, previousHash),
      findListeners(store, events, task),
    ]);
    if (after) await tellOf(store, events, { before, after }, listeners);
    const isOver = events.some(({ type, data }) => type === 'task.transitioned' && isFinal(data.to));
    if (isOver) await store.learning.learn(task.id);
    const hasDependents = isOver && (await store.family.hasDependents(task.projectId, task.key));
    return { lastHash, ...(hasDependents && { hasDependents }) };
  },
});
