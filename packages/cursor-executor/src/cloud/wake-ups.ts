import { setTimeout as sleep } from 'node:timers/promises';

/** Lets those who wait for an agent look at it earlier. */
export class WakeUps {
  readonly #sleepers = new Map<string, Set<AbortController>>();

  /** Waits so long, or until somebody wakes those who wait for the agent. Rejects with the signal's reason. */
  async wait(agentId: string, delayMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const waking = new AbortController();
    const key = keyOf(agentId);
    const sleepers = this.#sleepers.get(key) ?? new Set();
    this.#sleepers.set(key, sleepers.add(waking));
    try {
      await sleep(delayMs, undefined, { signal: AbortSignal.any([waking.signal, signal]) });
    } catch {
      signal.throwIfAborted();
    } finally {
      sleepers.delete(waking);
      if (sleepers.size === 0 && this.#sleepers.get(key) === sleepers) this.#sleepers.delete(key);
    }
  }

  /** Does nothing where nobody waits. */
  wake(agentId: string): void {
    for (const waking of this.#sleepers.get(keyOf(agentId)) ?? []) waking.abort();
  }
}

/** The older API writes "bc_…" where the newer one writes "bc-…". */
const keyOf = (agentId: string): string => agentId.replaceAll('_', '-');
