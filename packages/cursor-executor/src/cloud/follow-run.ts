import { CircuitOpenError } from '@mission-control/resilience';
import { CursorApiError, isRefusal } from './api-error.ts';
import type { CloudApi } from './cloud-api.ts';
import { isFinal, type CloudRun } from './cloud-types.ts';
import { readRunEvents } from './run-events.ts';
import type { WakeUps } from './wake-ups.ts';

export interface FollowOptions {
  readonly api: CloudApi;
  readonly wakeUps: WakeUps;
  /** Between two looks at a run whose events cannot be had. */
  readonly pollMs: number;
  /** Before a broken stream of events is opened again. */
  readonly reconnectMs: number;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Shows what a run does and waits for its end, through lost connections and outages: it goes on in the cloud all the
 * same.
 *
 * @throws CursorApiError when Cursor does not know it any more or accepts no call, or the signal's reason
 */
export async function followRun({ agentId, id }: CloudRun, options: FollowOptions): Promise<CloudRun> {
  const { api, wakeUps, pollMs, reconnectMs, signal } = options;
  const events = new RunEvents(agentId, id, options);
  for (;;) {
    const wasBroken = await throughOutages(() => events.read(), signal);
    const run = await throughOutages(() => api.run(agentId, id, signal), signal);
    if (run && isFinal(run)) return run;
    await wakeUps.wait(agentId, wasBroken === true && run ? reconnectMs : pollMs, signal);
  }
}

/** Waits for the end of a run that is none of ours. */
export async function untilFinal(
  agentId: string,
  runId: string,
  { api, wakeUps, pollMs, signal }: FollowOptions,
): Promise<void> {
  for (;;) {
    const run = await throughOutages(() => api.run(agentId, runId, signal), signal);
    if (run && isFinal(run)) return;
    await wakeUps.wait(agentId, pollMs, signal);
  }
}

/** The live events of one run, for as long as Cursor keeps them. */
class RunEvents {
  readonly #agentId: string;
  readonly #runId: string;
  readonly #options: FollowOptions;
  #lastEventId: string | undefined;
  #areGone = false;

  constructor(agentId: string, runId: string, options: FollowOptions) {
    this.#agentId = agentId;
    this.#runId = runId;
    this.#options = options;
  }

  /** Shows events until the connection ends. Returns whether there may be more. */
  async read(): Promise<boolean> {
    if (this.#areGone) return false;
    const { api, log, signal } = this.#options;
    try {
      const stream = await api.events(this.#agentId, this.#runId, this.#lastEventId, signal);
      const { isWhole, lastEventId } = await readRunEvents(stream, log, signal);
      this.#lastEventId = lastEventId ?? this.#lastEventId;
      this.#areGone = isWhole;
      return !isWhole;
    } catch (error) {
      return this.#afterRefusal(error);
    }
  }

  #afterRefusal(error: unknown): boolean {
    if (isRefusal(error, 'invalid_last_event_id')) {
      this.#lastEventId = undefined;
      return true;
    }
    if (!(error instanceof CursorApiError) || error.isTransient) throw error;
    // The run itself says whether this matters.
    this.#areGone = true;
    return false;
  }
}

/** What the call gives, or undefined when Cursor is away for now. */
async function throughOutages<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CircuitOpenError || (error instanceof CursorApiError && error.isTransient)) return undefined;
    throw error;
  }
}
