import { loadConfig } from '../../config/config.ts';
import { createLogger } from '../../config/logger.ts';
import { openOperations } from '../../operations/operations.ts';
import { createStore } from '../../store/store.ts';
import { Bot } from './bot.ts';

const APP_NAME = 'mission-control-bot';

async function main(): Promise<void> {
  const config = loadConfig();
  const logger = createLogger('bot', config.logLevel);
  const store = createStore(config.mongodbUri, APP_NAME);
  const operations = openOperations(config, logger, APP_NAME, store);
  const stopping = new AbortController();
  process.once('SIGTERM', () => stopping.abort());
  process.once('SIGINT', () => stopping.abort());
  try {
    await new Bot({ config, operations, store, logger }).run(stopping.signal);
  } finally {
    await operations.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
