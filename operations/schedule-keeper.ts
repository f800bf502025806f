import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleHandle,
  type ScheduleOptions,
} from '@temporalio/client';
import { stringify } from 'safe-stable-stringify';
import type { Logger } from '../config/logger.ts';
import type { Store } from '../store/store.ts';

/** Pause before what could not be done is tried again, in milliseconds. */
const AGAIN_AFTER_MS = 30_000;

export interface ScheduleKeeperOptions {
  readonly client: Client;
  readonly store: Store;
  readonly logger: Logger;
  readonly taskQueue: string;
  /** How long Temporal may take until somebody waits no longer for it. */
  readonly timeoutMs: number;
}

/** Keeps schedules in Temporal what documents say that they are. */
export abstract class ScheduleKeeper {
  protected readonly options: ScheduleKeeperOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: ScheduleKeeperOptions) {
    this.options = options;
  }

  /** @param of id of the document. */
  protected abstract scheduleId(of: string): string;

  /** What the document says now; undefined where nobody wants a schedule. */
  protected abstract wanted(of: string): Promise<ScheduleOptions | undefined>;

  /** There was none before: it is new, or Temporal has lost it. */
  protected async created(_of: string, _schedule: ScheduleHandle): Promise<void> {
    // Most have nothing to make up for.
  }

  /** After a change of the document. Never fails: while Temporal is away it is tried again, and by each worker that starts. */
  async follow(of: string): Promise<void> {
    const { client, logger, timeoutMs } = this.options;
    clearTimeout(this.#timers.get(of));
    this.#timers.delete(of);
    try {
      await client.withDeadline(Date.now() + timeoutMs, () => this.#bringUpToDate(of));
    } catch (error) {
      logger.warn({ err: error, schedule: this.scheduleId(of) }, 'a schedule could not be changed: trying again');
      this.#timers.set(of, setTimeout(() => void this.follow(of), AGAIN_AFTER_MS).unref());
    }
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Until it is what the document says: somebody else may change that, and the schedule, at the same moment. */
  async #bringUpToDate(of: string): Promise<void> {
    let wanted = await this.wanted(of);
    for (;;) {
      await this.#apply(of, wanted);
      const done = stringify(wanted);
      wanted = await this.wanted(of);
      if (stringify(wanted) === done) return;
    }
  }

  async #apply(of: string, wanted: ScheduleOptions | undefined): Promise<void> {
    const { client } = this.options;
    const handle = client.schedule.getHandle(this.scheduleId(of));
    try {
      if (wanted) await this.created(of, await client.schedule.create(wanted));
      else await handle.delete();
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return;
      if (!(error instanceof ScheduleAlreadyRunning) || !wanted) throw error;
      const { spec, action, policies } = wanted;
      // One that people have paused stays paused, where the document does not say whether it is.
      await handle.update(({ state }) => ({ spec, action, policies, state: { ...state, ...wanted.state } }) as never);
    }
  }
}
