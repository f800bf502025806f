import type { Client } from '@temporalio/client';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../config/logger.ts';
import { RecurringSchedules } from '../../operations/recurring/recurring-schedules.ts';
import type { Store } from '../../store/store.ts';

interface KeepOptions {
  readonly config: Config;
  readonly client: Client;
  readonly store: Store;
  readonly logger: Logger;
}

/** Brings the schedules of all recurring tasks up to what the documents say. */
export const keepRecurringSchedules = ({ config, client, store, logger }: KeepOptions): Promise<void> =>
  new RecurringSchedules({ client, store, logger, ...config.temporal }).followAll();
