import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';
import type { ProvisionContext } from './attempt.ts';
import { findBelow } from './find-below.ts';

/** Long enough for a slow answer, short enough for a machine without internet to move on. */
const STALLED_MS = 10_000;
const WATCH_MS = 500;

/** What download-main.ts can fetch. */
export type Download = 'temporal' | 'mongod';

/**
 * Fetches an official binary into `folder` through the library that knows where it is, in a process of its own that
 * is ended when nothing has arrived for ten seconds. Answers the path of the binary.
 */
export async function downloadBinary(
  what: Download,
  folder: string,
  { progress, signal }: ProvisionContext,
): Promise<string> {
  progress.info(`Trying the official download of ${what} ...`);
  mkdirSync(folder, { recursive: true });
  const main = join(repositoryRoot, 'dist/local/provision/download-main.js');
  await runWhileGrowing(process.execPath, [main, what, folder], folder, signal);
  const binary = findBelow(folder, (name) => name.startsWith(what));
  if (binary === undefined) throw new Error(`the download of ${what} brought no binary`);
  return binary;
}

/** Runs a command that writes into `folder`; ends it when the folder has stopped growing. */
export function runWhileGrowing(
  command: string,
  args: readonly string[],
  folder: string,
  signal: AbortSignal | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], signal, env: environment });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (output += chunk));
    const watch = watchGrowth(folder, () => {
      output += `nothing arrived for ${STALLED_MS / 1000} s`;
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve();
      else reject(new Error(output.trim().split('\n')[0]));
    });
  });
}

function watchGrowth(folder: string, onStalled: () => void): NodeJS.Timeout {
  let size = -1;
  let grownAt = Date.now();
  return setInterval(() => {
    const current = sizeBelow(folder);
    if (current !== size) {
      size = current;
      grownAt = Date.now();
    } else if (Date.now() - grownAt > STALLED_MS) onStalled();
  }, WATCH_MS);
}

function sizeBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
