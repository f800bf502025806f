import { defineSearchAttributeKey, WorkflowIdReusePolicy } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { GithubSyncProgress } from '../domain/github/change.ts';
import { taskWorkflowId, webhookWorkflowId } from '../domain/ids.ts';
import type { RecurrenceSpec } from '../domain/recurring/recurring-task.ts';
import { standupSettingsOf, WEEKDAYS, type StandupSettings } from '../domain/standup/settings.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { CommandAnswer, CommandEnvelope, CommandFamily, TaskWorkflowInfo } from './contract.ts';

/** Names of the workflow types. */
export const TASK_WORKFLOW = 'taskWorkflow';
export const EXECUTION_WORKFLOW = 'executionWorkflow';
export const CONTAINMENT_WORKFLOW = 'containmentWorkflow';
export const AGENT_WATCH_WORKFLOW = 'agentWatchWorkflow';
export const LEARNING_WORKFLOW = 'learningWorkflow';
export const STANDUP_WORKFLOW = 'standupWorkflow';
const RECURRING_TASK_WORKFLOW = 'recurringTaskWorkflow';
export const WEBHOOK_ENDPOINT_WORKFLOW = 'webhookEndpointWorkflow';
export const GITHUB_SYNC_WORKFLOW = 'githubSyncWorkflow';
const GITHUB_SCHEDULE_WORKFLOW = 'githubScheduleWorkflow';
export const GITHUB_DELIVERY_WORKFLOW = 'githubDeliveryWorkflow';
export const GITHUB_POST_WORKFLOW = 'githubPostWorkflow';

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

/** The same of a task that has begun in another installation. @param archive that it comes from. */
export const restoredTaskStart = (state: TaskState, archive: string) => {
  const start = taskStart(state);
  const shown = [
    { key: searchAttributes.project, value: state.projectId },
    { key: searchAttributes.status, value: state.status },
    { key: searchAttributes.type, value: state.type },
    { key: searchAttributes.key, value: state.key },
    { key: searchAttributes.assignee, value: state.assignees.map(({ name }) => name) },
  ];
  // One that has ended is of an installation whose history database is gone.
  const workflowIdReusePolicy = WorkflowIdReusePolicy.ALLOW_DUPLICATE;
  return { ...start, workflowIdReusePolicy, memo: { ...start.memo, archive }, typedSearchAttributes: shown };
};

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

/** Installations that share a namespace have schedules of their own: "mission-control-standup-web". */
export const standupScheduleId = (taskQueue: string, slug: string): string => `${taskQueue}-standup-${slug}`;

interface ScheduledProject {
  /** The slug. */
  readonly _id: string;
  readonly timeZone: string;
  readonly standup?: StandupSettings;
  readonly removedAt?: string;
}

/** When Temporal keeps the standup of a project, by the clock there; undefined where nobody wants one. */
export function standupSchedule(taskQueue: string, { _id: slug, timeZone, removedAt, ...project }: ScheduledProject) {
  const { isOn, hour, minute, weekdays } = standupSettingsOf(project);
  if (!isOn || removedAt !== undefined) return undefined;
  const dayOfWeek = WEEKDAYS.filter((_day, index) => weekdays.includes(index + 1));
  return {
    scheduleId: standupScheduleId(taskQueue, slug),
    spec: { calendars: [{ dayOfWeek, hour, minute }], timezone: timeZone },
    action: {
      type: 'startWorkflow' as const,
      workflowType: STANDUP_WORKFLOW,
      workflowId: standupScheduleId(taskQueue, slug),
      taskQueue,
      args: [slug],
      staticSummary: `keeps the standup of ${slug}`,
    },
    // One that is due while everything is away is kept within the hour, or not at all.
    policies: { overlap: 'SKIP' as const, catchupWindow: '1h' as const },
  };
}

/** Of a recurring task; those that begin with a preview's prefix are there for a moment only. */
export const recurringScheduleId = (taskQueue: string, recurringTaskId: string): string =>
  `${taskQueue}-recurring-${recurringTaskId}`;
export const recurringPreviewId = (taskQueue: string, nonce: string): string =>
  recurringScheduleId(taskQueue, `preview-${nonce}`);

interface ScheduledTask {
  readonly _id: string;
  readonly name: string;
  readonly projectId: string;
  readonly catchUpMinutes: number;
  readonly paused?: { readonly reason: string };
}

/** When Temporal has the task of a recurring task made. */
export const recurringSchedule = (taskQueue: string, task: ScheduledTask, spec: RecurrenceSpec) => ({
  scheduleId: recurringScheduleId(taskQueue, task._id),
  spec,
  action: {
    type: 'startWorkflow' as const,
    workflowType: RECURRING_TASK_WORKFLOW,
    workflowId: recurringScheduleId(taskQueue, task._id),
    taskQueue,
    args: [task._id],
    staticSummary: `makes a task of ${task.projectId}: ${task.name}`,
  },
  // One after the other, and none is left out: whether another task is wanted is decided about the tasks.
  policies: { overlap: 'BUFFER_ALL' as const, catchupWindow: `${task.catchUpMinutes}m` as const },
  state: { paused: task.paused !== undefined, note: task.paused?.reason ?? '' },
});

/** Something waits to be sent to an endpoint, or the endpoint has changed. */
export const webhookNewsSignal = defineSignal('news');
/** The next attempt is due now. */
export const webhookRetrySignal = defineSignal('retry');
/** One message is to be sent at once, whatever else waits. */
export const webhookSendSignal = defineSignal<[deliveryId: string]>('send');

/** How the workflow of an endpoint is started, whoever has something for it. */
export const webhookEndpointStart = (taskQueue: string, { _id: id, projectId, url }: NamedEndpoint) => ({
  workflowId: webhookWorkflowId(id),
  taskQueue,
  args: [id] as [string],
  staticSummary: `tells ${new URL(url).host} what happens in ${projectId}`,
  typedSearchAttributes: [{ key: searchAttributes.project, value: projectId }],
});

interface NamedEndpoint {
  readonly _id: string;
  readonly projectId: string;
  readonly url: string;
}

/** One at a time for each repository, whoever starts it. */
export const githubSyncId = (connectionId: string): string => `github-sync-${connectionId}`;

/** What GitHub tells again is not dealt with again. */
export const githubDeliveryId = (connectionId: string, delivery: string): string =>
  `github-delivery-${connectionId}-${delivery}`;

export const githubPostId = (taskId: string): string => `github-post-${taskId}`;

/** How far a sync is. */
export const githubProgressQuery = defineQuery<GithubSyncProgress | undefined>('progress');

/** GitHub should be told of something new. */
export const githubPostSignal = defineSignal('wanted');

export const githubScheduleId = (taskQueue: string, connectionId: string): string =>
  `${taskQueue}-github-${connectionId}`;

interface ScheduledRepository {
  readonly _id: string;
  readonly owner: string;
  readonly name: string;
  readonly settings: { readonly syncEveryMinutes: number };
}

/** When Temporal syncs a repository; undefined where only webhooks and people do. */
export function githubSchedule(taskQueue: string, { _id: id, owner, name, settings }: ScheduledRepository) {
  if (settings.syncEveryMinutes === 0) return undefined;
  return {
    scheduleId: githubScheduleId(taskQueue, id),
    spec: { intervals: [{ every: `${settings.syncEveryMinutes}m` as const }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: GITHUB_SCHEDULE_WORKFLOW,
      workflowId: githubScheduleId(taskQueue, id),
      taskQueue,
      args: [id],
      staticSummary: `starts the sync of ${owner}/${name}`,
    },
    // The next one takes what this one has missed.
    policies: { overlap: 'SKIP' as const, catchupWindow: '1m' as const },
  };
}
