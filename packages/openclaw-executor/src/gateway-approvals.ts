import { isAbsolute } from 'node:path';
import type { ExecutionContext } from '@mission-control/executor-client';
import type { GatewayConnection } from './gateway-connection.ts';
import type { LiveLog } from './live-log.ts';

/** A command that waits in the gateway until somebody decides. */
export interface ApprovalRequest {
  readonly id?: string;
  readonly request?: {
    readonly command?: string;
    readonly cwd?: string | null;
    readonly runId?: string | null;
    readonly sessionKey?: string | null;
    readonly warningText?: string | null;
  };
}

type Decision = 'allow-once' | 'deny';

/** Answers what the gateway asks about one run with what the policy, or a human where it says so, decides. */
export class GatewayApprovals {
  readonly #context: ExecutionContext;
  readonly #runId: string;
  readonly #log: LiveLog;
  /** By id: a question that comes again after a lost connection is not asked twice. */
  readonly #decisions = new Map<string, Promise<Decision>>();

  constructor(context: ExecutionContext, runId: string, log: LiveLog) {
    this.#context = context;
    this.#runId = runId;
    this.#log = log;
  }

  /** Questions that came while nobody was connected. */
  async catchUp(connection: GatewayConnection): Promise<void> {
    const pending = await connection.request<readonly ApprovalRequest[]>('exec.approval.list', {});
    for (const approval of Array.isArray(pending) ? pending : []) void this.answer(connection, approval);
  }

  /** Never rejects: whoever cannot be told hears of it again when the connection is back, or lets the question expire. */
  async answer(connection: GatewayConnection, { id, request }: ApprovalRequest): Promise<void> {
    if (!id || !request || request.runId !== this.#runId) return;
    const decision = this.#decisions.get(id) ?? this.#decide(request);
    this.#decisions.set(id, decision);
    try {
      await connection.request('exec.approval.resolve', { id, decision: await decision });
    } catch (error) {
      this.#log.note(`the decision did not reach OpenClaw: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #decide(request: NonNullable<ApprovalRequest['request']>): Promise<Decision> {
    try {
      return await this.#ask(request);
    } catch (error) {
      this.#context.signal.throwIfAborted();
      this.#log.note(`denied, since Mission Control could not be asked: ${(error as Error).message}`);
      return 'deny';
    }
  }

  async #ask({ command = '', cwd, warningText }: NonNullable<ApprovalRequest['request']>): Promise<Decision> {
    const verdict = await this.#context.checkTool({
      tool: 'shell',
      arguments: { command },
      ...(cwd && isAbsolute(cwd) && { workspace: cwd }),
      summary: `Run ${command} on the machine of the OpenClaw gateway`,
      ...(warningText && { justification: warningText }),
    });
    const reasons = verdict.reasons.join('; ');
    this.#log.note(`${verdict.allowed ? 'allowed' : 'denied'}: ${command}${reasons && ` (${reasons})`}`);
    return verdict.allowed ? 'allow-once' : 'deny';
  }
}
