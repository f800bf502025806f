import {
  getExternalWorkflowHandle,
  isCancellation,
  log,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { grantOf } from '../domain/budget/override.ts';
import { executionWorkflowId, taskWorkflowId } from '../domain/ids.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { BudgetActivities, Effect, ExecutionWorkflowInput } from './contract.ts';
import { EXECUTION_WORKFLOW, leaseGrantedSignal } from './messages.ts';
import { RETRIES } from './retries.ts';

const budgets = proxyActivities<BudgetActivities>(RETRIES.budget.options);

/**
 * What has to happen outside of a task because of an event.
 * @param before the task as the event found it, undefined where the event is its creation.
 */
export function effectsOf(event: TaskEvent, before: TaskState | undefined): readonly Effect[] {
  if (!before) return [];
  switch (event.type) {
    case 'approval.decided':
      return event.data.status === 'APPROVED' ? budgetGrants(event.data.approvalId, before) : [];
    case 'execution.requested':
      return [{ kind: 'START_EXECUTION', input: executionInput(event, before.key) }];
    case 'execution.assigned':
      return [{ kind: 'GRANT_LEASE', executionId: event.data.executionId, leaseId: event.data.leaseId }];
    case 'execution.canceled':
      return [{ kind: 'CANCEL_EXECUTION', executionId: event.data.executionId }];
    default:
      return [];
  }
}

function budgetGrants(approvalId: string, { projectId, openApprovals }: TaskState): readonly Effect[] {
  const approval = openApprovals.find(({ id }) => id === approvalId);
  const grant = approval && grantOf(approval);
  return grant ? [{ kind: 'GRANT_BUDGET', override: { projectId, approvalId, grant } }] : [];
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
    case 'GRANT_BUDGET':
      await budgets.applyBudgetOverride(effect.override);
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
