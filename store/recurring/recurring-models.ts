import type { Connection } from 'mongoose';
import { collection } from '../collection.ts';
import type { OccurrenceDocument, RecurringTaskDocument } from '../documents/recurring.ts';

/** The collections about recurring tasks, with their indexes. */
export const createRecurringModels = (connection: Connection) => ({
  recurringTasks: collection<RecurringTaskDocument>(
    connection,
    'recurringTasks',
    [{ projectId: 1, _id: 1 }],
    [{ request: 1 }, { unique: true }],
  ),
  occurrences: collection<OccurrenceDocument>(
    connection,
    'occurrences',
    [{ recurringTaskId: 1, order: -1 }],
    [{ recurringTaskId: 1, state: 1, order: -1 }],
    [{ expireAt: 1 }, { expireAfterSeconds: 0 }],
  ),
});
