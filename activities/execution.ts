import { CompleteAsyncError } from '@temporalio/activity';
import type { ExecutionActivities } from '../workflows/contract.ts';

/** A lease is an activity that is left open: the API heartbeats, completes and fails it, by id, for the executor. */
export const createExecutionActivities = (): ExecutionActivities => ({
  holdLease: () => Promise.reject(new CompleteAsyncError()),
});
