import { GatewayError, unreachable } from './gateway-error.ts';

const ADMISSION_MS = 30_000;

export interface HookAccess {
  /** http(s) address of the gateway. */
  readonly url: string;
  /** The hooks' own token. A secret. */
  readonly token: string;
}

export interface HookRequest {
  readonly message: string;
  readonly name: string;
  readonly agentId: string;
  readonly deliver: boolean;
  readonly timeoutSeconds: number;
}

export interface HookAnswer {
  readonly runId: string;
  readonly completion?: { readonly status?: string; readonly deliveryError?: string };
}

interface PostOptions {
  /** The same key with the same request is the same run. */
  readonly key: string;
  /** Holds the call open until the run ends. */
  readonly waitForCompletion?: boolean;
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
}

/**
 * Hands a run to `/hooks/agent`. Its answer never carries what the agent said.
 *
 * @throws GatewayError, the signal's reason, or undefined when the call was held open for `timeoutMs`
 */
export async function postHook(
  { url, token }: HookAccess,
  request: HookRequest,
  { key, waitForCompletion = false, timeoutMs = ADMISSION_MS, signal }: PostOptions,
): Promise<HookAnswer | undefined> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${url}/hooks/agent`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ ...request, ...(waitForCompletion && { waitForCompletion }) }),
      redirect: 'error',
      signal: AbortSignal.any([late, signal]),
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(response, text);
    return answerOf(text);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GatewayError) throw error;
    if (late.aborted && waitForCompletion) return undefined;
    throw unreachable(url, error);
  }
}

/** Errors come as JSON or as plain text. */
function refusalOf({ status, headers }: Response, text: string): GatewayError {
  const said = `OpenClaw answered ${status}: ${reasonOf(text)}`;
  if (status === 401 || status === 403) return new GatewayError('AUTH', said);
  if (status === 404 || status === 405) {
    return new GatewayError('REFUSED', `${said}; are hooks enabled in the gateway (hooks.enabled, hooks.token)?`);
  }
  if (status === 429 || status === 503) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return new GatewayError('BUSY', said, Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {});
  }
  return status >= 500 ? new GatewayError('UNREACHABLE', said) : new GatewayError('REFUSED', said);
}

function reasonOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error;
  } catch {
    // Plain text.
  }
  return text.trim().slice(0, 300) || 'no reason given';
}

function answerOf(text: string): HookAnswer {
  try {
    const answer = JSON.parse(text) as Partial<HookAnswer>;
    if (typeof answer.runId === 'string') return answer as HookAnswer;
  } catch {
    // Said below.
  }
  throw new GatewayError('REFUSED', 'OpenClaw answered the hook without a run id');
}
