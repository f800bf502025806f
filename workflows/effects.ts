import {
  getExternalWorkflowHandle,
  isCancellation,
  log,
  ParentClosePolicy,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { executionWorkflowId, taskWorkflowId } from '../domain/ids.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { Effect, ExecutionWorkflowInput } from './contract.ts';
import { EXECUTION_WORKFLOW, leaseGrantedSignal } from './messages.ts';

/** What has to happen inside Temporal because of an event. */
export function effectsOf(event: TaskEvent, taskKey: string): readonly Effect[] {
  switch (event.type) {
    case 'execution.requested':
      return [{ kind: 'START_EXECUTION', input: executionInput(event, taskKey) }];
    case 'execution.assigned':
      return [{ kind: 'GRANT_LEASE', executionId: event.data.executionId, leaseId: event.data.leaseId }];
    case 'execution.canceled':
      return [{ kind: 'CANCEL_EXECUTION', executionId: event.data.executionId }];
    default:
      return [];
  }
}

function executionInput(
  { data, taskId }: Extract<TaskEvent, { type: 'execution.requested' }>,
  taskKey: string,
): ExecutionWorkflowInput {
  const { id, executor, route } = data.execution;
  const { maxAttempts, maxMinutes, heartbeatTimeoutSeconds } = route;
  return {
    executionId: id,
    taskWorkflowId: taskWorkflowId(taskId),
    taskKey,
    executor,
    maxAttempts,
    maxMinutes,
    ...(heartbeatTimeoutSeconds !== undefined && { heartbeatTimeoutSeconds }),
  };
}

/** Carries out one effect. Repeating it is harmless, and a counterpart that is gone needs nothing any more. */
export async function carryOut(effect: Effect): Promise<void> {
  try {
    await perform(effect);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('effect had no counterpart', { effect: effect.kind, error: String(error) });
  }
}

async function perform(effect: Effect): Promise<void> {
  switch (effect.kind) {
    case 'START_EXECUTION':
      await startExecution(effect.input);
      return;
    case 'GRANT_LEASE':
      await executionHandle(effect.executionId).signal(leaseGrantedSignal, { leaseId: effect.leaseId });
      return;
    case 'CANCEL_EXECUTION':
      await executionHandle(effect.executionId).cancel();
      return;
  }
}

const executionHandle = (executionId: string) => getExternalWorkflowHandle(executionWorkflowId(executionId));

async function startExecution(input: ExecutionWorkflowInput): Promise<void> {
  await startChild(EXECUTION_WORKFLOW, {
    workflowId: executionWorkflowId(input.executionId),
    args: [input],
    // The close policy also applies when the parent continues as new; the task cancels its executions itself.
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    staticSummary: `${input.executor} works on ${input.taskKey}`,
  });
}
