type Log = (details: Record<string, unknown>, message: string) => void;

/** Where an executor writes its log lines; a pino logger fits. Tokens and keys are never passed to it. */
export interface ExecutorLogger {
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}
