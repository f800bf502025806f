import {
  ExecutionCanceledError,
  ExecutionError,
  ExecutorShutdownError,
  LeaseLostError,
  ProtocolError,
} from './errors.ts';
import { meansLeaseLost, type ArtifactUpload, type ExecutionHandle, type ToolVerdict } from './execution-handle.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { ExecutorLogger } from './logger.ts';
import type { Artifact, ClaimedExecution, Completion, ExecutionBrief, Failure, ToolCall, Usage } from './protocol.ts';
import { shutdownStages } from './shutdown.ts';

/** What a handler gets to do one execution. */
export interface ExecutionContext {
  /** Without its token: a handler has no use for it, and what is not there cannot leak. */
  readonly execution: Omit<ClaimedExecution, 'token'>;
  readonly brief: ExecutionBrief;
  /** Aborts on cancellation, lease loss and shutdown; its reason is the typed error. */
  readonly signal: AbortSignal;
  /** `percent` from 0 to 100. */
  readonly progress: (percent: number, message?: string) => void;
  /** New output to show to those who watch. Bounded: what comes too fast loses its oldest part. */
  readonly log: (text: string) => void;
  /** What the work has used so far, all of it: over the cap of its run it is stopped. */
  readonly usage: (total: Usage) => void;
  /** Asks the policy, and waits for the human when it must. */
  readonly checkTool: (call: ToolCall) => Promise<ToolVerdict>;
  readonly uploadArtifact: (upload: ArtifactUpload) => Promise<Artifact>;
}

/** Does the work. Throws `ExecutionError` to fail; any other error counts as retryable. */
export type ExecutionHandler = (context: ExecutionContext) => Promise<Completion>;

export interface RunExecutionOptions {
  readonly handler: ExecutionHandler;
  readonly shutdown: AbortSignal;
  readonly graceMs: number;
  readonly logger: ExecutorLogger;
}

type Outcome = { readonly completion: Completion } | { readonly error: unknown };

/** Runs the handler under a kept lease and reports what came of it. Never rejects. */
export async function runExecution(handle: ExecutionHandle, options: RunExecutionOptions): Promise<void> {
  const { handler, shutdown, graceMs, logger } = options;
  const stages = shutdownStages(shutdown, graceMs);
  const work = new AbortController();
  const keeper = new LeaseKeeper(handle, (reason) => work.abort(reason), logger);
  stages.stop.addEventListener('abort', () => work.abort(stages.stop.reason));
  keeper.start();
  try {
    const context = contextOf(handle, keeper, work.signal);
    const outcome = await Promise.race([outcomeOf(handler, context), abandoned(stages.abandon)]);
    await keeper.stop(stages.giveUp);
    await report(handle, outcome, work.signal.reason, stages.giveUp);
    logger.info({ ...labels(handle), ...summaryOf(outcome) }, 'execution finished');
  } catch (error) {
    logger.warn({ ...labels(handle), err: error }, 'the end of the execution could not be reported');
  } finally {
    stages.dispose();
  }
}

function contextOf(handle: ExecutionHandle, keeper: LeaseKeeper, signal: AbortSignal): ExecutionContext {
  const { token: _token, ...execution } = handle.execution;
  return {
    execution,
    brief: execution.brief,
    signal,
    progress: (percent, message) => keeper.progress(percent, message),
    log: (text) => keeper.log(text),
    usage: (total) => keeper.usage(total),
    checkTool: (call) => handle.checkTool(call, signal),
    uploadArtifact: (upload) => handle.uploadArtifact(upload, signal),
  };
}

async function outcomeOf(handler: ExecutionHandler, context: ExecutionContext): Promise<Outcome> {
  try {
    return { completion: await handler(context) };
  } catch (error) {
    return { error };
  }
}

function abandoned(signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ error: signal.reason }), { once: true });
  });
}

/** `stopReason` is why the handler was asked to stop, if it was; work that got done all the same still counts. */
async function report(
  handle: ExecutionHandle,
  outcome: Outcome,
  stopReason: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (stopReason instanceof LeaseLostError) return;
  if (stopReason instanceof ExecutionCanceledError) return handle.acknowledgeCancellation(signal);
  if ('completion' in outcome) return complete(handle, outcome.completion, signal);
  if (outcome.error instanceof LeaseLostError) return;
  if (stopReason instanceof ExecutorShutdownError) return handle.release(signal);
  await handle.fail(failureOf(outcome.error), signal);
}

/** A refused result would leave the execution hanging until its lease ends, and then be made again: say so instead. */
async function complete(handle: ExecutionHandle, completion: Completion, signal: AbortSignal): Promise<void> {
  try {
    await handle.complete(completion, signal);
  } catch (error) {
    if (!(error instanceof ProtocolError) || meansLeaseLost(error)) throw error;
    const failure = { error: `The result was refused: ${error.message}`, retryable: false };
    await handle.fail({ ...failure, ...(completion.usage ? { usage: completion.usage } : {}) }, signal);
  }
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ExecutionError) {
    const { retryable, usage } = error;
    return { error: message, retryable, ...(usage ? { usage } : {}) };
  }
  return { error: message, retryable: !(error instanceof ProtocolError) };
}

function labels({ execution }: ExecutionHandle): Record<string, unknown> {
  return { execution: execution.id, task: execution.taskKey, attempt: execution.attempt };
}

function summaryOf(outcome: Outcome): Record<string, unknown> {
  return 'completion' in outcome ? { summary: outcome.completion.summary } : { err: outcome.error };
}
