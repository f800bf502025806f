import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
import { loadConfig, type Config } from '../config/config.ts';
import { createLogger, type Logger } from '../config/logger.ts';
import { tellGithub } from '../integrations/github/serve.ts';
import { keepRecurringSchedules } from '../integrations/recurring/serve.ts';
import { WebhookFollower } from '../integrations/webhooks/follower.ts';
import { createStore } from '../store/store.ts';
import { sayPresent } from './presence.ts';
import { ensureGithubSchedules, ensureSchedules, ensureStandupSchedules } from './schedules.ts';
import { ensureSearchAttributes } from './search-attributes.ts';
import { connectWorker, createTaskWorker } from './task-worker.ts';
import { WORKFLOW_BUNDLE_PATH } from './workflow-bundle.ts';

/** Lets Temporal's runtime write into our log. */
function installRuntime(config: Config, logger: Logger): void {
  const write = ({ level, message, meta }: LogEntry) => {
    logger[level.toLowerCase() as 'info']({ ...meta }, message);
  };
  const { metricsPort } = config.worker;
  Runtime.install({
    logger: new DefaultLogger(config.logLevel === 'debug' ? 'DEBUG' : 'INFO', write),
    telemetryOptions: {
      ...(metricsPort !== undefined && {
        metrics: { prometheus: { bindAddress: `${config.api.host}:${metricsPort}` } },
      }),
    },
  });
}

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('worker', config.logLevel);
  installRuntime(config, logger);
  const store = createStore(config.mongodbUri, 'mission-control-worker');
  // History may come up later: until then tasks keep their events in the outbox.
  const connected = store.connect().catch((error: unknown) => {
    logger.fatal({ err: error }, 'the history database refuses us');
    process.exit(1);
  });
  const connection = await connectWorker(config);
  const { namespace, taskQueue } = config.temporal;
  const client = new Client({ connection, namespace });
  await ensureSearchAttributes(connection, config.temporal.namespace);
  await ensureSchedules(connection, config);
  connected
    .then(async () => {
      await ensureStandupSchedules(connection, config, store);
      await ensureGithubSchedules(connection, config, store);
      await keepRecurringSchedules({ config, client, store, logger });
    })
    .catch((error: unknown) => logger.warn({ err: error }, 'the schedules of projects may be out of date'));
  const worker = await createTaskWorker(config, {
    connection,
    store,
    workflowBundle: { codePath: WORKFLOW_BUNDLE_PATH },
  });
  const stopping = new AbortController();
  const { publicUrl } = config;
  const following = new WebhookFollower({ store, client, taskQueue, publicUrl, logger }).run(stopping.signal);
  const telling = tellGithub({ config, client, store, logger }, stopping.signal);
  const { identity } = worker.options;
  const isRunning = () => worker.getState() === 'INITIALIZED' || worker.getState() === 'RUNNING';
  const present = sayPresent({ identity, store, logger, isRunning }, stopping.signal);
  try {
    await worker.run();
  } finally {
    stopping.abort();
    await Promise.all([following, telling, present]);
    await connection.close();
    await store.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
