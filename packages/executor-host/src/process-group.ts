import type { ChildProcess } from 'node:child_process';
import { guard, release } from './guardian.ts';

/** From asking nicely to killing, in milliseconds. */
const PATIENCE_MS = 2000;

/** Of a child that was started as the leader of a process group (`detached`). */
export interface ProcessGroup {
  /** Asks everything in the group to end, and kills what has not after a while. */
  readonly stop: () => void;
  /** Kills what is left of the group. */
  readonly kill: () => void;
}

/** Takes charge of a child's group: it ends with the child, and with us, however we end. */
export function takeCharge(child: ChildProcess): ProcessGroup {
  const { pid } = child;
  if (pid !== undefined) guard(pid);
  const kill = () => {
    if (pid === undefined) return;
    signalGroup(pid, 'SIGKILL');
    release(pid);
  };
  const stop = () => {
    if (pid === undefined) return;
    signalGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), PATIENCE_MS);
    child.once('exit', () => clearTimeout(timer));
  };
  return { stop, kill };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
