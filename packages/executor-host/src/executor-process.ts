import { pino } from 'pino';
import {
  runExecutor,
  type ExecutionHandler,
  type ExecutorDescription,
  type ExecutorLogger,
  type ExecutorType,
} from '@mission-control/executor-client';
import { readSettings, type Settings } from './settings.ts';
import { removeAbandonedWorkTrees } from './work-tree.ts';

/** What an executor is made with. */
export interface ExecutorSurroundings {
  readonly settings: Settings;
  /** The executor's own; its children get a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: ExecutorLogger;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

export interface PreparedExecutor {
  readonly handler: ExecutionHandler;
  /** What to say of itself with each claim, for example the version of its tool. */
  readonly describe?: () => Omit<ExecutorDescription, 'name' | 'version' | 'concurrency'>;
  /** Closes the circuit to a service by hand. */
  readonly reset?: (service: string) => void;
}

export interface ExecutorProcessOptions {
  /** For example "codemod": in logs and in the default name. */
  readonly type: string;
  readonly types: readonly ExecutorType[];
  readonly version: string;
  /** Throws where the executor cannot work on this machine: its text is what people see. */
  readonly prepare: (surroundings: ExecutorSurroundings) => PreparedExecutor | Promise<PreparedExecutor>;
}

/** The main program of an executor: settings, signals, clean-up, and work until it is asked to end. */
export async function runExecutorProcess({ type, types, version, prepare }: ExecutorProcessOptions): Promise<void> {
  const logger = pino({ name: `${type}-executor` });
  const shutdown = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'shutting down');
      shutdown.abort();
    });
  }
  try {
    const settings = readSettings(process.env, type);
    const { url, apiKey, name, concurrency, workDir } = settings;
    await removeAbandonedWorkTrees(workDir);
    const { signal } = shutdown;
    const { handler, describe, reset } = await prepare({ settings, environment: process.env, logger, signal });
    await runExecutor({
      url,
      apiKey,
      name,
      version,
      types,
      concurrency,
      handler,
      ...(describe && { describe }),
      ...(reset && { reset }),
      signal,
      logger,
    });
  } catch (error) {
    logger.fatal(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
