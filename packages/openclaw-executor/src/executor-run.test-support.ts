import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExecutor, type ClaimedExecution, type ExecutionBrief } from '@mission-control/executor-client';
import {
  executionOf,
  startProtocolServer,
  type ProtocolServer,
  type RecordedCall,
} from '../../executor-client/src/protocol-server.test-support.ts';
import type { Transport } from './assignment.ts';
import { createOpenClawHandler } from './openclaw-handler.ts';
import { createOpenClawService } from './openclaw-service.ts';

export const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** As in production, with shorter delays. */
export const impatientService = () =>
  createOpenClawService(silent, { retry: { attempts: 3, firstDelayMs: 5, maxDelayMs: 10 }, failures: 20 });

export interface ExecutorRun {
  readonly server: ProtocolServer;
  readonly workDir: string;
  start(transport: Transport, sharesFiles?: boolean): void;
  offer(brief?: Partial<ExecutionBrief>, fields?: Partial<ClaimedExecution>): void;
  /** The report that ends the `count`th execution. */
  ending(count?: number): Promise<RecordedCall>;
  stop(): Promise<void>;
}

/** A real executor against Mission Control's side of the protocol. */
export async function createExecutorRun(): Promise<ExecutorRun> {
  const server = await startProtocolServer();
  const workDir = mkdtempSync(join(tmpdir(), 'openclaw-'));
  const shutdown = new AbortController();
  let running = Promise.resolve();
  return {
    server,
    workDir,
    start(transport, sharesFiles = true) {
      running = runExecutor({
        url: server.url,
        apiKey: 'key',
        name: 'openclaw',
        types: ['OPENCLAW_AGENT'],
        handler: createOpenClawHandler({
          transport,
          agentId: 'main',
          sharesFiles,
          workDir,
          environment: process.env,
          logger: silent,
          marginMs: 50,
        }),
        signal: shutdown.signal,
        shutdownGraceSeconds: 0.1,
        logger: silent,
      });
    },
    offer: (brief, fields) =>
      server.offer(
        executionOf({ executor: 'OPENCLAW_AGENT', ...fields }, { title: 'Write a haiku', type: 'CONTENT', ...brief }),
      ),
    async ending(count = 1) {
      const ends = ['complete', 'fail', 'release', 'canceled'];
      for (;;) {
        const call = server.calls.filter(({ name }) => ends.includes(name))[count - 1];
        if (call) return call;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      shutdown.abort();
      await running;
      await server.close();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

/** Waits until it is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
