import { runCommand } from '@mission-control/executor-host';

/** The installer makes both names; `agent` alone may be anybody's. */
const NAMES = ['cursor-agent', 'agent'] as const;
/** Cursor numbers its tool by day: "2026.09.10-fd3934a". */
const VERSION = /\b(\d{4}\.\d{2}\.\d{2}\S*)/;
const TIME_LIMIT_MS = 20_000;

export interface CursorCli {
  readonly program: string;
  readonly version: string;
}

/**
 * Finds Cursor's command line tool and its version.
 *
 * @param program name or path, where the settings give one
 * @returns undefined when there is none
 */
export async function findCli(
  environment: NodeJS.ProcessEnv,
  program: string | undefined,
  signal: AbortSignal,
): Promise<CursorCli | undefined> {
  for (const candidate of program === undefined ? NAMES : [program]) {
    const answer = await askVersion(candidate, environment, signal);
    const version = VERSION.exec(answer ?? '')?.[1];
    if (version !== undefined) return { program: candidate, version };
  }
  return undefined;
}

async function askVersion(
  program: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const options = { cwd: process.cwd(), environment, signal, timeoutMs: TIME_LIMIT_MS, maxOutput: 2000 };
    const { exitCode, stdout } = await runCommand([program, '--version'], options);
    return exitCode === 0 ? stdout : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
