import { ExecutionError, type ExecutionContext } from '@mission-control/executor-client';
import { runCommand, type CommandResult } from './command.ts';

/**
 * Runs one of the repository's own commands, its output shown live.
 *
 * @throws ExecutionError (not retryable) when it cannot be started, or the signal's reason
 */
export async function runRepositoryCommand(
  { signal, log, brief }: ExecutionContext,
  command: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  log(`$ ${command.join(' ')}\n`);
  const timeoutMs = brief.limits.maxMinutes * 60_000;
  try {
    return await runCommand(command, { cwd, environment, signal, timeoutMs, onOutput: log });
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExecutionError(`${command.join(' ')} cannot be run: ${reason}`, { retryable: false, cause: error });
  }
}

/** "exit code 1", or how else it ended. */
export function describeEnd({ exitCode, timedOut }: CommandResult): string {
  if (timedOut) return 'stopped at the time limit';
  return exitCode === undefined ? 'ended by a signal' : `exit code ${exitCode}`;
}
