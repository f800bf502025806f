import type { ExecutionContext } from '@mission-control/executor-client';
import type { GatewayEvent } from './gateway-frames.ts';

interface AgentEvent {
  readonly runId?: string;
  readonly seq?: number;
  readonly stream?: string;
  readonly data?: {
    readonly phase?: string;
    readonly delta?: string;
    readonly name?: string;
    readonly isError?: boolean;
    readonly args?: { readonly command?: unknown };
    readonly outputTokens?: number;
    readonly error?: unknown;
  };
}

/** Shows what a run does while it does it: what the agent says, which tools it calls, what it has used. */
export class LiveLog {
  readonly #context: ExecutionContext;
  readonly #runId: string;
  #seen = 0;
  #midLine = false;

  constructor(context: ExecutionContext, runId: string) {
    this.#context = context;
    this.#runId = runId;
  }

  /** Events of other runs, and those shown already, are passed over. */
  show({ event, payload }: GatewayEvent): void {
    const { runId, seq, stream, data = {} } = (payload ?? {}) as AgentEvent;
    if (event !== 'agent' || runId !== this.#runId) return;
    if (seq !== undefined && seq <= this.#seen) return;
    this.#seen = seq ?? this.#seen;
    if (stream === 'assistant' && data.delta) this.#say(data.delta);
    if (stream === 'tool') this.#showTool(data);
    if (stream === 'usage' && data.outputTokens !== undefined) {
      this.#context.usage({ inputTokens: 0, outputTokens: data.outputTokens });
    }
    if (stream === 'lifecycle') this.#showPhase(data);
  }

  /** A line of our own. */
  note(text: string): void {
    this.#context.log(`${this.#midLine ? '\n' : ''}[${text}]\n`);
    this.#midLine = false;
  }

  #say(text: string): void {
    this.#context.log(text);
    this.#midLine = !text.endsWith('\n');
  }

  #showTool({ phase, name = 'tool', isError, args }: NonNullable<AgentEvent['data']>): void {
    const command = typeof args?.command === 'string' ? `$ ${args.command}` : undefined;
    if (phase === 'start') this.note(command ?? `${name} is called`);
    if (phase === 'result' && isError) this.note(`${name} failed`);
  }

  #showPhase({ phase }: NonNullable<AgentEvent['data']>): void {
    if (phase === 'start') this.#context.progress(10, 'OpenClaw is working');
    if (phase === 'waiting-approval') this.#context.progress(50, 'Waiting for approval of a command');
    if (phase === 'approval-resolved') this.#context.progress(50, 'OpenClaw is working');
  }
}
