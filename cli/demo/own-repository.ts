import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../failure.ts';
import { git } from './git.ts';
import type { DemoRepository } from './sample-repository.ts';

/** A repository that the user named, with the rename as "OLD:NEW". The branch is pushed to that repository. */
export async function describeRepository(path: string, rename: string | undefined): Promise<DemoRepository> {
  const [from, to, ...rest] = (rename ?? '').split(':');
  if (!from || !to || rest.length > 0) throw new UsageError('--repo needs --rename OLD:NEW');
  const repositoryUrl = resolve(path);
  const baseBranch = await currentBranch(repositoryUrl);
  const scripts = await readScripts(repositoryUrl);
  const isInstallable = existsSync(join(repositoryUrl, 'package-lock.json'));
  return {
    repositoryUrl,
    baseBranch,
    rename: { from, to },
    ...(isInstallable && { setupCommand: ['npm', 'ci'] }),
    testCommand: 'test:quick' in scripts ? ['npm', 'run', 'test:quick'] : ['npm', 'test'],
  };
}

async function currentBranch(repository: string): Promise<string> {
  try {
    return await git(repository, 'symbolic-ref', '--short', 'HEAD');
  } catch {
    throw new UsageError(`${repository} is not a git repository with a branch checked out`);
  }
}

async function readScripts(repository: string): Promise<Record<string, string>> {
  try {
    const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };
    return manifest.scripts ?? {};
  } catch {
    throw new UsageError(`${repository} has no package.json that says how its tests run`);
  }
}
