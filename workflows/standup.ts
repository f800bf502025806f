import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { StandupActivities } from './contract.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<StandupActivities>(RETRIES.standup.options);

/** Keeps the standup of a project; a schedule starts it at the hour that the project has chosen. Answers with its id. */
export async function standupWorkflow(slug: string): Promise<string | undefined> {
  // When it was due and not when a worker came to it: that may be the next day.
  return activities.keepStandup(slug, workflowInfo().startTime.toISOString());
}
