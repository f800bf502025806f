import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const CLOCK_TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** What a process and everything it started uses, by /proc. */
export interface ProcessUsage {
  /** Resident memory in kB. */
  readonly residentKb: number;
  /** CPU time since its start, in milliseconds. */
  readonly cpuMs: number;
}

export function usageOf(pid: number): ProcessUsage {
  const usages = treeOf(pid).map((member) => ({ residentKb: residentKbOf(member), cpuMs: cpuMsOf(member) }));
  return {
    residentKb: usages.reduce((sum, { residentKb }) => sum + residentKb, 0),
    cpuMs: usages.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}

/** The process and its descendants. */
function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [root];
  for (const member of tree) tree.push(...[...parents].filter(([, parent]) => parent === member).map(([pid]) => pid));
  return tree;
}

function residentKbOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

function cpuMsOf(pid: number): number {
  const fields = statOf(pid) ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS_PER_SECOND;
}

/** The fields of /proc/PID/stat from the state on; undefined when the process has ended. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
