import { z } from 'zod';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';

const problem = z.object({ path: z.string(), message: z.string() });

const file = {
  format: z.enum(['CSV', 'JSON']),
  /** The whole file. */
  text: z.string().min(1, 'is empty').max(500_000, 'must be at most 500,000 characters'),
  /** For rows that do not say. */
  type: z.enum(TASK_TYPES).optional(),
};

export const previewImportSchema = z.strictObject(file);
export type PreviewImport = z.output<typeof previewImportSchema>;

export const importTasksSchema = z.strictObject({
  ...file,
  /** Without it nothing is created while a row is wrong. */
  skipInvalid: z.boolean().default(false),
});
export type ImportTasks = z.output<typeof importTasksSchema>;

/** EXISTS: an earlier import has created it. FAILED: it could have been created; trying again may help. */
const IMPORT_STATES = ['NEW', 'EXISTS', 'INVALID', 'CREATED', 'FAILED'] as const;

export const importViewSchema = z
  .object({
    rows: z.array(
      z.object({
        /** Of the file, counting from 1; of JSON, the place in the list. */
        line: z.number().int(),
        ref: z.string(),
        title: z.string(),
        state: z.enum(IMPORT_STATES),
        taskKey: z.string().optional(),
        errors: z.array(problem),
      }),
    ),
    counts: z.record(z.enum(IMPORT_STATES), z.number().int()),
    /** Columns that nobody knows. */
    ignored: z.array(z.string()),
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof importViewSchema>;
