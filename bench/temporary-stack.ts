import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../local/progress.ts';
import { startStack, type Stack } from '../local/stack.ts';
import type { ExecutorName } from '../local/executors.ts';
import { note } from './figure.ts';

/** Addresses of servers that exist already: a benchmark never works on those. */
const FOREIGN_SERVERS = ['TEMPORAL_ADDRESS', 'TEMPORAL_UI_URL', 'MONGODB_URI'];

const progress: Progress = {
  info: () => undefined,
  detail: () => undefined,
  during: (title, work) => {
    note(`${title} ...`);
    return work();
  },
};

/** Makes sure that servers are started, whatever the environment says. */
export function withoutForeignServers(): void {
  for (const name of FOREIGN_SERVERS) delete process.env[name];
}

/** Runs `work` with a new folder that is removed afterwards. */
export async function withTemporaryFolder<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
  const path = await mkdtemp(join(tmpdir(), 'mission-control-bench-'));
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/**
 * Runs `work` on a local stack of its own, on free ports, which is stopped and removed afterwards.
 * @param executors that the benchmark has a use for
 */
export function withStack<Result>(
  work: (stack: Stack, dataDir: string) => Promise<Result>,
  executors: readonly ExecutorName[] = [],
): Promise<Result> {
  return withTemporaryFolder(async (dataDir) => {
    withoutForeignServers();
    const stack = await startStack({ dataDir, port: 0, quiet: true, executors, progress });
    try {
      return await work(stack, dataDir);
    } finally {
      await stack.stop();
    }
  });
}
