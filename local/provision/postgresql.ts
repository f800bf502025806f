import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loaderOf, nonRootObstacle, postgresqlBinary } from '../servers/postgresql-folder.ts';
import type { ProvisionContext } from './attempt.ts';
import { findOnPath } from './on-path.ts';
import { updatePackageLists } from './package-lists.ts';
import { runCommand } from './run-command.ts';

const PACKAGE = 'postgresql-18-documentdb';
/** The first Debian release that has the package. */
const SUITE = 'forky';
const TOOLS = ['apt-get', 'dpkg', 'perl'];
const UNUSED = ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/lib/postgresql/18/lib/bitcode'];

/** What is missing on this machine for extracting and running PostgreSQL. */
export function postgresqlObstacles(environment: NodeJS.ProcessEnv): string[] {
  const missing = TOOLS.filter((tool) => !findOnPath(environment, tool));
  const obstacles =
    missing.length === 0 ? [] : [`PostgreSQL comes from Debian's packages, which needs ${missing.join(', ')}`];
  const nonRoot = nonRootObstacle();
  return nonRoot === undefined ? obstacles : [...obstacles, nonRoot];
}

/**
 * Extracts PostgreSQL with the DocumentDB extension and every library it needs into `folder`. Nothing is installed on
 * the host and nothing needs a chroot: the binaries run in place with the loader and libraries they came with.
 */
export async function extractPostgresql(folder: string, context: ProvisionContext): Promise<void> {
  const tools = `${folder}-tools`;
  mkdirSync(tools);
  await downloadMmdebstrap(tools, context);
  const options = { env: context.environment, signal: context.signal };
  await runCommand('dpkg', ['-x', join(tools, debIn(tools)), tools], options);
  await runCommand(
    'perl',
    [
      join(tools, 'usr/bin/mmdebstrap'),
      '--mode=chrootless',
      '--variant=extract',
      // A mirror may lag behind, and only what its signed lists name is ever run here.
      '--aptopt=Acquire::Check-Valid-Until "false"',
      `--include=${PACKAGE}`,
      SUITE,
      folder,
    ],
    options,
  );
  UNUSED.forEach((path) => rmSync(join(folder, path), { recursive: true, force: true }));
  finishExtraction(folder);
  rmSync(tools, { recursive: true });
}

async function downloadMmdebstrap(folder: string, { environment, signal }: ProvisionContext): Promise<void> {
  const download = () => runCommand('apt-get', ['download', 'mmdebstrap'], { cwd: folder, env: environment, signal });
  // A fresh machine has no package lists yet.
  await download().catch(() => updatePackageLists({ env: environment, signal }).then(download));
}

function debIn(folder: string): string {
  const deb = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (!deb) throw new Error('apt-get download brought no package');
  return deb;
}

/** Does what the packages' own install scripts would have done, as far as it is needed. */
function finishExtraction(folder: string): void {
  const extensions = join(folder, 'usr/share/postgresql/18/extension');
  if (!existsSync(join(extensions, 'postgis.control')))
    symlinkSync('postgis-3.control', join(extensions, 'postgis.control'));
  for (const name of ['postgres', 'initdb'] as const) wrap(postgresqlBinary(folder, name));
}

/**
 * Puts a script in a binary's place that starts it with its own loader and libraries, since the host's may be older. It
 * finds them relative to itself, so the folder can be moved.
 */
function wrap(binary: string): void {
  const { loader, libraries } = loaderOf();
  renameSync(binary, `${binary}.elf`);
  writeFileSync(
    binary,
    [
      '#!/bin/sh',
      'root="${0%/usr/lib/postgresql/*}"',
      `exec "$root/${loader}" --library-path "${libraries.map((path) => `$root/${path}`).join(':')}" --argv0 "$0" "$0.elf" "$@"`,
      '',
    ].join('\n'),
  );
  chmodSync(binary, 0o755);
}
