/** How to run one process and how to know that it serves. */
export interface ProcessSpecification {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly pidFile: string;
  /** Answers true once the process serves; asked again and again until then. Without it, running is enough. */
  readonly isReady?: (pid: number) => Promise<boolean>;
  /** Milliseconds until a process that does not become ready counts as failed. */
  readonly readyTimeoutMs?: number;
  /** Runs before every start, restarts included. */
  readonly prepare?: () => Promise<void>;
  /** What makes the process end in good order; SIGTERM unless told otherwise. */
  readonly stopSignal?: NodeJS.Signals;
  /** Delay before the first restart, in milliseconds; it doubles with every failure in a row. */
  readonly restartDelayMs?: number;
  /** Told about every death and restart. */
  readonly onRestart?: (line: string) => void;
}
