import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../config/logger.ts';
import type { Store } from '../store/store.ts';

/** Well below the time after which a worker counts as gone (operations/health.ts), in milliseconds. */
const SAY_EVERY_MS = 5_000;

interface Present {
  /** What Temporal calls it. */
  readonly identity: string;
  readonly store: Store;
  readonly logger: Logger;
  /** Whether it takes work at the moment. */
  readonly isRunning: () => boolean;
}

/** Says again and again that this worker is there: Temporal remembers who asked for work for minutes after it is gone. */
export async function sayPresent({ identity, store, logger, isRunning }: Present, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (isRunning()) await store.workers.note(identity);
    } catch (error) {
      logger.debug({ err: error }, 'MongoDB does not hear that this worker is there');
    }
    await sleep(SAY_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await store.workers.noteEnd(identity).catch(() => undefined);
}
