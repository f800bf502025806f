import { defineSearchAttributeKey, WorkflowIdReusePolicy } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { taskWorkflowId } from '../domain/ids.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { CommandAnswer, CommandEnvelope, CommandFamily, TaskWorkflowInfo } from './contract.ts';

/** Names of the workflow types. */
export const TASK_WORKFLOW = 'taskWorkflow';
export const EXECUTION_WORKFLOW = 'executionWorkflow';
export const CONTAINMENT_WORKFLOW = 'containmentWorkflow';
export const AGENT_WATCH_WORKFLOW = 'agentWatchWorkflow';

/** One Update per family of commands; each answers once the change is stored. */
export const commandUpdates = {
  create: defineUpdate<CommandAnswer, [CommandEnvelope]>('create'),
  change: defineUpdate<CommandAnswer, [CommandEnvelope]>('change'),
  move: defineUpdate<CommandAnswer, [CommandEnvelope]>('move'),
  approval: defineUpdate<CommandAnswer, [CommandEnvelope]>('approval'),
  execution: defineUpdate<CommandAnswer, [CommandEnvelope]>('execution'),
} as const satisfies Record<CommandFamily, unknown>;

/** The same commands for senders that need no answer; a refusal is noted in the task's log. */
export const commandSignal = defineSignal<[CommandEnvelope]>('command');

export const stateQuery = defineQuery<TaskState | undefined>('state');
export const infoQuery = defineQuery<TaskWorkflowInfo>('info');

/** How the workflow of a new task is started, whoever does it. */
export const taskStart = ({ id, key, projectId, title, type }: NewTask) => ({
  workflowId: taskWorkflowId(id),
  workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  // A task of the workflow takes milliseconds; what a killed worker held is handed out again after this.
  workflowTaskTimeout: '5s' as const,
  staticSummary: `${key} ${title}`,
  memo: { key, title, project: projectId },
  typedSearchAttributes: [
    { key: searchAttributes.project, value: projectId },
    { key: searchAttributes.status, value: 'INBOX' },
    { key: searchAttributes.type, value: type },
    { key: searchAttributes.key, value: key },
  ],
});

type NewTask = Pick<TaskState, 'id' | 'key' | 'projectId' | 'title' | 'type'>;

/** Sent to an execution when an executor has claimed it. */
export const leaseGrantedSignal = defineSignal<[{ leaseId: string }]>('leaseGranted');

/** Search attributes that operators can list workflows by; registered by the worker at its start. */
export const searchAttributes = {
  project: defineSearchAttributeKey('McProject', 'KEYWORD'),
  status: defineSearchAttributeKey('McStatus', 'KEYWORD'),
  type: defineSearchAttributeKey('McType', 'KEYWORD'),
  assignee: defineSearchAttributeKey('McAssignee', 'KEYWORD_LIST'),
  key: defineSearchAttributeKey('McKey', 'KEYWORD'),
} as const;
