import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/common';
import {
  ActivityCancellationType,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import type { Actor } from '../domain/actor.ts';
import { NO_FACTS, type ExecutionReport } from '../domain/task/commands.ts';
import {
  EXECUTOR_FAILED,
  HANDED_BACK,
  type ExecutionActivities,
  type ExecutionFailure,
  type ExecutionWorkflowInput,
} from './contract.ts';
import { commandSignal, leaseGrantedSignal } from './messages.ts';
import { RETRIES } from './retries.ts';

const FIRST_RETRY_SECONDS = 1;
const LONGEST_RETRY_SECONDS = 300;

type Failed = {
  readonly error: string;
  readonly retryable: boolean;
  readonly counts: boolean;
} & Partial<ExecutionFailure>;
type Report = Exclude<ExecutionReport, { outcome: 'ASSIGNED' | 'IN_PROGRESS' }>;

/**
 * One execution request: waits until an executor has claimed it, holds the lease for it, and offers the work
 * again when the executor fails or goes silent. The task hears of every end by a command.
 */
export async function executionWorkflow(input: ExecutionWorkflowInput): Promise<string> {
  let lease: string | undefined;
  let failures = 0;
  setHandler(leaseGrantedSignal, ({ leaseId }) => {
    lease = leaseId;
  });

  for (;;) {
    setCurrentDetails(`${input.executionId} waits for a ${input.executor} executor`);
    await condition(() => lease !== undefined);
    const leaseId = lease ?? '';
    lease = undefined;
    setCurrentDetails(`${input.executionId} is carried out under lease ${leaseId}`);
    const outcome = await holdLease(input, leaseId);
    if (!('error' in outcome)) {
      await report(input, { outcome: 'COMPLETED', leaseId, ...outcome });
      return 'COMPLETED';
    }
    failures += outcome.counts ? 1 : 0;
    const details = { leaseId, error: outcome.error, ...(outcome.usage && { usage: outcome.usage }) };
    if (!outcome.retryable || failures >= input.maxAttempts) {
      await report(input, { outcome: 'FAILED', ...details });
      return 'FAILED';
    }
    if (outcome.counts) await sleep(retryDelayMs(failures));
    await report(input, { outcome: 'RETRYING', ...details });
  }
}

const retryDelayMs = (failures: number): number =>
  Math.min(FIRST_RETRY_SECONDS * 2 ** (failures - 1), LONGEST_RETRY_SECONDS) * 1000;

/** The lease is an activity that stays open: its heartbeats, timeouts and cancellation are Temporal's. */
async function holdLease(input: ExecutionWorkflowInput, leaseId: string) {
  const { executionId, maxMinutes, heartbeatTimeoutSeconds } = input;
  const activities = proxyActivities<ExecutionActivities>({
    activityId: leaseId,
    startToCloseTimeout: `${maxMinutes} minutes`,
    ...(heartbeatTimeoutSeconds !== undefined && { heartbeatTimeout: `${heartbeatTimeoutSeconds} seconds` }),
    // An executor with heartbeats confirms that it has stopped; a person does not have to.
    cancellationType:
      heartbeatTimeoutSeconds === undefined
        ? ActivityCancellationType.TRY_CANCEL
        : ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    ...RETRIES.lease.options,
  });
  try {
    return await activities.holdLease({ executionId, leaseId });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return failureOf(error, input);
  }
}

function failureOf(error: unknown, input: ExecutionWorkflowInput): Failed {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) {
    const isSilent = cause.timeoutType === 'HEARTBEAT';
    const message = isSilent
      ? `the executor was silent for ${input.heartbeatTimeoutSeconds} s`
      : `the attempt took longer than ${input.maxMinutes} min`;
    return { error: message, retryable: true, counts: true };
  }
  if (cause instanceof ApplicationFailure && cause.type === HANDED_BACK) {
    const { usage } = (cause.details?.[0] ?? {}) as Pick<ExecutionFailure, 'usage'>;
    return { error: 'the executor handed the work back', ...(usage && { usage }), retryable: true, counts: false };
  }
  if (cause instanceof ApplicationFailure && cause.type === EXECUTOR_FAILED) {
    const details = cause.details?.[0] as ExecutionFailure | undefined;
    return { error: cause.message, ...details, retryable: cause.nonRetryable !== true, counts: true };
  }
  return { error: String(cause), retryable: true, counts: true };
}

async function report(input: ExecutionWorkflowInput, what: Report): Promise<void> {
  const { executionId, executor, taskWorkflowId } = input;
  const actor: Actor = { kind: 'SYSTEM', id: executionId, name: `${executor} executor` };
  const command = { name: 'executionReported', executionId, report: what } as const;
  try {
    await getExternalWorkflowHandle(taskWorkflowId).signal(commandSignal, { command, actor, facts: NO_FACTS });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('the task has ended already', { executionId, error: String(error) });
  }
}
