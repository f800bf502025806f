import { z } from 'zod';
import { APPROVAL_STATUSES } from '../../domain/task/vocabulary.ts';
import { pageQuery, projectSlug, taskKeySchema } from './common.ts';
import { approvalSchema } from './task.ts';

/** An approval as an inbox shows it: with its task. */
export const approvalViewSchema = approvalSchema
  .extend({ taskKey: z.string(), taskTitle: z.string(), projectId: z.string() })
  .meta({ id: 'ApprovalView' });
export type ApprovalView = z.infer<typeof approvalViewSchema>;

export const listApprovalsQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  status: z.enum(APPROVAL_STATUSES).optional(),
  ...pageQuery,
});
export type ListApprovals = z.output<typeof listApprovalsQuery>;
