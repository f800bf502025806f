import { Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createAgentWatchActivities } from '../activities/agent-watch.ts';
import { createBudgetActivities } from '../activities/budget.ts';
import { createContainmentActivities } from '../activities/containment.ts';
import { createDependencyActivities } from '../activities/dependencies.ts';
import { createExecutionActivities } from '../activities/execution.ts';
import { createHistoryActivities } from '../activities/history.ts';
import { createLearningActivities } from '../activities/learning.ts';
import { createStandupActivities } from '../activities/standup.ts';
import { createSubtaskActivities } from '../activities/subtasks.ts';
import { createWebhookActivities } from '../activities/webhooks.ts';
import type { Config } from '../config/config.ts';
import { createLogger } from '../config/logger.ts';
import { createGithubActivities } from '../integrations/github/activities.ts';
import { createRecurringActivities } from '../integrations/recurring/activities.ts';
import type { Store } from '../store/store.ts';

export const connectWorker = ({ temporal }: Config): Promise<NativeConnection> =>
  NativeConnection.connect({
    address: temporal.address,
    tls: temporal.tls,
    ...(temporal.apiKey !== undefined && { apiKey: temporal.apiKey }),
  });

/** The worker that runs tasks, executions and their activities. */
export function createTaskWorker(
  config: Config,
  deps: { connection: NativeConnection; store: Store; workflowBundle: NonNullable<WorkerOptions['workflowBundle']> },
): Promise<Worker> {
  const { connection, store, workflowBundle } = deps;
  const client = new Client({ connection, namespace: config.temporal.namespace });
  const logger = createLogger('worker', config.logLevel);
  return Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    workflowBundle,
    activities: {
      ...createHistoryActivities({ store }),
      ...createExecutionActivities(),
      ...createContainmentActivities({ store }),
      ...createBudgetActivities({ store }),
      ...createAgentWatchActivities({ store }),
      ...createDependencyActivities({ store }),
      ...createSubtaskActivities({ store }),
      ...createStandupActivities({ store }),
      ...createWebhookActivities({ store, reach: config.webhooks, secret: config.secret }),
      ...createGithubActivities({ config, client, store, logger }),
      ...createRecurringActivities({ config, client, store, logger }),
      ...createLearningActivities({ store }),
    },
    maxCachedWorkflows: config.worker.maxCachedWorkflows,
    // After a killed worker its cached tasks wait for this long; the default of 10 s is felt by people.
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '10s',
    shutdownForceTime: '20s',
  });
}
