import { proxyActivities } from '@temporalio/workflow';
import type { AgentWatchActivities } from './contract.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<AgentWatchActivities>(RETRIES.agentWatch.options);

/** One look at who has gone silent; a schedule starts it again and again. Answers with their names. */
export async function agentWatchWorkflow(): Promise<readonly string[]> {
  // The same for every attempt, so that an attempt finds whom the one before it has marked.
  const at = new Date().toISOString();
  const silent = await activities.markSilentAgents(at);
  await Promise.all(silent.map(({ id }) => activities.seeToSilentAgent(id, at)));
  return silent.map(({ name }) => name);
}
