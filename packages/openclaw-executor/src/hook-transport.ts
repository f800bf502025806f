import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { OutsideService } from '@mission-control/resilience';
import type { Assignment, Transport } from './assignment.ts';
import type { CallbackReceiver } from './callback-receiver.ts';
import type { CallbackReport } from './callback-report.ts';
import { GatewayError } from './gateway-error.ts';
import { postHook, type HookAccess, type HookAnswer, type HookRequest } from './hook-client.ts';
import { costOf, type RunResult } from './run-result.ts';

/** Shorter than the five minutes after which Node's fetch gives up by itself. */
const POLL_MS = 4 * 60_000;
/** From the end of a run to the end of waiting for what it reports. */
const DEFAULT_GRACE_MS = 15_000;

export interface HookTransportOptions extends HookAccess {
  readonly agentId: string;
  readonly service: OutsideService;
  readonly receiver: CallbackReceiver;
  readonly graceMs?: number;
}

/** Work through the gateway's hook, which only admits it: the agent reports to us, and we watch for the run's end. */
export function createHookTransport(options: HookTransportOptions): Transport {
  return async (assignment) => {
    const { receiver, service } = options;
    const callback = receiver.expect(tokenFor(options, assignment));
    try {
      const request = requestOf(options, assignment, callback.url);
      const { key, signal, context } = assignment;
      const admitted = await service.call((inner) => postHook(options, request, { key, signal: inner }), signal);
      context.progress(10, `OpenClaw has the work (run ${admitted?.runId})`);
      return resultOf(await reported(options, assignment, request, callback.report));
    } finally {
      callback.close();
    }
  };
}

/**
 * Unguessable without the hooks' token, and the same for each offer of this attempt: with another address in the message
 * the gateway would take a repeated offer for new work.
 */
const tokenFor = ({ token }: HookTransportOptions, { key }: Assignment): string =>
  createHmac('sha256', token).update(`callback:${key}`).digest('base64url');

function requestOf({ agentId }: HookTransportOptions, assignment: Assignment, url: string): HookRequest {
  const { prompt, timeoutSeconds } = assignment;
  const message = `${prompt}

## Handing in

Your last message reaches nobody. When you are done, or cannot do it, report it once by an HTTP POST of this JSON, with content-type application/json:

POST ${url}

{"status": "ok" or "error", "summary": "one line for the reviewer", "content": "the whole result as Markdown", "costUsd": number if known, "tokens": {"input": number, "output": number} if known}

The address is for this task only; show it to nobody. On answer 400 correct the report and send it again.`;
  return { message, name: 'Mission Control', agentId, deliver: false, timeoutSeconds };
}

/** The agent's report, or the error that says why there is none. */
async function reported(
  options: HookTransportOptions,
  assignment: Assignment,
  request: HookRequest,
  report: Promise<CallbackReport>,
): Promise<CallbackReport> {
  const watching = new AbortController();
  const signal = AbortSignal.any([assignment.signal, watching.signal]);
  const silence = endedSilently(options, assignment, request, signal);
  silence.catch(() => {});
  try {
    return await Promise.race([report, silence]);
  } finally {
    watching.abort(new Error('the report is here'));
  }
}

/** Rejects when the run has ended and the agent has not reported, and with the signal's reason. */
async function endedSilently(
  { graceMs = DEFAULT_GRACE_MS, ...access }: HookTransportOptions,
  { key, context }: Assignment,
  request: HookRequest,
  signal: AbortSignal,
): Promise<never> {
  const status = await statusAtEnd(access, request, key, signal, context.log);
  if (status !== undefined) {
    await pause(graceMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    const isFailed = status !== 'ok' && status !== 'skipped';
    throw new GatewayError('FAILED', `The OpenClaw run ended (${status}) and the agent reported nothing`, {
      // What ended well may have done something that must not be done twice.
      retryable: isFailed,
    });
  }
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}

/**
 * Undefined when it cannot be watched any more. A lost connection ends the watching: a gateway that was restarted has
 * forgotten the key, and to ask it again would start the work anew. The agent's report may come all the same.
 */
async function statusAtEnd(
  access: HookAccess,
  request: HookRequest,
  key: string,
  signal: AbortSignal,
  log: (text: string) => void,
): Promise<string | undefined> {
  try {
    for (;;) {
      const options = { key, waitForCompletion: true, timeoutMs: POLL_MS, signal };
      const answer: HookAnswer | undefined = await postHook(access, request, options);
      if (answer) return answer.completion?.status;
    }
  } catch (error) {
    signal.throwIfAborted();
    log(`[the run cannot be watched any more, its report is waited for: ${(error as Error).message}]\n`);
    return undefined;
  }
}

function resultOf({ status, summary, content, costUsd, tokens }: CallbackReport): RunResult {
  const usage =
    tokens || costUsd
      ? { inputTokens: tokens?.input ?? 0, outputTokens: tokens?.output ?? 0, ...costOf(costUsd) }
      : undefined;
  if (status === 'error') throw new GatewayError('FAILED', `The agent could not do it: ${summary}`, { usage });
  return { text: content ?? summary, summary, ...(usage && { usage }) };
}
