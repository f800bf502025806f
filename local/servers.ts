import { cacheFolder } from './provision/cache.ts';
import type { Found, ProvisionContext, Step } from './provision/attempt.ts';
import { provisionMongodb, type MongodbSource } from './provision/mongodb.ts';
import { provisionTemporal, type TemporalSource } from './provision/temporal.ts';
import { claimDataFolder } from './claim.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { LocalStackError } from './errors.ts';
import { withDatabase } from './mongodb-uri.ts';
import { freePort, preferredPort } from './ports.ts';
import { terminalProgress, type Progress } from './progress.ts';
import { createFerretdb, createMongod } from './servers/mongodb-engine.ts';
import type { Server, ServerOptions } from './servers/server.ts';
import { createTemporalServer, type TemporalPorts } from './servers/temporal-server.ts';

const TEMPORAL_PORT = 7233;
const TEMPORAL_UI_PORT = 8233;
const MONGODB_PORT = 27_017;

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

interface Running {
  readonly address: string;
  readonly uiUrl?: string;
  readonly server: Server;
}

/** Provisions both servers side by side and starts them. Throws LocalStackError when that cannot be done. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const folder = openDataFolder(options.dataDir);
  const release = await claimDataFolder(folder);
  try {
    const [temporal, mongodb] = await startBoth(folder, options);
    return {
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      mongodbUri: mongodb.address,
      stop: async () => {
        await Promise.all([temporal.server.stop(), mongodb.server.stop()]);
        release();
      },
      stopTemporal: () => temporal.server.stop(),
      startTemporal: () => temporal.server.start(),
      stopMongodb: () => mongodb.server.stop(),
      startMongodb: () => mongodb.server.start(),
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Waits for both, so that a failure of one does not leave the other behind. */
async function startBoth(folder: DataFolder, options: ServersOptions): Promise<[Running, Running]> {
  const context = provisionContext(options);
  const [temporal, mongodb] = await Promise.allSettled([
    provisionTemporal(context).then((found) => startTemporal(found, folder, options, context.progress)),
    provisionMongodb(context, folder.mongodb).then((found) => startMongodb(found, folder, options, context.progress)),
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

async function startTemporal(
  found: Found<TemporalSource>,
  folder: DataFolder,
  options: ServersOptions,
  progress: Progress,
): Promise<Running> {
  if ('address' in found.value) {
    progress.info(`Temporal: ${found.value.address} (${describeStep(found.step)})`);
    return { address: found.value.address, server: givenByAddress('TEMPORAL_ADDRESS') };
  }
  const ports = await temporalPorts(options.preferKnownPorts ?? false);
  const server = createTemporalServer(
    found.value.binary,
    folder.temporalDatabase,
    ports,
    serverOptions(folder, progress),
  );
  await server.start();
  progress.info(`Temporal: 127.0.0.1:${ports.frontend}, ${found.value.binary} (${describeStep(found.step)})`);
  return { address: `127.0.0.1:${ports.frontend}`, uiUrl: `http://127.0.0.1:${ports.ui}`, server };
}

async function startMongodb(
  found: Found<MongodbSource>,
  folder: DataFolder,
  options: ServersOptions,
  progress: Progress,
): Promise<Running> {
  const source = found.value;
  if ('uri' in source) {
    progress.info(`MongoDB: address given (${describeStep(found.step)})`);
    return { address: source.uri, server: givenByAddress('MONGODB_URI') };
  }
  const port = options.preferKnownPorts ? await preferredPort(MONGODB_PORT) : await freePort();
  const server =
    'mongod' in source
      ? createMongod(source.mongod, folder.mongodb, port, serverOptions(folder, progress))
      : createFerretdb(source.ferretdb, folder.mongodb, port, serverOptions(folder, progress));
  await server.start();
  progress.info(
    `MongoDB: 127.0.0.1:${port}, ${'mongod' in source ? source.mongod : source.ferretdb} (${describeStep(found.step)})`,
  );
  return { address: withDatabase(`mongodb://127.0.0.1:${port}`, ''), server };
}

async function temporalPorts(preferKnown: boolean): Promise<TemporalPorts> {
  const ui = preferKnown ? await preferredPort(TEMPORAL_UI_PORT) : await freePort();
  const frontend = preferKnown ? await preferredPort(TEMPORAL_PORT) : await freePort();
  return { frontend, ui, metrics: await freePort() };
}

function serverOptions(folder: DataFolder, progress: Progress): ServerOptions {
  return { logFile: folder.logFile, pidFile: folder.pidFile, onRestart: (line) => progress.info(line) };
}

/** Somebody else's server is neither started nor stopped; only a fault test that tries to is told so. */
function givenByAddress(variable: string): Server {
  return {
    start: () => Promise.reject(new LocalStackError(`The server of ${variable} is not ours to start.`)),
    stop: () => Promise.resolve(),
  };
}

/** By which step something was found, for people. */
export function describeStep(step: Step): string {
  const names: Record<Step, string> = {
    environment: 'address in the environment',
    path: 'on PATH',
    cache: 'from the cache',
    download: 'downloaded',
    build: 'built here',
    package: 'installed from a package',
  };
  return names[step];
}
