import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { OutputTail } from './output-tail.ts';
import { takeCharge } from './process-group.ts';

/** From the end of a command to the end of its pipes, in milliseconds. */
const PATIENCE_MS = 2000;
const MAX_OUTPUT_CHARACTERS = 1024 * 1024;

export interface CommandOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Kills the command and everything it started. */
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** How much of each stream is kept, in characters. 1 MiB by default. */
  readonly maxOutput?: number;
  readonly onOutput?: (text: string) => void;
}

export interface CommandResult {
  /** 0 is success; undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly stdout: string;
  /** Both streams as they came. */
  readonly output: string;
}

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

/**
 * Runs a program without a shell, in a process group of its own, of which nothing is left afterwards.
 *
 * @throws the signal's reason, or Node's error when the program cannot be started.
 */
export async function runCommand(command: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { cwd, environment, signal, timeoutMs, maxOutput = MAX_OUTPUT_CHARACTERS, onOutput } = options;
  signal?.throwIfAborted();
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, {
    cwd,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = takeCharge(child);
  const stdout = new OutputTail(maxOutput);
  const output = new OutputTail(maxOutput);
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.append(text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.append(text);
      onOutput?.(text);
    });
  }

  let timedOut = false;
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), group.stop()), timeoutMs);
  signal?.addEventListener('abort', group.stop, { once: true });
  try {
    const exitCode = await ended(child, group.kill);
    signal?.throwIfAborted();
    return { exitCode, timedOut, stdout: stdout.toString(), output: output.toString() };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', group.stop);
  }
}

/** Waits for the exit, ends what the command left running, then for the last output. */
export async function ended(child: Child, killGroup: () => void): Promise<number | undefined> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exitCode = await new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? undefined));
  });
  killGroup();
  // A daemon in a session of its own may hold the pipes open for ever.
  const timer = setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy()), PATIENCE_MS);
  await closed;
  clearTimeout(timer);
  return exitCode;
}
