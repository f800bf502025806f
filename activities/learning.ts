import { Context } from '@temporalio/activity';
import type { Store } from '../store/store.ts';
import type { LearningActivities } from '../workflows/contract.ts';

/** Learns everything anew: what tasks taught when they ended is checked, and corrected where it is not the fold. */
export const createLearningActivities = ({ store }: { store: Store }): LearningActivities => ({
  recomputeLearning: async () => {
    let [caughtUp, corrected] = [0, 0];
    for (const { _id: id } of await store.projects.all()) {
      caughtUp += await store.learning.catchUp(id);
      corrected += await store.learning.recompute({ kind: 'PROJECT', id });
      for (const agent of await store.agents.ofProject(id)) {
        corrected += await store.learning.recompute({ kind: 'AGENT', id: agent._id });
        Context.current().heartbeat();
      }
    }
    return { caughtUp, corrected };
  },
});
