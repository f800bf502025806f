import { getExternalWorkflowHandle, isCancellation, log, proxyActivities, sleep } from '@temporalio/workflow';
import { MISSION_CONTROL } from '../domain/actor.ts';
import { taskWorkflowId } from '../domain/ids.ts';
import { NO_FACTS } from '../domain/task/commands.ts';
import type { ContainmentActivities, ContainmentInput, RunningExecution } from './contract.ts';
import { commandSignal } from './messages.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<ContainmentActivities>(RETRIES.containment.options);

/** What was asked for just before the order may be stored after the first look. */
const QUIET_LOOKS = 3;
const LOOK_EVERY = '2s';
/** Executions that cannot be cancelled in this many looks are somebody's problem to see. */
const MOST_LOOKS = 150;

/** Cancels every execution in reach of an order, until none is left. Answers with how many there were. */
export async function containmentWorkflow({ scope, reason, orderedBy, orderedAt }: ContainmentInput): Promise<number> {
  const canceled = new Set<string>();
  let quietLooks = 0;
  for (let looks = 0; quietLooks < QUIET_LOOKS && looks < MOST_LOOKS; looks += 1) {
    const running = await activities.listRunningExecutions(scope, orderedAt);
    for (const execution of running) {
      await cancel(execution, `${reason} (ordered by ${orderedBy.name})`);
      canceled.add(execution.executionId);
    }
    quietLooks = running.length === 0 ? quietLooks + 1 : 0;
    await sleep(LOOK_EVERY);
  }
  return canceled.size;
}

async function cancel({ taskId, executionId }: RunningExecution, reason: string): Promise<void> {
  const command = { name: 'cancelExecution', executionId, reason } as const;
  try {
    const task = getExternalWorkflowHandle(taskWorkflowId(taskId));
    await task.signal(commandSignal, { command, actor: MISSION_CONTROL, facts: NO_FACTS });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('the task of an execution has ended', { executionId, error: String(error) });
  }
}
