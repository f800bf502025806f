import type { Models } from '../models.ts';
import { OccurrenceStore } from './occurrences.ts';
import { RecurringTaskStore } from './recurring-tasks.ts';

/** What is kept about recurring tasks. */
export class RecurringStore {
  readonly tasks: RecurringTaskStore;
  readonly occurrences: OccurrenceStore;

  constructor(models: Models) {
    this.tasks = new RecurringTaskStore(models);
    this.occurrences = new OccurrenceStore(models);
  }
}
