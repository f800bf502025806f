import {
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleOptions,
} from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import {
  AGENT_WATCH_WORKFLOW,
  githubSchedule,
  githubScheduleId,
  LEARNING_WORKFLOW,
  standupSchedule,
  standupScheduleId,
} from '../workflows/messages.ts';

const WATCH_AGENTS_EVERY = '30s';
/** UTC. */
const LEARN_AT_HOUR = 3;

/** Installations that share a namespace have schedules of their own: "mission-control-agent-watch". */
export const agentWatchScheduleId = (taskQueue: string): string => `${taskQueue}-agent-watch`;

const learningScheduleId = (taskQueue: string): string => `${taskQueue}-learning`;

/** What Temporal does again and again. A new schedule is added here. */
const schedulesOf = (taskQueue: string): readonly ScheduleOptions[] => [
  {
    scheduleId: agentWatchScheduleId(taskQueue),
    spec: { intervals: [{ every: WATCH_AGENTS_EVERY }] },
    action: {
      type: 'startWorkflow',
      workflowType: AGENT_WATCH_WORKFLOW,
      workflowId: agentWatchScheduleId(taskQueue),
      taskQueue,
      staticSummary: 'looks for agents that have gone silent',
    },
    // Only the newest look counts: none waits for another, and none is made up for.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10s' },
  },
  {
    scheduleId: learningScheduleId(taskQueue),
    spec: { calendars: [{ hour: LEARN_AT_HOUR }] },
    action: {
      type: 'startWorkflow',
      workflowType: LEARNING_WORKFLOW,
      workflowId: learningScheduleId(taskQueue),
      taskQueue,
      staticSummary: 'learns from all tasks that have ended',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
    // At once, for tasks that ended before this installation learned.
    state: { triggerImmediately: true },
  },
];

/** Creates the schedules that are missing and brings the others up to date; one that people paused stays paused. */
export async function ensureSchedules(connection: NativeConnection, { temporal }: Config): Promise<void> {
  const client = new ScheduleClient({ connection, namespace: temporal.namespace });
  for (const schedule of schedulesOf(temporal.taskQueue)) await ensure(client, schedule);
}

/** The same for the standup of each project, and takes away those that nobody wants any more. */
export async function ensureStandupSchedules(
  connection: NativeConnection,
  { temporal }: Config,
  store: Store,
): Promise<void> {
  const client = new ScheduleClient({ connection, namespace: temporal.namespace });
  for (const project of await store.projects.all()) {
    const schedule = standupSchedule(temporal.taskQueue, project);
    if (schedule) await ensure(client, schedule);
    else await remove(client, standupScheduleId(temporal.taskQueue, project._id));
  }
}

/** The same for the sync of each repository. */
export async function ensureGithubSchedules(
  connection: NativeConnection,
  { temporal }: Config,
  store: Store,
): Promise<void> {
  const client = new ScheduleClient({ connection, namespace: temporal.namespace });
  for (const repository of await store.github.connections.all()) {
    const schedule = githubSchedule(temporal.taskQueue, repository);
    if (schedule) await ensure(client, schedule);
    else await remove(client, githubScheduleId(temporal.taskQueue, repository._id));
  }
}

async function ensure(client: ScheduleClient, schedule: ScheduleOptions): Promise<void> {
  try {
    await client.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, action, policies } = schedule;
    await client.getHandle(schedule.scheduleId).update(({ state }) => ({ spec, action, policies, state }) as never);
  }
}

async function remove(client: ScheduleClient, id: string): Promise<void> {
  try {
    await client.getHandle(id).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}
