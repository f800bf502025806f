import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalStackError } from '../errors.ts';
import { isReachable, parseAddress } from '../reachability.ts';
import { engineOf } from '../servers/mongodb-engine.ts';
import {
  firstFound,
  LOOKING_STEPS,
  NotProvisioned,
  type Attempt,
  type Found,
  type ProvisionContext,
} from './attempt.ts';
import { downloadBinary } from './download.ts';
import { buildFerretdb, ferretdbFolder, ferretdbObstacles } from './ferretdb.ts';
import { findBelow } from './find-below.ts';
import { findOnPath } from './on-path.ts';

const MONGODB_PORT = 27_017;
const SERVICE_SCHEME = 'mongodb+srv://';

/** A server that runs already, MongoDB's own binary, or the folder with FerretDB and its PostgreSQL. */
export type MongodbSource = { readonly uri: string } | { readonly mongod: string } | { readonly ferretdb: string };

/**
 * Finds, fetches or builds a MongoDB engine. `data` is the engine's data folder: what already holds data is read again
 * by the engine that wrote it, whatever has been installed since. Throws NotProvisioned when every way fails.
 */
export async function provisionMongodb(context: ProvisionContext, data: string): Promise<Found<MongodbSource>> {
  const found = await firstFound(mongodbAttempts(context, data), context);
  if (found) return found;
  throw new NotProvisioned('A MongoDB engine', {
    variable: 'MONGODB_URI',
    binary: 'mongod',
    reasons: ferretdbObstacles(context),
  });
}

/** Where a MongoDB engine is, without fetching anything. */
export function lookForMongodb(context: ProvisionContext, data: string): Promise<Found<MongodbSource> | undefined> {
  const looking = mongodbAttempts(context, data).filter(({ step }) => LOOKING_STEPS.includes(step));
  return firstFound(looking, context);
}

function mongodbAttempts(context: ProvisionContext, data: string): Attempt<MongodbSource>[] {
  const { environment, cacheFolder } = context;
  const writtenBy = engineOf(data);
  const downloaded = join(cacheFolder, 'mongod-download');
  const ferretdb = ferretdbFolder(cacheFolder);
  const mongod = (find: () => Promise<string | undefined>) => async () => {
    const binary = writtenBy === 'ferretdb' ? undefined : await find();
    return binary === undefined ? undefined : { mongod: binary };
  };
  const engine = (find: () => Promise<string | undefined>) => async () => {
    const folder = writtenBy === 'mongod' ? undefined : await find();
    return folder === undefined ? undefined : { ferretdb: folder };
  };
  return [
    { step: 'environment', find: () => addressFromEnvironment(environment['MONGODB_URI']) },
    { step: 'path', find: mongod(async () => findOnPath(environment, 'mongod')) },
    { step: 'cache', find: mongod(async () => findBelow(downloaded, (name) => name.startsWith('mongod'))) },
    { step: 'cache', find: engine(async () => (existsSync(ferretdb) ? ferretdb : undefined)) },
    { step: 'download', find: mongod(() => downloadBinary('mongod', downloaded, context)) },
    { step: 'build', find: engine(() => buildFerretdb(context)) },
  ];
}

async function addressFromEnvironment(uri: string | undefined): Promise<MongodbSource | undefined> {
  if (!uri) return undefined;
  // Which hosts a service name stands for is for the driver to find out.
  if (uri.startsWith(SERVICE_SCHEME)) return { uri };
  const hosts = /^mongodb:\/\/(?:[^@/]*@)?(?<hosts>[^/?]+)/.exec(uri)?.groups?.['hosts'] ?? '';
  const reached = await Promise.all(
    hosts.split(',').map((address) => {
      const { host, port } = parseAddress(address, MONGODB_PORT);
      return isReachable(host, port);
    }),
  );
  if (reached.includes(true)) return { uri };
  throw new LocalStackError(
    `MONGODB_URI names ${hosts || 'no host'}, but nothing answers there. Start that server, or unset the variable to use a local one.`,
  );
}
