import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SupervisedProcess } from '../processes/supervised-process.ts';
import { isReachable } from '../reachability.ts';
import { createPostgresql, makeDatabase, POSTGRESQL_URL } from './postgresql.ts';
import type { Server, ServerOptions } from './server.ts';

const HOST = '127.0.0.1';

/** Each engine keeps its files in a folder of its own. */
const filesOf = (data: string) => ({ mongod: join(data, 'mongod'), ferretdb: join(data, 'postgresql') });

/** Which engine has written into a data folder before. */
export function engineOf(data: string): 'mongod' | 'ferretdb' | undefined {
  const files = filesOf(data);
  if (existsSync(files.ferretdb)) return 'ferretdb';
  return existsSync(files.mongod) ? 'mongod' : undefined;
}

/** MongoDB's own server on `port`. */
export function createMongod(binary: string, data: string, port: number, options: ServerOptions): Server {
  const files = filesOf(data).mongod;
  return new SupervisedProcess({
    name: 'mongod',
    command: binary,
    args: ['--dbpath', files, '--port', String(port), '--bind_ip', HOST, '--quiet'],
    logFile: options.logFile('mongod'),
    pidFile: options.pidFile('mongod'),
    onRestart: options.onRestart,
    prepare: async () => void mkdirSync(files, { recursive: true }),
    isReady: () => isReachable(HOST, port),
  });
}

/** FerretDB on `port` in front of a PostgreSQL of its own; `installation` is the folder that the build made. */
export function createFerretdb(installation: string, data: string, port: number, options: ServerOptions): Server {
  const files = filesOf(data).ferretdb;
  const postgresqlFolder = join(installation, 'postgresql');
  const postgresql = createPostgresql(postgresqlFolder, files, options);
  const ferretdb = new SupervisedProcess({
    name: 'ferretdb',
    command: join(installation, 'ferretdb'),
    args: ['-postgresql-url', POSTGRESQL_URL, '-listen', `${HOST}:${port}`, '-state', data],
    cwd: files,
    logFile: options.logFile('ferretdb'),
    pidFile: options.pidFile('ferretdb'),
    onRestart: options.onRestart,
    isReady: () => isReachable(HOST, port),
  });
  return {
    start: async () => {
      mkdirSync(data, { recursive: true });
      await makeDatabase(postgresqlFolder, files);
      await postgresql.start();
      await ferretdb.start();
    },
    stop: async () => {
      await ferretdb.stop();
      await postgresql.stop();
    },
  };
}
