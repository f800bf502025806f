import type { Usage } from '@mission-control/executor-client';
import { GatewayError } from './gateway-error.ts';

/** What a run came to. */
export interface RunResult {
  /** Markdown. */
  readonly text: string;
  /** For the reviewer, where it is not the first line of the text. */
  readonly summary?: string;
  readonly usage?: Usage;
}

/** How the gateway and its command line report the end of a run: all fields may be missing. */
export interface RunEnvelope {
  readonly runId?: string;
  readonly status?: string;
  readonly summary?: string;
  readonly stopReason?: string;
  readonly timeoutPhase?: string;
  readonly error?: unknown;
  readonly result?: {
    readonly payloads?: readonly { readonly text?: string | null; readonly isError?: boolean }[];
    readonly meta?: { readonly agentMeta?: AgentMeta; readonly error?: unknown; readonly aborted?: boolean };
  };
}

interface AgentMeta {
  readonly model?: string;
  readonly usage?: TokenCounts;
  readonly costUsd?: number;
}

interface TokenCounts {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cost?: { readonly total?: number };
}

/** Whether somebody stopped the run, which OpenClaw reports as a time-out without a phase. */
export const isAborted = ({ status, summary, stopReason, timeoutPhase }: RunEnvelope): boolean =>
  status === 'aborted' ||
  (timeoutPhase === undefined && status !== 'ok' && (summary === 'aborted' || stopReason === 'rpc'));

/** @throws GatewayError for a run that did not end well, with what it used all the same */
export function resultOf(envelope: RunEnvelope): RunResult {
  const { status, summary, timeoutPhase, result } = envelope;
  const payloads = result?.payloads ?? [];
  const usage = usageOf(envelope);
  if (isAborted(envelope)) {
    throw new GatewayError('FAILED', 'The run was stopped in OpenClaw', { retryable: false, usage });
  }
  const said = textsOf(payloads.filter(({ isError }) => isError)) || wordsOf(result?.meta?.error ?? envelope.error);
  if (status === 'timeout') {
    const phase = timeoutPhase ?? 'unknown';
    throw new GatewayError('TIMEOUT', detailed(`OpenClaw timed out in its phase ${phase}`, said), { usage });
  }
  if (status !== 'ok')
    throw new GatewayError('FAILED', detailed('The OpenClaw run failed', said || summary), { usage });
  const text = textsOf(payloads.filter(({ isError }) => !isError));
  if (text === '') throw new GatewayError('FAILED', detailed('OpenClaw ended without a text', said), { usage });
  return { text, ...(usage && { usage }) };
}

/** A cost of nothing says that OpenClaw knows no price: the server may. */
function usageOf({ result }: RunEnvelope): Usage | undefined {
  const { model, usage, costUsd = usage?.cost?.total } = result?.meta?.agentMeta ?? {};
  if (!usage && !costUsd) return undefined;
  return {
    ...(model && { model }),
    inputTokens: usage?.input ?? 0,
    outputTokens: usage?.output ?? 0,
    ...(usage?.cacheRead && { cacheReadTokens: usage.cacheRead }),
    ...(usage?.cacheWrite && { cacheWriteTokens: usage.cacheWrite }),
    ...costOf(costUsd),
  };
}

/** @param costUsd as OpenClaw works it out from the prices in its settings */
export const costOf = (costUsd: number | undefined): Pick<Usage, 'costMicros' | 'costSource'> =>
  costUsd && costUsd > 0 ? { costMicros: Math.ceil(Number((costUsd * 1e6).toFixed(3))), costSource: 'ESTIMATED' } : {};

const textsOf = (payloads: readonly { readonly text?: string | null }[]): string =>
  payloads
    .map(({ text }) => text ?? '')
    .filter((text) => text.trim() !== '')
    .join('\n\n');

const detailed = (what: string, detail: string | undefined): string => (detail ? `${what}: ${detail}` : what);

function wordsOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : '';
}
