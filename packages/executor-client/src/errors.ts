import type { Problem, Usage } from './protocol.ts';

/** The server refused a request, and asking again would not help. */
export class ProtocolError extends Error {
  readonly code = 'PROTOCOL';
  /** HTTP status. */
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(describe(problem));
    this.name = 'ProtocolError';
    this.status = problem.status;
    this.problem = problem;
  }
}

/** Somebody else has the work now, or nobody does: stop, clean up, report nothing. */
export class LeaseLostError extends Error {
  readonly code = 'LEASE_LOST';

  constructor(message = 'The lease of this execution is lost', options?: ErrorOptions) {
    super(message, options);
    this.name = 'LeaseLostError';
  }
}

/** A person or a rule canceled the execution. */
export class ExecutionCanceledError extends Error {
  readonly code = 'CANCELED';

  constructor(reason?: string) {
    super(reason ? `The execution was canceled: ${reason}` : 'The execution was canceled');
    this.name = 'ExecutionCanceledError';
  }
}

/** This executor is stopping; the work goes back and is offered again. */
export class ExecutorShutdownError extends Error {
  readonly code = 'SHUTDOWN';

  constructor() {
    super('The executor is shutting down');
    this.name = 'ExecutorShutdownError';
  }
}

interface ExecutionErrorOptions extends ErrorOptions {
  /** Whether another attempt could succeed. */
  readonly retryable: boolean;
  readonly usage?: Usage;
}

/** Thrown by a handler whose work failed; becomes the `fail` report. */
export class ExecutionError extends Error {
  readonly code: string = 'EXECUTION';
  readonly retryable: boolean;
  readonly usage?: Usage;

  constructor(message: string, { retryable, usage, ...options }: ExecutionErrorOptions) {
    super(message, options);
    this.name = 'ExecutionError';
    this.retryable = retryable;
    if (usage) this.usage = usage;
  }
}

/** A tool call was denied and the work cannot go on without it. */
export class ToolDeniedError extends ExecutionError {
  override readonly code = 'TOOL_DENIED';
  readonly tool: string;

  constructor(tool: string, reasons: readonly string[]) {
    super(`${tool} was denied: ${reasons.join('; ') || 'no reason given'}`, { retryable: false });
    this.name = 'ToolDeniedError';
    this.tool = tool;
  }
}

function describe({ status, title, detail, errors = [] }: Problem): string {
  const fields = errors.map(({ path, message }) => `${path}: ${message}`).join(', ');
  return [`${status} ${title}`, detail, fields].filter(Boolean).join(' - ');
}
