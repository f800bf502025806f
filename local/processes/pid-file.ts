import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning, type ProcessIdentity } from './identity.ts';

const LEFTOVER_GRACE_MS = 5_000;
const POLL_MS = 25;

/** A process that serves, and what makes it end in good order. */
interface PidFile extends ProcessIdentity {
  readonly stopSignal: NodeJS.Signals;
}

/** Notes which process serves, so that the next start can find it should its supervisor be killed. */
export function writePidFile(path: string, pid: number, stopSignal: NodeJS.Signals): void {
  const identity = identityOf(pid);
  if (!identity) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...identity, stopSignal } satisfies PidFile));
}

/** Stops what an earlier, killed supervisor left behind. */
export async function stopLeftover(path: string): Promise<void> {
  const leftover = runningFromPidFile(path);
  if (leftover) await stopGroup(leftover, leftover.stopSignal, LEFTOVER_GRACE_MS);
  rmSync(path, { force: true });
}

/** Stops everything that a killed supervisor left behind, by the pid files in `folder`. */
export async function stopLeftovers(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const pidFiles = readdirSync(folder).filter((name) => name.endsWith('.pid'));
  await Promise.all(pidFiles.map((name) => stopLeftover(join(folder, name))));
}

/** Asks a process group to end, and ends it by force when it has not after `graceMs`. */
export async function stopGroup(leader: ProcessIdentity, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  signalGroup(leader.pid, signal);
  if (!(await endsWithin(leader, graceMs))) {
    signalGroup(leader.pid, 'SIGKILL');
    await endsWithin(leader, LEFTOVER_GRACE_MS);
  }
  // What the leader started may outlive it.
  signalGroup(leader.pid, 'SIGKILL');
}

/** The process named by the file, if it still runs. */
function runningFromPidFile(path: string): PidFile | undefined {
  try {
    const noted = JSON.parse(readFileSync(path, 'utf8')) as PidFile;
    return isRunning(noted) ? noted : undefined;
  } catch {
    return undefined;
  }
}

async function endsWithin(identity: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (isRunning(identity)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Signals every process of the group; a group that is already gone is fine. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
