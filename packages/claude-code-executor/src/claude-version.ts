import { tmpdir } from 'node:os';
import { runCommand, tailOf, toolEnvironment, type CommandResult } from '@mission-control/executor-host';

const TIMEOUT_MS = 60_000;
const MAX_ERROR_CHARACTERS = 500;

/**
 * Version of the CLI, for example "2.1.330".
 *
 * @throws Error that says what to do, when there is none or when it does not run
 */
export async function findVersion(program: string, own: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const { exitCode, stdout, output } = await askVersion(program, own, signal);
  const version = /^\d+\.\d+\.\d+\S*/.exec(stdout.trim())?.[0];
  if (exitCode === 0 && version !== undefined) return version;
  const said = tailOf(output.trim(), MAX_ERROR_CHARACTERS) || 'nothing';
  throw new Error(`${program} --version does not tell a version of Claude Code; it said: ${said}`);
}

async function askVersion(program: string, own: NodeJS.ProcessEnv, signal: AbortSignal): Promise<CommandResult> {
  const folder = tmpdir();
  const options = { cwd: folder, environment: toolEnvironment(own, [], folder), signal, timeoutMs: TIMEOUT_MS };
  try {
    return await runCommand([program, '--version'], options);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const advice = 'install @anthropic-ai/claude-code, or say with CLAUDE_BIN where it is';
    throw new Error(`Claude Code cannot be run (${reason}): ${advice}`, { cause: error });
  }
}
