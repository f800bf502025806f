import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const DEFAULT_DATA_FOLDER = '.mission-control';

/** Where one local stack keeps everything: databases, logs, keys. */
export interface DataFolder {
  readonly path: string;
  /** Temporal's database file. */
  readonly temporalDatabase: string;
  /** Folder of the MongoDB engine. */
  readonly mongodb: string;
  /** Who serves this folder and at which addresses. */
  readonly stackFile: string;
  /** Held by the process that serves this folder. */
  readonly lockFile: string;
  /** Folder of the pid files. */
  readonly run: string;
  readonly logFile: (process: string) => string;
  readonly pidFile: (process: string) => string;
}

/** Opens a data folder, creating it when it is not there. */
export function openDataFolder(path: string): DataFolder {
  const folder = describeDataFolder(path);
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  return folder;
}

/** Names what is in a data folder without touching the disk. */
export function describeDataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    path: root,
    temporalDatabase: join(root, 'temporal.db'),
    mongodb: join(root, 'mongodb'),
    stackFile: join(root, 'stack.json'),
    lockFile: join(root, 'run', 'stack.lock'),
    run: join(root, 'run'),
    logFile: (process) => join(root, 'logs', `${process}.log`),
    pidFile: (process) => join(root, 'run', `${process}.pid`),
  };
}

/** Keys of one local stack, made once. */
export interface StackKeys {
  /** Signs execution tokens. */
  readonly secret: string;
  /** ADMIN key of the person who owns the stack. */
  readonly ownerToken: string;
  /** Key of the executors that the stack runs. */
  readonly executorToken: string;
}

/** The keys of a data folder; those that are missing are made, readable by their owner only. */
export function loadKeys(folder: DataFolder): StackKeys {
  return {
    secret: loadOrMake(join(folder.path, 'secret'), () => randomBytes(32).toString('hex')),
    ownerToken: loadOrMake(join(folder.path, 'owner-token'), () => token('mc_owner_')),
    executorToken: loadOrMake(join(folder.path, 'executor-token'), () => token('mc_exec_')),
  };
}

const token = (prefix: string) => `${prefix}${randomBytes(32).toString('base64url')}`;

function loadOrMake(path: string, make: () => string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const value = make();
  writeFileSync(path, `${value}\n`, { mode: 0o600 });
  return value;
}
