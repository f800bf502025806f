import { spawn } from 'node:child_process';
import { ended } from './command.ts';
import { LineReader } from './line-reader.ts';
import { OutputTail } from './output-tail.ts';
import { takeCharge } from './process-group.ts';

const MAX_LINE_CHARACTERS = 8 * 1024 * 1024;
const MAX_ERROR_CHARACTERS = 16 * 1024;

export interface ToolProcessOptions {
  readonly cwd: string;
  /** All that the tool gets to know of ours: see `toolEnvironment`. */
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the tool and everything it started. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** A line of standard output without its end; too long a line comes cut, with `isCut`. */
  readonly onLine: (line: string, isCut: boolean) => void;
  /** Standard error as it comes. */
  readonly onErrorOutput?: (text: string) => void;
}

export interface ToolEnd {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  /** The end of standard error. */
  readonly errorOutput: string;
}

/** A command line tool that talks in lines. */
export interface ToolProcess {
  /** Writes a line to its standard input; too late is no error. */
  writeLine(line: string): void;
  endInput(): void;
  /** Asks it to end; what does not is killed. */
  stop(): void;
  /** Rejects with the signal's reason, with what `onLine` threw, or with Node's error when it cannot be started. */
  readonly end: Promise<ToolEnd>;
}

/** Starts a program without a shell, in a process group of its own, of which nothing is left afterwards. */
export function startTool(command: readonly string[], options: ToolProcessOptions): ToolProcess {
  const { cwd, environment, signal, timeoutMs, onLine, onErrorOutput } = options;
  signal.throwIfAborted();
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, { cwd, env: environment, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const group = takeCharge(child);
  const errors = new OutputTail(MAX_ERROR_CHARACTERS);
  let problem: { readonly error: unknown } | undefined;
  let timedOut = false;
  const lines = new LineReader(MAX_LINE_CHARACTERS, (line, isCut) => {
    if (problem) return;
    try {
      onLine(line, isCut);
    } catch (error) {
      problem = { error };
      group.stop();
    }
  });
  child.stdin.on('error', () => {
    // It has ended already, which its exit tells.
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.append(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors.append(text);
    onErrorOutput?.(text);
  });
  const timer = setTimeout(() => ((timedOut = true), group.stop()), timeoutMs);
  signal.addEventListener('abort', group.stop, { once: true });

  const end = (async (): Promise<ToolEnd> => {
    try {
      const exitCode = await ended(child, group.kill);
      lines.end();
      signal.throwIfAborted();
      if (problem) throw problem.error;
      return { exitCode, timedOut, errorOutput: errors.toString() };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', group.stop);
    }
  })();
  // Whoever started it awaits the end later; until then a rejection is nobody's fault.
  end.catch(() => {});
  return {
    writeLine: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => child.stdin.end(),
    stop: group.stop,
    end,
  };
}
