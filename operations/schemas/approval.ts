import { z } from 'zod';
import { APPROVAL_STATUSES, RISKS } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, micros, pageQuery, projectSlug, taskKeySchema, timestamp } from './common.ts';

export const approvalSchema = z
  .object({
    id: z.string(),
    action: z.string(),
    summary: z.string(),
    risk: z.enum(RISKS),
    payload: z.record(z.string(), z.unknown()).optional(),
    estimatedCostMicros: micros.optional(),
    rollbackPlan: z.string().optional(),
    justification: z.string().optional(),
    requester: actorRefSchema,
    executionId: z.string().optional(),
    blocking: z.boolean(),
    status: z.enum(APPROVAL_STATUSES),
    escalated: z.boolean(),
    decisions: z.array(
      z.object({
        by: actorRefSchema,
        decision: z.enum(['APPROVE', 'DENY']),
        reason: z.string().optional(),
        at: timestamp,
      }),
    ),
    requiredDecisions: z.number().int(),
    requestedAt: timestamp,
    escalateAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: 'Approval' });

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
