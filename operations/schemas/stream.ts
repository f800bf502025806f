import { z } from 'zod';
import { actorRefSchema, timestamp } from './common.ts';
import { taskCardSchema } from './task.ts';
import { progressSchema } from './execution.ts';

/** SSE event `task.changed`: a task has a new event; `card` is the task after it or a later one. */
const taskChangedSchema = z.object({
  taskKey: z.string(),
  projectId: z.string(),
  seq: z.number().int(),
  type: z.string(),
  actor: actorRefSchema,
  at: timestamp,
  card: taskCardSchema,
});
export type TaskChanged = z.infer<typeof taskChangedSchema>;

/** SSE event `execution.progress`: not part of history, only the newest counts. */
const executionProgressSchema = z.object({
  executionId: z.string(),
  taskKey: z.string(),
  projectId: z.string(),
  progress: progressSchema.optional(),
  log: z.string().optional(),
});
export type ExecutionProgress = z.infer<typeof executionProgressSchema>;
