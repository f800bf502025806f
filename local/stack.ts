import { join } from 'node:path';
import { ensureApiKey } from '../operations/api-keys.ts';
import { claimDataFolder } from './claim.ts';
import { loadKeys, openDataFolder, type DataFolder, type StackKeys } from './data-folder.ts';
import { LocalStackError } from './errors.ts';
import { EXECUTOR_TYPE, type ExecutorName } from './executors.ts';
import { databaseOf, withDatabase } from './mongodb-uri.ts';
import { freePort, isPortFree, preferredPort } from './ports.ts';
import type { ProcessSpecification } from './processes/specification.ts';
import { SupervisedProcess } from './processes/supervised-process.ts';
import { terminalProgress, type Progress } from './progress.ts';
import { startServersIn, type Servers, type ServersOptions } from './servers.ts';
import { removeStackFile, writeStackFile, type StackAddresses } from './stack-file.ts';
import {
  apiEnvironment,
  executorProcess,
  mains,
  supervised,
  workerEnvironment,
  type StackProcess,
} from './stack-processes.ts';

const DEFAULT_PORT = 4300;
const DATABASE = 'mission-control';
const READY_ANSWER_MS = 2_000;

export interface StackOptions extends ServersOptions {
  /** Port of the API: 0 for any free one; left out, 4300 or the next free one. */
  readonly port?: number;
  /** The executors to run; the codemod one unless told otherwise. */
  readonly executors?: readonly ExecutorName[];
  /** Only the servers, without any process of our own. */
  readonly onlyServers?: boolean;
}

/** Everything that runs on one data folder. */
export interface Stack extends StackAddresses {
  /** An ADMIN key. */
  readonly ownerToken: string;
  readonly servers: Servers;
  /** Our own processes, to stop and start them one by one. */
  readonly processes: ReadonlyMap<StackProcess, SupervisedProcess>;
  /** Stops everything; no process is left when it resolves. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal, a MongoDB engine, and then the worker, the API and the executors, each restarted when it
 * dies. Resolves when the API is ready. Throws LocalStackError, with nothing left running, when that cannot be done.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const verbose = Boolean(process.env['DEBUG']);
  const progress = options.progress ?? terminalProgress({ quiet: options.quiet ?? false, verbose });
  const folder = openDataFolder(options.dataDir);
  const release = await claimDataFolder(folder);
  try {
    const stack = await startIn(folder, { ...options, progress });
    return { ...stack, stop: () => stack.stop().then(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function startIn(folder: DataFolder, options: StackOptions & { progress: Progress }): Promise<Stack> {
  const keys = loadKeys(folder);
  const port = await choosePort(options.port);
  const servers = await startServersIn(folder, options);
  const addresses = stackAddresses(servers, port);
  const processes = createProcesses(addresses, keys, folder, options);
  const stop = async () => {
    removeStackFile(folder);
    await stopInReverse([...processes.values()]);
    await servers.stop();
  };
  try {
    await registerKeys(addresses.mongodbUri, keys);
    await startInOrder([...processes.values()], options.signal);
    writeStackFile(folder, addresses);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...addresses, ownerToken: keys.ownerToken, servers, processes, stop };
}

async function choosePort(port: number | undefined): Promise<number> {
  if (port === undefined) return preferredPort(DEFAULT_PORT);
  if (port === 0) return freePort();
  if (await isPortFree(port)) return port;
  throw new LocalStackError(`Port ${port} is taken. Choose another one with --port, or leave it out.`);
}

function stackAddresses({ temporalAddress, temporalUiUrl, mongodbUri }: Servers, port: number): StackAddresses {
  return {
    url: `http://127.0.0.1:${port}`,
    temporalAddress,
    temporalUiUrl: temporalUiUrl ?? process.env['TEMPORAL_UI_URL'],
    mongodbUri: databaseOf(mongodbUri) === undefined ? withDatabase(mongodbUri, DATABASE) : mongodbUri,
  };
}

function createProcesses(
  addresses: StackAddresses,
  keys: StackKeys,
  folder: DataFolder,
  { progress, executors = ['codemod'], onlyServers = false }: StackOptions & { progress: Progress },
): Map<StackProcess, SupervisedProcess> {
  if (onlyServers) return new Map();
  const onRestart = (line: string) => progress.info(line);
  const worker = { main: mains.worker, environment: workerEnvironment(addresses, keys) };
  const api = { main: mains.api, environment: apiEnvironment(addresses, keys) };
  const specifications: [StackProcess, ProcessSpecification][] = [
    ['worker', supervised('worker', worker, folder, { onRestart })],
    ['api', supervised('api', api, folder, { onRestart, isReady: () => isApiReady(addresses.url) })],
    ...executors.map((executor): [StackProcess, ProcessSpecification] => {
      const workFolder = join(folder.path, 'executors', executor);
      const process = executorProcess(executor, addresses.url, keys.executorToken, workFolder);
      return [`${executor}-executor`, supervised(`${executor}-executor`, process, folder, { onRestart })];
    }),
  ];
  return new Map(specifications.map(([name, specification]) => [name, new SupervisedProcess(specification)]));
}

async function isApiReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READY_ANSWER_MS) });
  return response.status === 200;
}

async function registerKeys(mongodbUri: string, keys: StackKeys): Promise<void> {
  await ensureApiKey(mongodbUri, { token: keys.ownerToken, kind: 'OWNER', name: 'Local owner' });
  await ensureApiKey(mongodbUri, {
    token: keys.executorToken,
    kind: 'EXECUTOR',
    name: 'Local executors',
    executorTypes: Object.values(EXECUTOR_TYPE),
  });
}

async function startInOrder(processes: readonly SupervisedProcess[], signal: AbortSignal | undefined): Promise<void> {
  for (const process of processes) {
    signal?.throwIfAborted();
    await process.start();
  }
}

async function stopInReverse(processes: readonly SupervisedProcess[]): Promise<void> {
  for (const process of processes.toReversed()) await process.stop();
}
