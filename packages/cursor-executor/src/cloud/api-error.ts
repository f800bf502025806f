const LONGEST_RETRY_AFTER_MS = 10 * 60_000;
const MAX_TEXT = 500;

/** The cloud's API refused a call, or could not answer it. */
export class CursorApiError extends Error {
  /** What Cursor calls it, for example "agent_busy"; "unreachable" where nothing answered. */
  readonly code: string;
  /** HTTP status; 0 where nothing answered. */
  readonly status: number;
  /** How long Cursor asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CursorApiError';
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** Cursor's fault, or one of haste, and so worth another try. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** `{"error": {"code", "message"}}`, or whatever stood in its way. */
export async function errorOf(call: string, response: Response): Promise<CursorApiError> {
  const { status, headers } = response;
  const { code, message } = detailsOf(await response.text().catch(() => ''));
  const text = `Cursor answered ${call} with ${status}${code ? ` ${code}` : ''}${message ? `: ${message}` : ''}`;
  return new CursorApiError(status, code || String(status), text, retryAfterMs(headers.get('retry-after')));
}

export function unreachable(call: string, cause: unknown): CursorApiError {
  const { message, cause: deeper } = cause instanceof Error ? cause : new Error(String(cause));
  const reason = deeper instanceof Error ? deeper.message || message : message;
  return new CursorApiError(0, 'unreachable', `Cursor did not answer ${call}: ${reason}`, undefined, { cause });
}

/** Whether it is this refusal, such as "agent_busy". */
export const isRefusal = (error: unknown, code: string): boolean =>
  error instanceof CursorApiError && error.code === code;

/** Whether there is no such thing, or no longer. */
export const isGone = (error: unknown): boolean => error instanceof CursorApiError && error.status === 404;

function detailsOf(body: string): { readonly code: string; readonly message: string } {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; message?: unknown } };
    return { code: textOf(error?.code), message: textOf(error?.message) };
  } catch {
    return { code: '', message: '' };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');

/** Seconds or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const delayMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(delayMs) ? undefined : Math.min(Math.max(delayMs, 0), LONGEST_RETRY_AFTER_MS);
}
