import { defineSearchAttributeKey } from '@temporalio/common';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { RecurringActivities } from './contract.ts';
import { RETRIES } from './retries.ts';

const activities = proxyActivities<RecurringActivities>(RETRIES.recurring.options);

/** Set by Temporal where a Schedule starts a workflow: the time that it was due, however late it is. */
const SCHEDULED_FOR = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/** Makes the task of a recurring task; its schedule starts it. Answers with the key of the task, if one was made. */
export async function recurringTaskWorkflow(recurringTaskId: string): Promise<string | undefined> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduledFor = typedSearchAttributes.get(SCHEDULED_FOR) ?? startTime;
  return activities.makeRecurringTask(recurringTaskId, scheduledFor.toISOString());
}
