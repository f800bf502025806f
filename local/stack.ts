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
  type NodeProcess,
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
  /** A stand-in for Telegram instead of the real one, to try the bot out. */
  readonly withTelegramStandIn?: boolean;
  /** Only the servers, without any process of our own. */
  readonly onlyServers?: boolean;
}

/** Everything that runs on one data folder. */
export interface Stack extends StackAddresses {
  /** An ADMIN key. */
  readonly ownerToken: string;
  readonly servers: Servers;
  /** Where the stand-in for Telegram shows its chats. */
  readonly telegramUrl?: string | undefined;
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
  const telegram = options.withTelegramStandIn === true ? await standInForTelegram() : undefined;
  const processes = createProcesses(addresses, keys, folder, { ...options, telegram });
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
  return { ...addresses, ownerToken: keys.ownerToken, servers, telegramUrl: telegram?.url, processes, stop };
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
  {
    progress,
    executors = ['codemod'],
    onlyServers = false,
    telegram,
  }: StackOptions & {
    progress: Progress;
    telegram: StandIn | undefined;
  },
): Map<StackProcess, SupervisedProcess> {
  if (onlyServers) return new Map();
  const onRestart = (line: string) => progress.info(line);
  const chat = telegram?.environment ?? {};
  const worker = { main: mains.worker, environment: workerEnvironment(addresses, keys) };
  const api = { main: mains.api, environment: { ...apiEnvironment(addresses, keys), ...chat } };
  const bot = { main: mains.bot, environment: { ...workerEnvironment(addresses, keys), ...chat } };
  const hasBot = telegram !== undefined || Boolean(process.env['TELEGRAM_BOT_TOKEN']);
  const named = (
    name: StackProcess,
    process: NodeProcess,
    more: { isReady?: () => Promise<boolean> } = {},
  ): [StackProcess, ProcessSpecification] => [name, supervised(name, process, folder, { onRestart, ...more })];
  const specifications: [StackProcess, ProcessSpecification][] = [
    ...(telegram ? [named('telegram', telegram, { isReady: () => isThere(telegram.url) })] : []),
    named('worker', worker),
    named('api', api, { isReady: () => isThere(`${addresses.url}/readyz`) }),
    ...(hasBot ? [named('bot', bot)] : []),
    ...executors.map((executor) => {
      const workFolder = join(folder.path, 'executors', executor);
      return named(`${executor}-executor`, executorProcess(executor, addresses.url, keys.executorToken, workFolder));
    }),
  ];
  return new Map(specifications.map(([name, specification]) => [name, new SupervisedProcess(specification)]));
}

async function isThere(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(READY_ANSWER_MS) });
  return response.status === 200;
}

interface StandIn extends NodeProcess {
  /** Its page, with the chats. */
  readonly url: string;
}

const STAND_IN_TOKEN = '1000000001:a-stand-in-for-telegram';

async function standInForTelegram(): Promise<StandIn> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { TELEGRAM_BOT_TOKEN: STAND_IN_TOKEN, TELEGRAM_API_ROOT: url };
  const environment = { ...settings, TELEGRAM_FAKE_TOKEN: STAND_IN_TOKEN, PORT: String(port) };
  return { main: mains.telegramStandIn, environment, url };
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
