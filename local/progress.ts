/** Where the local stack says what it is doing. Never stdout: that belongs to machine-readable output. */
export interface Progress {
  /** What was found or started. */
  info(line: string): void;
  /** Why something did not work when there is another way; shown on request only. */
  detail(line: string): void;
  /** Runs work that may take long, with its name and the elapsed time; shown even when quiet. */
  during<T>(title: string, work: () => Promise<T>): Promise<T>;
}

const REMINDER_MS = 15_000;

export interface ProgressOptions {
  /** Show long work only. */
  readonly quiet?: boolean;
  /** Show every failed attempt too. */
  readonly verbose?: boolean;
}

/** Progress as plain lines on stderr. */
export function terminalProgress({ quiet = false, verbose = false }: ProgressOptions = {}): Progress {
  const write = (line: string) => process.stderr.write(`${line}\n`);
  return {
    info: (line) => void (quiet || write(line)),
    detail: (line) => void (verbose && write(`  ${line}`)),
    during: (title, work) => reportDuring(write, title, work),
  };
}

async function reportDuring<T>(write: (line: string) => void, title: string, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  write(`${title} ...`);
  const reminder = setInterval(() => write(`${title} ... ${elapsed(startedAt)}`), REMINDER_MS);
  try {
    const result = await work();
    write(`${title}: done in ${elapsed(startedAt)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}

/** Time since `startedAt` (milliseconds since the epoch), for people: `45 s`, `3 min 5 s`. */
function elapsed(startedAt: number): string {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
