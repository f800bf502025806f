import {
  availabilityOf,
  LIVE_FOR_MS,
  type ExecutorAvailability,
  type ExecutorProcess,
} from '../domain/routing/availability.ts';
import { EXECUTOR_TYPES } from '../domain/task/vocabulary.ts';
import { isUnavailable } from '../store/connection.ts';
import type { ExecutorDocument } from '../store/documents/process.ts';
import type { Store } from '../store/store.ts';

/** Whether anybody would take work of each type now; nothing is known while the database is away. */
export async function executorAvailability({
  store,
}: {
  readonly store: Store;
}): Promise<readonly ExecutorAvailability[]> {
  try {
    const now = Date.now();
    return availabilityFrom(await store.executors.seenSince(new Date(now - LIVE_FOR_MS)), now);
  } catch (error) {
    if (isUnavailable(error)) return [];
    throw error;
  }
}

/** @param now in milliseconds since 1970. */
export function availabilityFrom(seen: readonly ExecutorDocument[], now: number): readonly ExecutorAvailability[] {
  const processes = seen.map(processOf);
  return EXECUTOR_TYPES.map((type) => availabilityOf(type, processes, now));
}

/** A stored process as the rules about availability know it. */
export const processOf = ({ type, lastSeenAt, circuits }: ExecutorDocument): ExecutorProcess => ({
  type,
  lastSeenAt: lastSeenAt.toISOString(),
  ...(circuits && { circuits }),
});
