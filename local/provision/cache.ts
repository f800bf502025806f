import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockHolder, tryLock } from '../processes/lock.ts';
import type { ProvisionContext } from './attempt.ts';

const LOCK_POLL_MS = 500;

/** Where downloads and builds are kept: MISSION_CONTROL_CACHE, else the user's cache folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return resolve(environment['MISSION_CONTROL_CACHE'] || join(homedir(), '.cache', 'mission-control'));
}

/**
 * Fills `folder` by `build`, which gets a temporary folder; the rename at the end makes it whole or absent, so an
 * interrupted build is simply done again. Of two processes one builds while the other waits and uses the result.
 */
export async function buildOnce(
  folder: string,
  context: ProvisionContext,
  build: (partial: string) => Promise<void>,
): Promise<void> {
  const release = await lockWhenFree(`${folder}.lock`, context);
  try {
    if (existsSync(folder)) return;
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial);
    await build(partial);
    renameSync(partial, folder);
  } finally {
    release();
  }
}

async function lockWhenFree(path: string, { progress, signal }: ProvisionContext): Promise<() => void> {
  const first = tryLock(path);
  if (first) return first;
  progress.info(`Waiting for process ${lockHolder(path)?.pid ?? ''} that is building the same ...`);
  for (;;) {
    await sleep(LOCK_POLL_MS, undefined, { signal });
    const release = tryLock(path);
    if (release) return release;
  }
}
