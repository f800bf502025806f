import { z } from 'zod';
import { TASK_STATUSES } from '../domain/task/vocabulary.ts';
import type { CommandResult } from '../operations/schemas/commands.ts';
import { taskSchema, type TaskView } from '../operations/schemas/task.ts';

/** What has become of a task by a command; short, since a model reads all of it. */
export const outcomeSchema = z.object({
  task: z.string(),
  status: z.enum(TASK_STATUSES),
  /** Moves that the caller may make now, each with what it still needs. */
  allowedTransitions: taskSchema.shape.allowedTransitions,
  approvalId: z
    .string()
    .optional()
    .describe('People are asked first. Wait with get_approval; what was held is carried out by itself once approved.'),
  messageId: z.string().optional(),
  projected: z.boolean().describe('false: it is durable, and readable as soon as the history database is back.'),
});
type Outcome = z.infer<typeof outcomeSchema>;

export const outcomeOf = ({ task, projected, approvalId, messageId }: CommandResult): Outcome => ({
  ...standingOf(task),
  projected,
  ...(approvalId !== undefined && { approvalId }),
  ...(messageId !== undefined && { messageId }),
});

/** Of a task to which nothing had to be done. */
export const standingOf = ({ key, status, allowedTransitions }: TaskView): Outcome => ({
  task: key,
  status,
  allowedTransitions,
  projected: true,
});
