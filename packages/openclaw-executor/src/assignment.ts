import type { ExecutionContext } from '@mission-control/executor-client';
import type { RunResult } from './run-result.ts';

/** What OpenClaw is asked to do, however it is spoken to. */
export interface Assignment {
  readonly context: ExecutionContext;
  /** Names the run: asking twice under the same key runs it once. */
  readonly key: string;
  /** The conversation of the task, which goes on in later cycles. */
  readonly sessionKey: string;
  /** The whole task. */
  readonly prompt: string;
  /** What is new, for a conversation that knows the task. */
  readonly revisionPrompt: string;
  /** Aborts with the execution, and at the time limit. */
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
}

/** One way of having OpenClaw do work. Rejects with GatewayError, CircuitOpenError or the signal's reason. */
export type Transport = (assignment: Assignment) => Promise<RunResult>;
