import { proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { GithubActivities } from './contract.ts';
import { githubPostSignal } from './messages.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<GithubActivities>(RETRIES.github.options);

/** What follows within this time is told together. */
const GATHERED_FOR = '2s';

/** Tells GitHub about one task, until nothing new is left to tell. */
export async function githubPostWorkflow(taskId: string): Promise<void> {
  let wanted = 0;
  setHandler(githubPostSignal, () => void (wanted += 1));
  for (let told = 0; told < wanted || told === 0;) {
    await sleep(GATHERED_FOR);
    told = Math.max(wanted, 1);
    await activities.postToGithub(taskId);
  }
}
