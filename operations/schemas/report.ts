import { z } from 'zod';
import { taskKeySchema } from './common.ts';

const MOST_TASKS = 100;
const day = z.iso.date();

/** What a report of a project is about: some days of it, the last seven unless it is said, or some of its tasks. */
export const reportQuery = z.strictObject({
  /** The first day, in the project's time zone. */
  from: day.optional(),
  /** The last day. */
  until: day.optional(),
  /** Keys, with commas between them. */
  tasks: z
    .string()
    .transform((keys) => [...new Set(keys.split(','))])
    .pipe(z.array(taskKeySchema).min(1).max(MOST_TASKS))
    .optional(),
  /** A few lines of each task, or all of its report. */
  detail: z.enum(['short', 'full']).default('short'),
});
export type ReportQuery = z.output<typeof reportQuery>;
