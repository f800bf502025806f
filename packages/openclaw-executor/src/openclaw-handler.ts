import { ExecutionError, type ExecutionContext, type ExecutionHandler } from '@mission-control/executor-client';
import type { ExecutorLogger } from '@mission-control/executor-client';
import {
  createGit,
  gitEnvironment,
  handIn,
  inWorkPlace,
  promptOf,
  revisionPromptOf,
  type WorkPlace,
} from '@mission-control/executor-host';
import { CircuitOpenError } from '@mission-control/resilience';
import type { Assignment, Transport } from './assignment.ts';
import { GatewayError } from './gateway-error.ts';
import type { RunResult } from './run-result.ts';

/** OpenClaw keeps the limit itself; a run that does not is stopped this much later. */
const DEFAULT_MARGIN_MS = 10_000;

export interface OpenClawHandlerOptions {
  readonly transport: Transport;
  readonly agentId: string;
  /** Whether the agent sees the files of this machine, so that it can work in a checkout. */
  readonly sharesFiles: boolean;
  /** Absolute folder for clones and work trees. */
  readonly workDir: string;
  /** The executor's own; git gets a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: ExecutorLogger;
  readonly marginMs?: number;
}

/** Has OpenClaw do one execution, and hands in what it says and, in a repository, what it changed. */
export function createOpenClawHandler(options: OpenClawHandlerOptions): ExecutionHandler {
  const { sharesFiles, workDir, environment, logger } = options;
  const git = createGit(gitEnvironment(environment), 'Mission Control OpenClaw executor');
  return async (context) => {
    if (context.brief.workspace && !sharesFiles) {
      throw new ExecutionError('workspace: this OpenClaw agent does not see the files of the executor', {
        retryable: false,
      });
    }
    return inWorkPlace(context, { git, workDir, logger }, async (place) => {
      const { text, summary, usage } = await carriedOut(options, context, place);
      if (usage) context.usage(usage);
      const completion = await handIn(context, git, place, { text, tool: 'OpenClaw', ...(usage && { usage }) });
      return { ...completion, ...(summary && { summary }) };
    });
  };
}

async function carriedOut(
  { transport, agentId, marginMs = DEFAULT_MARGIN_MS }: OpenClawHandlerOptions,
  context: ExecutionContext,
  place: WorkPlace,
): Promise<RunResult> {
  const { maxMinutes } = context.brief.limits;
  const deadline = new AbortController();
  const late = new GatewayError('TIMEOUT', `OpenClaw was stopped at the time limit of ${maxMinutes} min`);
  const timer = setTimeout(() => deadline.abort(late), maxMinutes * 60_000 + marginMs);
  try {
    const signal = AbortSignal.any([context.signal, deadline.signal]);
    return await transport(assignmentOf(context, place, agentId, signal));
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof CircuitOpenError) throw new ExecutionError(error.message, { retryable: true, cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function assignmentOf(
  context: ExecutionContext,
  { path, checkout }: WorkPlace,
  agentId: string,
  signal: AbortSignal,
): Assignment {
  const { execution, brief } = context;
  const where = checkout ? `\n\nThe current folder of this task is ${path}: use absolute paths below it.` : '';
  // A checkout is gone with its lease, and a run in it is of no use to the next one.
  const key = [execution.id, execution.attempt, ...(checkout ? [execution.leaseId] : [])].join('-');
  return {
    context,
    key: `mission-control-${key}`,
    sessionKey: `agent:${agentId}:mission-control:${brief.taskKey.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`,
    prompt: promptOf(brief) + where,
    revisionPrompt: revisionPromptOf(brief) + where,
    signal,
    timeoutSeconds: Math.max(1, Math.round(brief.limits.maxMinutes * 60)),
  };
}
