import { ExecutionError, type ExecutionContext, type Usage } from '@mission-control/executor-client';
import { startTool, tailOf, type ToolEnd } from '@mission-control/executor-host';
import type { Redact } from '../redaction.ts';
import { readMessage, type CliMessage, type Tokens } from './messages.ts';

const MAX_ERROR_CHARACTERS = 2000;
/** One argument of a program can be no longer than 128 KiB on Linux. */
const MAX_PROMPT_BYTES = 120 * 1024;
const PERMANENT =
  /not logged in|log ?in required|authenticat|unauthori[sz]ed|invalid.{0,20}api key|\b40[13]\b|unknown option|cannot use this model|model .{0,80}(not found|not available|invalid)/i;

export interface CliRunOptions {
  readonly program: string;
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly sandbox: 'enabled' | 'disabled';
  readonly model?: string | undefined;
  readonly prompt: string;
  /** Goes on with this chat. */
  readonly chat?: string | undefined;
  readonly redact: Redact;
}

/** What came of a run that succeeded. */
export interface CliRun {
  /** Markdown. */
  readonly text: string;
  readonly chat?: string;
  readonly usage: Usage;
}

/** The chat to go on with is not there any more: another run has to tell the whole task. */
export class ChatLostError extends Error {
  readonly code = 'CHAT_LOST';
}

/**
 * Runs the command line tool once, shows what it does, and waits for its end.
 *
 * @throws ExecutionError, ChatLostError or the signal's reason
 */
export async function runCli(context: ExecutionContext, options: CliRunOptions): Promise<CliRun> {
  const { brief, signal } = context;
  const { workspace, environment, prompt, chat } = options;
  if (Buffer.byteLength(prompt) > MAX_PROMPT_BYTES) {
    throw new ExecutionError(`The task is too long for Cursor's command line: at most ${MAX_PROMPT_BYTES} bytes`, {
      retryable: false,
    });
  }
  const observed = new Observation(context, options);
  const startedAt = Date.now();
  const tool = startTool(commandOf(options), {
    cwd: workspace,
    environment,
    signal,
    timeoutMs: brief.limits.maxMinutes * 60_000,
    onLine: (line) => observed.take(readMessage(line)),
  });
  tool.endInput();
  const end = await tool.end.catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof ChatLostError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExecutionError(`${options.program} cannot be run: ${reason}`, { retryable: false, cause: error });
  });
  const usage = observed.usage(startedAt);
  const { result } = observed;
  if (result && !result.isError && end.exitCode === 0 && !end.timedOut) {
    return { text: options.redact(result.text || observed.text), usage, ...(observed.chat && { chat: observed.chat }) };
  }
  if (chat !== undefined && !observed.hasBegun && !end.timedOut) throw new ChatLostError(end.errorOutput);
  throw failure(context, options, end, result, usage);
}

function commandOf({ program, workspace, sandbox, model, prompt, chat }: CliRunOptions): string[] {
  return [
    program,
    '-p',
    '--output-format',
    'stream-json',
    '--trust',
    '--force',
    '--sandbox',
    sandbox,
    '--workspace',
    workspace,
    ...(model === undefined ? [] : ['--model', model]),
    ...(chat === undefined ? [] : ['--resume', chat]),
    prompt,
  ];
}

type Result = Extract<CliMessage, { kind: 'RESULT' }>;

/** What the tool has said so far. */
class Observation {
  readonly #context: ExecutionContext;
  readonly #options: CliRunOptions;
  #model: string | undefined;
  chat: string | undefined;
  text = '';
  hasBegun = false;
  result: Result | undefined;

  constructor(context: ExecutionContext, options: CliRunOptions) {
    this.#context = context;
    this.#options = options;
    this.#model = options.model;
  }

  take(message: CliMessage | undefined): void {
    switch (message?.kind) {
      case 'START':
        return this.#start(message.chat, message.model);
      case 'TEXT':
        this.hasBegun = true;
        this.text = message.text;
        return this.#log(`${message.text}\n`);
      case 'TOOL_CALL':
        this.hasBegun = true;
        return this.#log(`> ${message.words}\n`);
      case 'RESULT':
        this.result = message;
        return;
      case undefined:
    }
  }

  /** Cursor says at best how many tokens it took; what they cost is a matter of its subscription. */
  usage(startedAt: number): Usage {
    const tokens: Tokens = this.result?.usage ?? { inputTokens: 0, outputTokens: 0 };
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    return { ...tokens, ...(this.#model && { model: this.#model }), costSource: 'SUBSCRIPTION', seconds };
  }

  #start(chat: string, model: string | undefined): void {
    const { chat: wanted } = this.#options;
    if (wanted !== undefined && chat !== wanted) throw new ChatLostError(`the tool began ${chat} instead`);
    this.chat = chat;
    this.#model = model ?? this.#model;
    this.#context.progress(20, `Cursor is at work${model ? ` with ${model}` : ''}`);
  }

  #log(text: string): void {
    this.#context.log(this.#options.redact(text));
  }
}

function failure(
  { brief }: ExecutionContext,
  { redact }: CliRunOptions,
  { exitCode, timedOut, errorOutput }: ToolEnd,
  result: Result | undefined,
  usage: Usage,
): ExecutionError {
  if (timedOut) {
    const text = `Cursor was stopped at the time limit of ${brief.limits.maxMinutes} minutes`;
    return new ExecutionError(text, { retryable: false, usage });
  }
  const said = redact(tailOf(errorOutput.trim() || result?.text || '', MAX_ERROR_CHARACTERS));
  const how =
    exitCode === 0 ? 'without a result' : exitCode === undefined ? 'by a signal' : `with exit code ${exitCode}`;
  const retryable = !PERMANENT.test(said);
  return new ExecutionError(`Cursor ended ${how}${said ? `: ${said}` : ''}`, { retryable, usage });
}
