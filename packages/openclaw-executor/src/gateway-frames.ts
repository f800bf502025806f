import { GatewayError } from './gateway-error.ts';

/** Frames of the gateway's WebSocket protocol, version 4. */
export type GatewayFrame = GatewayEvent | GatewayResponse;

export interface GatewayEvent {
  readonly type: 'event';
  readonly event: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export interface GatewayResponse {
  readonly type: 'res';
  readonly id: string;
  readonly ok: boolean;
  readonly payload?: unknown;
  readonly error?: GatewayProblem;
}

interface GatewayProblem {
  readonly code?: string;
  readonly message?: string;
  readonly details?: { readonly code?: string };
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

/** What the gateway says of itself once it lets us in. */
export interface Hello {
  readonly server?: { readonly version?: string; readonly bootId?: string };
  readonly policy?: { readonly tickIntervalMs?: number };
}

/**
 * What we are: a trusted service on the gateway's own token. Approvals of a run go to whoever started it through another
 * surface, or to administrators, so the scope is needed to hear of them; without the capability nobody counts as there
 * to decide, and the gateway denies at once.
 */
export const connectParameters = (token: string) => ({
  minProtocol: 4,
  maxProtocol: 4,
  client: { id: 'gateway-client', version: '0.1.0', platform: process.platform, mode: 'backend' },
  role: 'operator',
  scopes: ['operator.read', 'operator.write', 'operator.approvals', 'operator.admin'],
  caps: ['tool-events', 'approvals'],
  auth: { token },
});

/** Undefined for what is no frame of ours to understand. */
export function parseFrame(text: string): GatewayFrame | undefined {
  try {
    const frame = JSON.parse(text) as GatewayFrame | null;
    return frame?.type === 'event' || frame?.type === 'res' ? frame : undefined;
  } catch {
    return undefined;
  }
}

/** A refused request as an error. */
export function refusalOf(method: string, problem: GatewayProblem = {}): GatewayError {
  const { code = 'UNKNOWN', message = 'no reason given', details, retryAfterMs } = problem;
  const text = `OpenClaw refused ${method}: ${message} (${details?.code ?? code})`;
  if (details?.code?.startsWith('AUTH_') || code === 'FORBIDDEN' || code === 'NOT_PAIRED') {
    return new GatewayError('AUTH', text);
  }
  if (code === 'UNAVAILABLE') return new GatewayError('BUSY', text, { retryAfterMs });
  return new GatewayError('REFUSED', text, { retryable: problem.retryable ?? false });
}
