import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExecutor, type ClaimedExecution, type ExecutionBrief } from '@mission-control/executor-client';
import {
  executionOf,
  startProtocolServer,
  type ProtocolServer,
  type RecordedCall,
} from '../../executor-client/src/protocol-server.test-support.ts';
import type { ClaudeSettings } from './claude-command.ts';
import { createClaudeHandler } from './claude-handler.ts';

export const FAKE_CLAUDE = join(import.meta.dirname, 'fake-claude.test-support.mjs');

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const ENDS = ['complete', 'fail', 'release', 'canceled'];

/** Mission Control, and an executor that works for it. */
export interface ClaudeExecutor {
  readonly server: ProtocolServer;
  readonly workDir: string;
  offer(brief: Partial<ExecutionBrief>, execution?: Partial<ClaimedExecution>): void;
  /** The report that ends the `count`th execution. */
  ending(count?: number): Promise<RecordedCall>;
  close(): Promise<void>;
}

export interface ClaudeExecutorOptions {
  readonly settings?: Partial<ClaudeSettings>;
  readonly environment?: NodeJS.ProcessEnv;
}

export async function startClaudeExecutor({
  settings,
  environment,
}: ClaudeExecutorOptions = {}): Promise<ClaudeExecutor> {
  const workDir = mkdtempSync(join(tmpdir(), 'claude-'));
  const server = await startProtocolServer();
  const shutdown = new AbortController();
  const running = runExecutor({
    url: server.url,
    apiKey: 'very-secret',
    name: 'claude',
    types: ['CLAUDE_CODE'],
    handler: createClaudeHandler({
      workDir,
      environment: { ...process.env, ...environment },
      settings: { program: FAKE_CLAUDE, maxTurns: 7, ...settings },
      logger: silent,
    }),
    signal: shutdown.signal,
    shutdownGraceSeconds: 0.1,
    logger: silent,
  });
  let offered = 0;
  return {
    server,
    workDir,
    offer(brief, execution = {}) {
      offered += 1;
      const limits = { maxCostMicros: 2_000_000, maxMinutes: 5 };
      const fields = { executor: 'CLAUDE_CODE', attempt: offered, leaseId: `lease-${offered}`, ...execution } as const;
      server.offer(executionOf(fields, { type: 'RESEARCH', limits, ...brief }));
    },
    async ending(count = 1) {
      for (;;) {
        const call = server.calls.filter(({ name }) => ENDS.includes(name))[count - 1];
        if (call) return call;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      shutdown.abort();
      await running;
      await server.close();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

/** The ids of processes, once the fake has written them down. */
export async function pidsIn(path: string): Promise<number[]> {
  while (!existsSync(path) || readFileSync(path, 'utf8') === '')
    await new Promise((resolve) => setTimeout(resolve, 20));
  return readFileSync(path, 'utf8').split(' ').map(Number);
}

/** A killed process may wait for its parent to take note; it is as good as gone. */
export const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** Resolves when none of them runs any more: what was killed takes a moment to be gone. */
export async function ended(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 20));
}
