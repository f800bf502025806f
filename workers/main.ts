import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
import { loadConfig, type Config } from '../config/config.ts';
import { createLogger, type Logger } from '../config/logger.ts';
import { createStore } from '../store/store.ts';
import { ensureSchedules } from './schedules.ts';
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
  store.connect().catch((error: unknown) => {
    logger.fatal({ err: error }, 'the history database refuses us');
    process.exit(1);
  });
  const connection = await connectWorker(config);
  await ensureSearchAttributes(connection, config.temporal.namespace);
  await ensureSchedules(connection, config);
  const worker = await createTaskWorker(config, {
    connection,
    store,
    workflowBundle: { codePath: WORKFLOW_BUNDLE_PATH },
  });
  try {
    await worker.run();
  } finally {
    await connection.close();
    await store.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
