import { proxyActivities } from '@temporalio/workflow';
import type { GithubActivities, GithubDelivery } from './contract.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<GithubActivities>(RETRIES.github.options);

/** Deals with what GitHub has told, in the order in which it was told. */
export async function githubDeliveryWorkflow({ connectionId, changes }: GithubDelivery): Promise<void> {
  for (const change of changes) await activities.applyGithubChange(connectionId, change);
}
