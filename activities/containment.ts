import type { Store } from '../store/store.ts';
import type { ContainmentActivities } from '../workflows/contract.ts';

/** Finds what a containment has to stop. */
export const createContainmentActivities = ({ store }: { store: Store }): ContainmentActivities => ({
  listRunningExecutions: (scope, requestedBy) => store.parts.running(scope, requestedBy),
});
