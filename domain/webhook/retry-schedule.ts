const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first failures; from then on the last one. In milliseconds. */
const DELAYS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR] as const;

/** How long a message is tried before its endpoint counts as broken, in milliseconds. */
export const GIVE_UP_AFTER_MS = 24 * HOUR;

interface FailedDelivery {
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly firstTriedAt: number;
  readonly now: number;
  /** What the receiver asks for, in milliseconds; shorter than the schedule it does not count. */
  readonly retryAfterMs?: number | undefined;
}

/** How long to wait until the next attempt, in milliseconds; undefined when there is none within the 24 hours. */
export function retryDelay({ attempts, firstTriedAt, now, retryAfterMs = 0 }: FailedDelivery): number | undefined {
  const usual = DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? DELAYS_MS[0];
  const delay = Math.max(usual, Math.min(retryAfterMs, HOUR));
  return now + delay - firstTriedAt > GIVE_UP_AFTER_MS ? undefined : delay;
}
