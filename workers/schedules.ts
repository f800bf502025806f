import {
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleOverlapPolicy,
  type ScheduleOptions,
} from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config/config.ts';
import { AGENT_WATCH_WORKFLOW } from '../workflows/messages.ts';

const WATCH_AGENTS_EVERY = '30s';

/** Installations that share a namespace have schedules of their own: "mission-control-agent-watch". */
export const agentWatchScheduleId = (taskQueue: string): string => `${taskQueue}-agent-watch`;

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
];

/** Creates the schedules that are missing and brings the others up to date; one that people paused stays paused. */
export async function ensureSchedules(connection: NativeConnection, { temporal }: Config): Promise<void> {
  const client = new ScheduleClient({ connection, namespace: temporal.namespace });
  for (const schedule of schedulesOf(temporal.taskQueue)) {
    try {
      await client.create(schedule);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies } = schedule;
      await client.getHandle(schedule.scheduleId).update(({ state }) => ({ spec, action, policies, state }) as never);
    }
  }
}
