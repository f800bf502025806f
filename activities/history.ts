import type { Store } from '../store/store.ts';
import type { HistoryActivities } from '../workflows/contract.ts';

/** Carries a task's events to the history database. */
export const createHistoryActivities = ({ store }: { store: Store }): HistoryActivities => ({
  appendHistory: async ({ events, task, previousHash }) => ({
    lastHash: await store.history.append(events, task, previousHash),
  }),
});
