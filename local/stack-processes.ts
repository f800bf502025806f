import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder, StackKeys } from './data-folder.ts';
import { LocalStackError } from './errors.ts';
import type { ExecutorName } from './executors.ts';
import type { ProcessSpecification } from './processes/specification.ts';
import { repositoryRoot } from './repository.ts';
import type { StackAddresses } from './stack-file.ts';

/** The files of the processes that work on Temporal and MongoDB. */
export const mains = {
  worker: join(repositoryRoot, 'dist/workers/main.js'),
  api: join(repositoryRoot, 'dist/api/main.js'),
  bot: join(repositoryRoot, 'dist/integrations/telegram/main.js'),
  telegramStandIn: join(repositoryRoot, 'dist/tests/fakes/telegram/main.js'),
};

/** The processes of Mission Control itself, in the order in which they are started. */
export type StackProcess = 'worker' | 'api' | 'telegram' | 'bot' | `${ExecutorName}-executor`;

/** What one of our processes is: its file and what it has to be told. */
export interface NodeProcess {
  readonly main: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** What the Temporal worker has to be told. */
export function workerEnvironment(addresses: StackAddresses, keys: StackKeys): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    ...(addresses.temporalUiUrl && { TEMPORAL_UI_URL: addresses.temporalUiUrl }),
    MONGODB_URI: addresses.mongodbUri,
    MISSION_CONTROL_SECRET: keys.secret,
    PUBLIC_URL: process.env['PUBLIC_URL'] ?? addresses.url,
  };
}

/** What the HTTP API, which also serves the UI, has to be told. */
export function apiEnvironment(addresses: StackAddresses, keys: StackKeys): NodeJS.ProcessEnv {
  const { hostname, port } = new URL(addresses.url);
  return { ...workerEnvironment(addresses, keys), API_HOST: hostname, API_PORT: port };
}

/** One of our executors. Throws LocalStackError when it has not been built. */
export function executorProcess(name: ExecutorName, url: string, token: string, workFolder: string): NodeProcess {
  const main = join(repositoryRoot, 'packages', `${name}-executor`, 'dist/main.js');
  if (!existsSync(main)) throw new LocalStackError(`${main} is missing. Run \`npm run build\` first.`);
  return {
    main,
    environment: { MISSION_CONTROL_URL: url, MISSION_CONTROL_TOKEN: token, EXECUTOR_WORK_DIR: workFolder },
  };
}

/** How the stack runs one of our processes under supervision. */
export function supervised(
  name: StackProcess,
  { main, environment }: NodeProcess,
  folder: DataFolder,
  options: Pick<ProcessSpecification, 'isReady' | 'onRestart'>,
): ProcessSpecification {
  return {
    name,
    command: process.execPath,
    args: [main],
    env: { ...process.env, ...environment },
    logFile: folder.logFile(name),
    pidFile: folder.pidFile(name),
    ...options,
  };
}
