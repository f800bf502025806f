import { runExecutor, type ExecutionBrief, type ExecutionHandler } from '@mission-control/executor-client';
import {
  executionOf,
  startProtocolServer,
  type ProtocolServer,
  type RecordedCall,
} from '../../executor-client/src/protocol-server.test-support.ts';

export const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Mission Control's side of the protocol, and an executor that works for it. */
export interface RunningExecutor {
  readonly server: ProtocolServer;
  offer(brief?: Partial<ExecutionBrief>, number?: number, attempt?: number): void;
  /** The report that ends the `count`th execution. */
  ending(count?: number): Promise<RecordedCall>;
  /** The error of the `count`th execution, which has to have failed. */
  failure(count?: number): Promise<{ readonly error: string; readonly retryable: boolean }>;
  stop(): Promise<void>;
}

export async function startExecutor(handler: ExecutionHandler): Promise<RunningExecutor> {
  const server = await startProtocolServer();
  const shutdown = new AbortController();
  const running = runExecutor({
    url: server.url,
    apiKey: 'executor-secret',
    name: 'cursor',
    types: ['CURSOR'],
    handler,
    signal: shutdown.signal,
    shutdownGraceSeconds: 0.1,
    logger: silent,
  });
  const ending = async (count = 1): Promise<RecordedCall> => {
    const ends = ['complete', 'fail', 'release', 'canceled'];
    for (;;) {
      const call = server.calls.filter(({ name }) => ends.includes(name))[count - 1];
      if (call) return call;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    server,
    ending,
    offer(brief = {}, number = 1, attempt = 1) {
      const id = `MC-1-X${number}`;
      const fields = { id, executor: 'CURSOR', attempt, leaseId: `${id}-L${attempt}` } as const;
      server.offer(executionOf(fields, { title: 'Add notes', description: 'Write them down.', ...brief }));
    },
    async failure(count = 1) {
      const { name, body } = await ending(count);
      if (name !== 'fail') throw new Error(`expected a failure, got ${name} ${JSON.stringify(body)}`);
      return { error: String(body['error']), retryable: body['retryable'] === true };
    },
    async stop() {
      shutdown.abort();
      await running;
      await server.close();
    },
  };
}

export const needsApproval = {
  status: 200,
  body: { decision: 'NEEDS_APPROVAL', risk: 'YELLOW', reasons: ['an INTERN asks'], approvalId: 'approval-1' },
};

export const denied = { status: 200, body: { decision: 'DENY', risk: 'RED', reasons: ['blocked by toolsBlocked'] } };
