import type { AllowedTransition } from './task/transitions.ts';

/** Why a command was refused; each code has one HTTP status. */
export const REJECTION_CODES = [
  'INVALID', // 400: the command itself makes no sense
  'FORBIDDEN', // 403: this actor may not
  'NOT_FOUND', // 404: it names something that does not exist
  'CONFLICT', // 409: not in this state
  'IDEMPOTENCY_CONFLICT', // 409: the key was used with another body
  'GATE_NOT_MET', // 422: something is still missing
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** One thing that is wrong or missing: `path` names the field, `message` says what to do about it. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A refusal that names the reason, the fields and, for a transition, what would be allowed. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  readonly errors: readonly Problem[];
  readonly allowed?: readonly AllowedTransition[];
}

export function reject(code: RejectionCode, message: string, errors: readonly Problem[] = []): Rejection {
  return { code, message, errors };
}
