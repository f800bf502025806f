import type { ExecutionContext, ExecutorLogger } from '@mission-control/executor-client';
import type { Identity } from '../identity.ts';
import type { TaskMemory } from '../task-memory.ts';
import type { CloudApi } from './cloud-api.ts';
import { hasBegun, type RememberedAgent } from './start-run.ts';

const TIME_LIMIT_MS = 10_000;

export interface RunStop {
  readonly context: ExecutionContext;
  readonly memory: TaskMemory<RememberedAgent>;
  readonly identity: Identity;
  readonly api: CloudApi;
  readonly logger: ExecutorLogger;
}

/** Ends what the execution has begun in the cloud, also a run whose beginning was never confirmed. Never rejects. */
export async function stopRun(stop: RunStop): Promise<void> {
  const { context, memory, api, logger } = stop;
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const remembered = await memory.read();
    const { agentId } = remembered ?? {};
    if (agentId === undefined || !hasBegun(stop, remembered)) return;
    const runId = remembered?.runId ?? (await newestRun(api, agentId, remembered?.before, signal));
    if (runId !== undefined) await api.cancelRun(agentId, runId, signal);
  } catch (error) {
    logger.warn({ err: error, execution: context.execution.id }, 'the run in the cloud could not be stopped');
  }
}

async function newestRun(
  api: CloudApi,
  agentId: string,
  before: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { latestRunId } = await api.agent(agentId, signal);
  return latestRunId === before ? undefined : latestRunId;
}
