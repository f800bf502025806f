import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning, type ProcessIdentity } from '../processes/identity.ts';
import type { Progress } from '../progress.ts';

const LOCK_POLL_MS = 500;
const HALF_WRITTEN_MS = 5_000;
const NOBODY: ProcessIdentity = { pid: 0, startedAt: '' };

/** Where downloads and builds are kept: MISSION_CONTROL_CACHE, else the user's cache folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return environment['MISSION_CONTROL_CACHE'] || join(homedir(), '.cache', 'mission-control');
}

/**
 * Fills `folder` by `build`, which gets a temporary folder; the rename at the end makes it whole or absent, so an
 * interrupted build is simply done again. Of two processes one builds while the other waits and uses the result.
 */
export async function buildOnce(
  folder: string,
  progress: Progress,
  build: (partial: string) => Promise<void>,
): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const release = await acquireLock(`${folder}.lock`, progress);
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

async function acquireLock(path: string, progress: Progress): Promise<() => void> {
  const self = JSON.stringify(identityOf(process.pid));
  for (let told = false; !tryCreate(path, self); told = true) {
    const holder = readHolder(path);
    if (holder && !isRunning(holder)) {
      discardStale(path, holder);
    } else {
      if (!told)
        progress.info(
          `Waiting for process ${holder?.pid ?? 'that'} that is preparing ${path.replace(/\.lock$/, '')} ...`,
        );
      await sleep(LOCK_POLL_MS);
    }
  }
  return () => rmSync(path, { force: true });
}

function tryCreate(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds the lock; nobody when it was left half-written, undefined while it is being written. */
function readHolder(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return existsSync(path) && Date.now() - statSync(path).mtimeMs > HALF_WRITTEN_MS ? NOBODY : undefined;
  }
}

/** Removes the lock of a dead process, but not one that somebody else has taken meanwhile. */
function discardStale(path: string, dead: ProcessIdentity): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readHolder(aside)?.pid === dead.pid) rmSync(aside);
  else renameSync(aside, path);
}
