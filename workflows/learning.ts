import { proxyActivities } from '@temporalio/workflow';
import type { LearningActivities, Relearned } from './contract.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<LearningActivities>(RETRIES.learning.options);

/** Learns everything anew; a schedule starts it once a day. */
export async function learningWorkflow(): Promise<Relearned> {
  return activities.recomputeLearning();
}
