import type { DataFolder } from '../data-folder.ts';
import { LocalStackError } from '../errors.ts';
import { withDatabase } from '../mongodb-uri.ts';
import { freePort, preferredPort } from '../ports.ts';
import type { Progress } from '../progress.ts';
import { describeStep, type Found } from '../provision/attempt.ts';
import type { MongodbSource } from '../provision/mongodb.ts';
import type { TemporalSource } from '../provision/temporal.ts';
import { createFerretdb, createMongod } from './mongodb-engine.ts';
import type { Server, ServerOptions } from './server.ts';
import { createTemporalServer, type TemporalPorts } from './temporal-server.ts';

const HOST = '127.0.0.1';
const TEMPORAL_PORT = 7233;
const TEMPORAL_UI_PORT = 8233;
const MONGODB_PORT = 27_017;

/** For which data folder a server is started, and how. */
export interface LaunchOptions {
  readonly folder: DataFolder;
  readonly progress: Progress;
  /** Use the well-known port where it is free; otherwise any free one. */
  readonly preferKnownPorts: boolean;
}

/** A server that serves now. */
export interface LaunchedServer {
  readonly address: string;
  readonly uiUrl?: string;
  readonly server: Server;
}

/** Starts the Temporal server that was found, or takes the one that runs already. */
export async function launchTemporal(
  { step, value }: Found<TemporalSource>,
  options: LaunchOptions,
): Promise<LaunchedServer> {
  const { folder, progress } = options;
  if ('address' in value) {
    progress.info(`Temporal: ${value.address} (${describeStep(step)})`);
    return { address: value.address, server: givenByAddress('TEMPORAL_ADDRESS') };
  }
  const ports = await temporalPorts(options);
  const server = createTemporalServer(value.binary, folder.temporalDatabase, ports, serverOptions(options));
  await server.start();
  const address = `${HOST}:${ports.frontend}`;
  progress.info(`Temporal: ${address}, ${value.binary} (${describeStep(step)})`);
  return { address, uiUrl: `http://${HOST}:${ports.ui}`, server };
}

/** Starts the MongoDB engine that was found, or takes the server that runs already. Its address names no database. */
export async function launchMongodb(
  { step, value }: Found<MongodbSource>,
  options: LaunchOptions,
): Promise<LaunchedServer> {
  const { folder, progress } = options;
  if ('uri' in value) {
    progress.info(`MongoDB: by its address (${describeStep(step)})`);
    return { address: value.uri, server: givenByAddress('MONGODB_URI') };
  }
  const port = await choosePort(MONGODB_PORT, options);
  const server =
    'mongod' in value
      ? createMongod(value.mongod, folder.mongodb, port, serverOptions(options))
      : createFerretdb(value.ferretdb, folder.mongodb, port, serverOptions(options));
  await server.start();
  progress.info(`MongoDB: ${HOST}:${port}, ${Object.values(value)[0]} (${describeStep(step)})`);
  return { address: withDatabase(`mongodb://${HOST}:${port}`, ''), server };
}

async function temporalPorts(options: LaunchOptions): Promise<TemporalPorts> {
  const ui = await choosePort(TEMPORAL_UI_PORT, options);
  return { frontend: await choosePort(TEMPORAL_PORT, options), ui, metrics: await freePort() };
}

function choosePort(known: number, { preferKnownPorts }: LaunchOptions): Promise<number> {
  return preferKnownPorts ? preferredPort(known) : freePort();
}

function serverOptions({ folder, progress }: LaunchOptions): ServerOptions {
  return { logFile: folder.logFile, pidFile: folder.pidFile, onRestart: (line) => progress.info(line) };
}

/** Somebody else's server is neither started nor stopped; a fault test that tries to start it is told so. */
function givenByAddress(variable: string): Server {
  return {
    start: () => Promise.reject(new LocalStackError(`The server of ${variable} is not ours to start.`)),
    stop: () => Promise.resolve(),
  };
}
