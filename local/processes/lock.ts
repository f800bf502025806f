import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identityOf, isRunning, type ProcessIdentity } from './identity.ts';

const HALF_WRITTEN_MS = 5_000;
const NOBODY: ProcessIdentity = { pid: 0, startedAt: '' };

/** Takes the lock file unless a running process holds it. Answers how to release it, or undefined. */
export function tryLock(path: string): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true });
  const holder = lockHolder(path);
  if (holder && !isRunning(holder)) discardStale(path, holder);
  if (!tryCreate(path, JSON.stringify(identityOf(process.pid)))) return undefined;
  let held = true;
  return () => {
    // A second call must not take the lock away from whoever has it by then.
    if (held) rmSync(path, { force: true });
    held = false;
  };
}

/** Who holds the lock; nobody when it was left half-written, undefined when it is free or being written. */
export function lockHolder(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return existsSync(path) && Date.now() - statSync(path).mtimeMs > HALF_WRITTEN_MS ? NOBODY : undefined;
  }
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

/** Removes the lock of a dead process, but not one that somebody else has taken meanwhile. */
function discardStale(path: string, dead: ProcessIdentity): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (lockHolder(aside)?.startedAt === dead.startedAt) rmSync(aside);
  else renameSync(aside, path);
}
