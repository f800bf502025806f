import { ProtocolError, type ExecutionContext } from '@mission-control/executor-client';
import { policyCallOf, summaryOf } from './asked-call.ts';
import type { Decision } from './conversation.ts';
import type { AskedTool } from './messages.ts';

/** The lease is over, or the key is: no question of this attempt will be answered any more. */
const END_OF_THE_LEASE = [401, 403, 404, 410];

/** Asks the policy, and waits for people where it must, once for each call of a tool, however often the CLI asks. */
export class ToolGate {
  readonly #context: ExecutionContext;
  readonly #workPlace: string;
  readonly #decisions = new Map<string, Promise<Decision>>();
  #asked = 0;

  /** @param workPlace the folder that the work is done in, absolute */
  constructor(context: ExecutionContext, workPlace: string) {
    this.#context = context;
    this.#workPlace = workPlace;
  }

  /** Rejects when the work is over: canceled, the lease lost. */
  decide(asked: AskedTool): Promise<Decision> {
    const earlier = asked.id === undefined ? undefined : this.#decisions.get(asked.id);
    if (earlier) return earlier;
    const decision = this.#ask(asked);
    if (asked.id !== undefined) this.#decisions.set(asked.id, decision);
    return decision;
  }

  async #ask(asked: AskedTool): Promise<Decision> {
    const { log, progress } = this.#context;
    const summary = summaryOf(asked);
    progress(this.#percent(), summary);
    log(`> ${summary.replace(': ', ' ')}\n`);
    const decision = await this.#judged(asked);
    if (!decision.allowed) log(`! ${decision.message}\n`);
    return decision;
  }

  async #judged(asked: AskedTool): Promise<Decision> {
    try {
      const call = await policyCallOf(asked, this.#workPlace);
      const { allowed, reasons } = await this.#context.checkTool(call);
      if (allowed) return { allowed, message: 'Allowed' };
      return { allowed, message: `${asked.tool} was denied: ${reasons.join('; ') || 'no reason given'}` };
    } catch (error) {
      if (!(error instanceof ProtocolError) || END_OF_THE_LEASE.includes(error.status)) throw error;
      return { allowed: false, message: `${asked.tool} cannot be judged, and so was denied: ${error.message}` };
    }
  }

  /** Nobody knows how many calls there will be: each takes a part of what is left between 10 and 80. */
  #percent(): number {
    this.#asked += 1;
    return Math.round(80 - 70 * 0.97 ** this.#asked);
  }
}
