#!/usr/bin/env node
import { pino } from 'pino';
import { runExecutor } from '@mission-control/executor-client';
import { createCodemodHandler } from './codemod-handler.ts';
import { renameInWorker } from './rename/rename-in-worker.ts';
import { readSettings } from './settings.ts';
import { removeAbandonedWorkTrees } from './work-tree.ts';

const VERSION = '0.1.0';

async function main(): Promise<void> {
  const logger = pino({ name: 'codemod-executor' });
  const shutdown = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'shutting down');
      shutdown.abort();
    });
  }
  try {
    const { url, apiKey, workDir, name } = readSettings(process.env);
    await removeAbandonedWorkTrees(workDir);
    const handler = createCodemodHandler({ workDir, environment: process.env, rename: renameInWorker, logger });
    await runExecutor({
      url,
      apiKey,
      name,
      version: VERSION,
      types: ['CODEMOD'],
      handler,
      signal: shutdown.signal,
      logger,
    });
  } catch (error) {
    logger.fatal(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

await main();
