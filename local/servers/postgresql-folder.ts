import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BINARIES = 'usr/lib/postgresql/18/bin';

/** Path of a PostgreSQL program in an extracted folder. */
export const postgresqlBinary = (folder: string, name: 'postgres' | 'initdb') => join(folder, BINARIES, name);

/** The dynamic loader and the library folders of an extracted Debian system, relative to its root. */
export function loaderOf(architecture: string = process.arch): { loader: string; libraries: string[] } {
  const [triplet, loader] =
    architecture === 'arm64'
      ? ['aarch64-linux-gnu', 'usr/lib/ld-linux-aarch64.so.1']
      : ['x86_64-linux-gnu', 'usr/lib64/ld-linux-x86-64.so.2'];
  return { loader, libraries: [`usr/lib/${triplet}`, 'usr/lib/postgresql/18/lib'] };
}

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees another user while its files stay the caller's, so no
 * folder needs another owner and every folder that the caller can reach works. User 1 (daemon) exists everywhere.
 */
const USER_NAMESPACE = ['unshare', '--user', '--map-user=1', '--map-group=1', '--'];

/** The command line that runs a command as somebody who is not root. */
export function asNonRoot(command: string, args: readonly string[]): { command: string; args: string[] } {
  const [first = command, ...rest] = isRoot() ? [...USER_NAMESPACE, command, ...args] : [command, ...args];
  return { command: first, args: rest };
}

/** Why a root user could not run PostgreSQL here; undefined when that is possible. */
export function nonRootObstacle(): string | undefined {
  const { command, args } = asNonRoot('true', []);
  if (!isRoot() || spawnSync(command, args).status === 0) return undefined;
  return 'PostgreSQL does not run as root, and this machine does not let root make a user namespace: run as another user';
}

const isRoot = () => process.getuid?.() === 0;
