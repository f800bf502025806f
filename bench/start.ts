import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../local/repository.ts';
import { absolute, note, type Figure } from './figure.ts';
import { median } from './statistics.ts';
import { withoutForeignServers, withTemporaryFolder } from './temporary-stack.ts';

const STARTS = 3;

/** `mission-control up` from the spawn of its process to the line that says it is ready, with what it needs cached. */
export async function* benchStart(): AsyncGenerator<Figure> {
  yield* await withTemporaryFolder(async (dataDir) => {
    withoutForeignServers();
    const first = await secondsToReady(dataDir);
    const later: number[] = [];
    for (let start = 0; start < STARTS; start++) later.push(await secondsToReady(dataDir));
    return [absolute('start.warm_s', median(later), 's'), absolute('start.new_data_s', first, 's')];
  });
}

async function secondsToReady(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const main = join(repositoryRoot, 'dist/cli/main.js');
  const child = spawn(process.execPath, [main, 'up', '--data', dataDir, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await firstLine(child);
    const seconds = (performance.now() - startedAt) / 1000;
    note(`ready after ${seconds.toFixed(2)} s`);
    return seconds;
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<void> {
  if (stdout) for await (const line of createInterface({ input: stdout })) if (line.startsWith('{')) return;
  throw new Error('mission-control up ended without becoming ready');
}
