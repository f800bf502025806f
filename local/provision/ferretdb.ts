import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import type { ProvisionContext } from './attempt.ts';
import { buildOnce } from './cache.ts';
import { findOnPath } from './on-path.ts';
import { extractPostgresql, postgresqlObstacles } from './postgresql.ts';
import { runCommand } from './run-command.ts';

const VERSION = '2.7.0';
/** Goes up when the recipe changes, so that older caches are left alone. */
const RECIPE = 1;

/** Where the built engine is kept: the `ferretdb` binary and a `postgresql` folder. */
export const ferretdbFolder = (cacheFolder: string) => join(cacheFolder, `ferretdb-${VERSION}-${RECIPE}`);

/** What is missing on this machine for building the engine. */
export function ferretdbObstacles({ environment }: ProvisionContext): string[] {
  const go = findOnPath(environment, 'go') ? [] : ['building FerretDB needs Go on PATH'];
  return [...go, ...postgresqlObstacles(environment)];
}

/** Builds FerretDB from its Go module, and beside it extracts PostgreSQL with the DocumentDB extension. */
export async function buildFerretdb(context: ProvisionContext): Promise<string | undefined> {
  if (ferretdbObstacles(context).length > 0) return undefined;
  const folder = ferretdbFolder(context.cacheFolder);
  await buildOnce(folder, context, (partial) =>
    context.progress.during(
      `MongoDB engine (FerretDB ${VERSION} on PostgreSQL): building, about 1 minute`,
      async () => {
        await Promise.all([compile(partial, context), extractPostgresql(join(partial, 'postgresql'), context)]);
      },
    ),
  );
  return folder;
}

async function compile(partial: string, { environment, signal }: ProvisionContext): Promise<void> {
  const sources = join(partial, 'source');
  cpSync(join(repositoryRoot, 'local/provision/ferretdb'), sources, { recursive: true });
  const output = join(partial, 'ferretdb');
  await runCommand('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', output, '.'], {
    cwd: sources,
    env: environment,
    signal,
  });
}
