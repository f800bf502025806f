/** A server of the local stack that can be stopped and started again at the same address. */
export interface Server {
  start(): Promise<void>;
  /** Resolves when no process of it is left. */
  stop(): Promise<void>;
}

/** What a server needs to know about the data folder it serves. */
export interface ServerOptions {
  readonly logFile: (process: string) => string;
  readonly pidFile: (process: string) => string;
  readonly onRestart: (line: string) => void;
}
