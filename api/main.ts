import { createServer } from 'node:http';
import { loadConfig } from '../config/config.ts';
import { createLogger } from '../config/logger.ts';
import { removeLeftUploads } from '../operations/receive.ts';
import { openOperations } from '../operations/operations.ts';
import { createApp } from './app.ts';

/** How long open requests get to finish when the process is asked to stop, in milliseconds. */
const DRAIN_MS = 3_000;
/** How long a request may take to arrive: an archive of a project may be large. */
const UPLOAD_MS = 3_600_000;

function main(): void {
  const config = loadConfig();
  const logger = createLogger('api', config.logLevel);
  const operations = openOperations(config, logger, 'mission-control-api');
  const server = createServer({ requestTimeout: UPLOAD_MS }, createApp(config, operations, logger));
  server.on('error', (error) => {
    process.stderr.write(`The API cannot listen on ${config.api.host}:${config.api.port}: ${error.message}\n`);
    process.exit(1);
  });
  removeLeftUploads().catch((error: unknown) => logger.warn({ err: error }, 'old uploads could not be removed'));
  server.listen(config.api.port, config.api.host, () => logger.info({ address: server.address() }, 'listening'));

  const stop = () => {
    server.close(() => void operations.close().then(() => process.exit(0)));
    // Live streams never end by themselves.
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
