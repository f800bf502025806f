import type { Client } from '@temporalio/client';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../config/logger.ts';
import { operationsOn } from '../../operations/operations.ts';
import type { Store } from '../../store/store.ts';
import type { RecurringActivities } from '../../workflows/contract.ts';

interface RecurringActivitiesOptions {
  readonly config: Config;
  readonly client: Client;
  readonly store: Store;
  readonly logger: Logger;
}

/** Makes the tasks of recurring tasks, in the name of whoever has set them up. */
export function createRecurringActivities({ config, ...parts }: RecurringActivitiesOptions): RecurringActivities {
  const { occurrences } = operationsOn(config, parts);
  return {
    makeRecurringTask: async (id, scheduledFor) => (await occurrences.onSchedule(id, scheduledFor))?.taskKey,
  };
}
