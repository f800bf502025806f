import { claimDataFolder } from './claim.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { terminalProgress, type Progress } from './progress.ts';
import type { ProvisionContext } from './provision/attempt.ts';
import { cacheFolder } from './provision/cache.ts';
import { provisionMongodb } from './provision/mongodb.ts';
import { provisionTemporal } from './provision/temporal.ts';
import { launchMongodb, launchTemporal, type LaunchedServer } from './servers/launch.ts';

export interface ServersOptions {
  readonly dataDir: string;
  /** Say only what takes long. */
  readonly quiet?: boolean;
  /** Use the servers' well-known ports where they are free; otherwise any free ones. */
  readonly preferKnownPorts?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly progress?: Progress;
  /** Ends downloads and builds that are under way. */
  readonly signal?: AbortSignal;
}

/** Temporal and a MongoDB engine; restarts keep their addresses and their data. */
export interface Servers {
  readonly temporalAddress: string;
  /** Undefined for a server that was given by its address. */
  readonly temporalUiUrl: string | undefined;
  /** As given by MONGODB_URI, else without a database. */
  readonly mongodbUri: string;
  stop(): Promise<void>;
  stopTemporal(): Promise<void>;
  startTemporal(): Promise<void>;
  stopMongodb(): Promise<void>;
  startMongodb(): Promise<void>;
}

/** Provisions both servers side by side and starts them. Throws LocalStackError when that cannot be done. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const folder = openDataFolder(options.dataDir);
  const release = await claimDataFolder(folder);
  try {
    const servers = await startServersIn(folder, options);
    return { ...servers, stop: () => servers.stop().then(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** The same on a data folder that the caller has claimed. */
export async function startServersIn(folder: DataFolder, options: ServersOptions): Promise<Servers> {
  const [temporal, mongodb] = await startBoth(folder, options);
  return {
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
    mongodbUri: mongodb.address,
    stop: async () => void (await Promise.all([temporal.server.stop(), mongodb.server.stop()])),
    stopTemporal: () => temporal.server.stop(),
    startTemporal: () => temporal.server.start(),
    stopMongodb: () => mongodb.server.stop(),
    startMongodb: () => mongodb.server.start(),
  };
}

/** Waits for both, so that a failure of one does not leave the other behind. */
async function startBoth(folder: DataFolder, options: ServersOptions): Promise<[LaunchedServer, LaunchedServer]> {
  const context = provisionContext(options);
  const launch = { folder, progress: context.progress, preferKnownPorts: options.preferKnownPorts ?? false };
  const [temporal, mongodb] = await Promise.allSettled([
    provisionTemporal(context).then((found) => launchTemporal(found, launch)),
    provisionMongodb(context, folder.mongodb).then((found) => launchMongodb(found, launch)),
  ]);
  if (temporal.status === 'fulfilled' && mongodb.status === 'fulfilled') return [temporal.value, mongodb.value];
  if (temporal.status === 'fulfilled') await temporal.value.server.stop();
  if (mongodb.status === 'fulfilled') await mongodb.value.server.stop();
  throw temporal.status === 'rejected' ? temporal.reason : (mongodb as PromiseRejectedResult).reason;
}

function provisionContext(options: ServersOptions): ProvisionContext {
  const environment = options.environment ?? process.env;
  const verbose = Boolean(environment['DEBUG']);
  return {
    environment,
    cacheFolder: cacheFolder(environment),
    progress: options.progress ?? terminalProgress({ quiet: options.quiet ?? false, verbose }),
    ...(options.signal && { signal: options.signal }),
  };
}
