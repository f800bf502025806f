import { randomBytes, randomUUID } from 'node:crypto';
import { ApiClient } from '../../cli/api-client.ts';
import type { ExecutorType } from '../../domain/task/vocabulary.ts';
import { ensureApiKey } from '../../operations/api-keys.ts';
import type { Claimed } from '../../operations/schemas/execution.ts';
import type { Ui } from './ui.test-support.ts';

const PULSE_MS = 8_000;

/** Work that an executor of the test holds. */
export interface HeldWork {
  readonly id: string;
  heartbeat(body: { progress?: { percent?: number; message?: string }; log?: string }): Promise<unknown>;
  askFor(tool: string, body: { summary: string; rollbackPlan?: string; arguments?: object }): Promise<unknown>;
  /** @returns the artifact's id. */
  upload(name: string, type: string, text: string): Promise<string>;
  complete(body: object): Promise<unknown>;
}

/** An executor that speaks the real protocol with a key of its own, and does what the test says. */
export async function startExecutor({ stack }: Ui, name: string, types: readonly ExecutorType[]) {
  const token = `test_executor_${randomBytes(8).toString('hex')}`;
  await ensureApiKey(stack.mongodbUri, { token, kind: 'EXECUTOR', name, executorTypes: types });
  const queue = new ApiClient({ url: stack.url, token });

  async function claim(): Promise<HeldWork> {
    const asked = { types, executor: { name, version: '1.0' }, waitSeconds: 20 };
    const { execution } = await queue.post<Claimed>('/executions/claim', asked);
    const path = `/executions/${execution.id}`;
    const lease = new ApiClient({ url: stack.url, token: execution.token });
    // Without a sign of life the lease would end while the test looks around.
    const pulse = setInterval(() => void lease.post(`${path}/heartbeat`, {}).catch(() => undefined), PULSE_MS).unref();
    return {
      id: execution.id,
      heartbeat: (body) => lease.post(`${path}/heartbeat`, body),
      askFor: (tool, body) => lease.post(`${path}/tool-calls`, { tool, ...body }),
      complete: (body) => {
        clearInterval(pulse);
        return lease.post(`${path}/complete`, body);
      },
      upload: async (file, type, text) => {
        const response = await fetch(`${stack.url}/api/v1${path}/artifacts?name=${encodeURIComponent(file)}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${execution.token}`,
            'content-type': type,
            'idempotency-key': randomUUID(),
          },
          body: text,
        });
        if (!response.ok) throw new Error(`upload: ${response.status} ${await response.text()}`);
        return ((await response.json()) as { id: string }).id;
      },
    };
  }
  return { claim };
}
