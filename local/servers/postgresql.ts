import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SupervisedProcess } from '../processes/supervised-process.ts';
import { runCommand } from '../provision/run-command.ts';
import { asNonRoot, postgresqlBinary } from './postgresql-folder.ts';
import type { ServerOptions } from './server.ts';

/**
 * The folder that a process runs in. As the server and FerretDB both run in the data folder, this names the socket's
 * folder in few characters (a socket's path may have 107) and stays right when the data folder is moved.
 */
const SOCKET_FOLDER = '/proc/self/cwd';

/** How to reach a PostgreSQL from a process that runs in its data folder. */
export const POSTGRESQL_URL = `postgres://postgres@/postgres?host=${SOCKET_FOLDER}`;

/**
 * Sizes for a developer's machine; durability is PostgreSQL's own default, it costs 0.1 ms a write. Only the extended
 * index handler reads in the order of an index; without it every sorted page sorts the whole collection. The planner
 * chooses that way once it has statistics, so these are renewed often.
 */
const CONFIGURATION = `
listen_addresses = ''
unix_socket_directories = '${SOCKET_FOLDER}'
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb,pg_documentdb_extended_rum'
documentdb.alternate_index_handler_name = 'extended_rum'
documentdb.localhost_connection_string = 'host=${SOCKET_FOLDER}'
cron.database_name = 'postgres'
cron.use_background_workers = on
cron.log_run = off
cron.log_statement = off
max_worker_processes = 24
max_connections = 120
shared_buffers = '128MB'
max_wal_size = '512MB'
min_wal_size = '32MB'
log_checkpoints = off
jit = off
random_page_cost = 1.1
autovacuum_naptime = '10s'
`;

/** PostgreSQL from the extracted `installation`, with its data in `data`, on a Unix socket only. */
export function createPostgresql(installation: string, data: string, options: ServerOptions): SupervisedProcess {
  return new SupervisedProcess({
    name: 'postgresql',
    ...asNonRoot(postgresqlBinary(installation, 'postgres'), ['-D', data]),
    cwd: data,
    logFile: options.logFile('postgresql'),
    pidFile: options.pidFile('postgresql'),
    onRestart: options.onRestart,
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    isReady: async (pid) => isAcceptingConnections(data, pid),
  });
}

/** Makes the database files once; an interrupted attempt is done again from the start. */
export async function makeDatabase(installation: string, data: string): Promise<void> {
  if (existsSync(data)) return;
  const partial = `${data}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const initdb = asNonRoot(postgresqlBinary(installation, 'initdb'), [
    '-D',
    partial,
    '--username=postgres',
    '--auth=trust',
    '--locale=C.UTF-8',
    '--encoding=UTF8',
    '--no-sync',
  ]);
  await runCommand(initdb.command, initdb.args);
  appendFileSync(join(partial, 'postgresql.conf'), CONFIGURATION);
  await createExtension(installation, partial);
  renameSync(partial, data);
}

/** In single-user mode PostgreSQL reads statements from its standard input; no server has to be started for it. */
async function createExtension(installation: string, data: string): Promise<void> {
  const { command, args } = asNonRoot(postgresqlBinary(installation, 'postgres'), [
    '--single',
    '-j',
    '-D',
    data,
    'postgres',
  ]);
  const child = spawn(command, args, { cwd: data, stdio: ['pipe', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (output += chunk));
  child.stdin.end('create extension documentdb cascade;\ncreate extension documentdb_extended_rum;\n');
  await once(child, 'close');
  if (child.exitCode !== 0 || /\b(?:ERROR|FATAL):/.test(output))
    throw new Error(`The DocumentDB extension failed: ${output}`);
}

/** postmaster.pid holds the server's pid in its first line and its state in the eighth. */
function isAcceptingConnections(data: string, pid: number): boolean {
  const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}
