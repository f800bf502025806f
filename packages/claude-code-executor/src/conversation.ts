import { ExecutionError } from '@mission-control/executor-client';
import { startTool, type ToolEnd, type ToolProcess } from '@mission-control/executor-host';
import {
  mayBeResult,
  parseMessage,
  requestIdOf,
  type AskedTool,
  type ClaudeMessage,
  type ControlRequest,
  type ResultMessage,
} from './messages.ts';

const INITIALIZE = 'initialize';
/** 23 days, the longest that a timer can hold: people take their time, and a hook that is not answered denies. */
const HOOK_TIMEOUT_SECONDS = 2_000_000;

/** What came of a tool that the model wants to use. */
export interface Decision {
  readonly allowed: boolean;
  /** For the model to read where it was denied. */
  readonly message: string;
}

export interface ConversationOptions {
  /** The CLI with its arguments. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly prompt: string;
  /** Asked before every call of a tool; what it throws ends the conversation. */
  readonly decide: (asked: AskedTool) => Promise<Decision>;
  readonly onMessage: (message: ClaudeMessage) => void;
}

export interface ConversationEnd extends ToolEnd {
  /** The last one; missing where the CLI ended without. */
  readonly result: ResultMessage | undefined;
}

/**
 * Has the CLI work on one prompt, over its standard input and output.
 *
 * @throws ExecutionError when the CLI does not understand us, what `decide` threw, or the signal's reason
 */
export async function converse(options: ConversationOptions): Promise<ConversationEnd> {
  const conversation = new Conversation(options);
  return conversation.end();
}

class Conversation {
  readonly #options: ConversationOptions;
  readonly #tool: ToolProcess;
  #result: ResultMessage | undefined;
  #problem: { readonly error: unknown } | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    const { command, cwd, environment, signal, timeoutMs } = options;
    this.#tool = startTool(command, {
      cwd,
      environment,
      signal,
      timeoutMs,
      onLine: (line, isCut) => (isCut ? this.#receiveCut(line) : this.#receive(line)),
    });
    this.#send({ type: 'control_request', request_id: INITIALIZE, request: initialization });
  }

  async end(): Promise<ConversationEnd> {
    const end = await this.#tool.end;
    if (this.#problem) throw this.#problem.error;
    return { ...end, result: this.#result };
  }

  #receive(line: string): void {
    const message = parseMessage(line);
    if (message?.type === 'request') void this.#answer(message.requestId, message.request);
    else if (message?.type === 'answer') this.#begin(message.requestId, message.error);
    else if (message) this.#options.onMessage(message);
    if (message?.type !== 'result') return;
    this.#result = message;
    this.#tool.endInput();
  }

  #begin(requestId: string, error: string | undefined): void {
    if (requestId !== INITIALIZE) return;
    if (error !== undefined) {
      throw new ExecutionError(`Claude Code does not ask us about its tools: ${error}`, { retryable: false });
    }
    const message = { role: 'user', content: this.#options.prompt };
    this.#send({ type: 'user', message, parent_tool_use_id: null, session_id: '' });
  }

  async #answer(requestId: string, request: ControlRequest): Promise<void> {
    if (request.kind === 'UNKNOWN') return this.#refuse(requestId, `${request.subtype} is not supported`);
    try {
      const decision = await this.#options.decide(request.asked);
      this.#respond(requestId, request.kind === 'HOOK' ? hookOutput(decision) : permission(decision, request.asked));
    } catch (error) {
      this.#problem ??= { error };
      this.#tool.stop();
    }
  }

  /** Too long a line to be read: nobody can judge what it asks for, and after a result nothing more comes. */
  #receiveCut(line: string): void {
    const requestId = requestIdOf(line);
    if (requestId !== undefined) this.#refuse(requestId, 'the request is too long to be judged');
    else if (mayBeResult(line)) this.#tool.endInput();
  }

  #respond(requestId: string, response: unknown): void {
    this.#send({ type: 'control_response', response: { subtype: 'success', request_id: requestId, response } });
  }

  #refuse(requestId: string, error: string): void {
    this.#send({ type: 'control_response', response: { subtype: 'error', request_id: requestId, error } });
  }

  #send(message: unknown): void {
    this.#tool.writeLine(JSON.stringify(message));
  }
}

/** Asks to be asked before every tool; whatever goes wrong with that keeps the tool from being used. */
const initialization = {
  subtype: 'initialize',
  hooks: {
    PreToolUse: [{ matcher: null, hookCallbackIds: ['policy'], timeout: HOOK_TIMEOUT_SECONDS, onFailure: 'block' }],
  },
};

const hookOutput = ({ allowed, message }: Decision): unknown => ({
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: allowed ? 'allow' : 'deny',
    permissionDecisionReason: message,
  },
});

const permission = ({ allowed, message }: Decision, { input }: AskedTool): unknown =>
  allowed ? { behavior: 'allow', updatedInput: input } : { behavior: 'deny', message };
