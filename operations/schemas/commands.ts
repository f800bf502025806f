import { z } from 'zod';
import { LOOP_KINDS } from '../../domain/loops/limits.ts';
import { EXECUTOR_TYPES, RISKS, TASK_STATUSES } from '../../domain/task/vocabulary.ts';
import { decideApprovalSchema, delegateApprovalSchema } from './approval.ts';
import { assigneeIdSchema, freeText, jsonObject, micros, requiredText, TEXT_LIMITS } from './common.ts';
import { respondToReviewSchema, verdictSchema } from './review.ts';
import { checklistSchema, deliverableInput, editTaskSchema, taskSchema, workPlanSchema } from './task.ts';

const reason = requiredText(TEXT_LIMITS.short);
const minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 90);
const httpUrl = z.url({ protocol: /^https?$/ }).max(2000);

/** The commands that callers may send to a task, by name, and what each one takes. */
export const commandSchemas = {
  edit: editTaskSchema,
  assign: z.strictObject({ assignees: z.array(assigneeIdSchema).max(10) }),
  unassign: z.strictObject({ assignees: z.array(assigneeIdSchema).min(1).max(10) }),
  /** Takes the task: the caller becomes its assignee, unless somebody else was faster. */
  claim: z.strictObject({}),
  plan: workPlanSchema,
  transition: z.strictObject({
    to: z.enum(TASK_STATUSES),
    /** The status the caller believes the task to have: another one is answered with 409. */
    from: z.enum(TASK_STATUSES).optional(),
    reason: reason.optional(),
    feedback: freeText(TEXT_LIMITS.body).optional(),
  }),
  comment: z.strictObject({ body: requiredText(TEXT_LIMITS.body) }),
  /** Replaces what the caller has written. */
  editComment: z.strictObject({ messageId: z.string().max(100), body: requiredText(TEXT_LIMITS.body) }),
  submit: deliverableInput.extend({ checklist: checklistSchema.optional() }),
  requestApproval: z.strictObject({
    action: requiredText(TEXT_LIMITS.title),
    summary: requiredText(TEXT_LIMITS.body),
    risk: z.enum(RISKS),
    blocking: z.boolean().default(true),
    payload: jsonObject.optional(),
    estimatedCostMicros: micros.optional(),
    rollbackPlan: freeText(TEXT_LIMITS.body).optional(),
    justification: freeText(TEXT_LIMITS.body).optional(),
    expiresInMinutes: minutes.optional(),
    escalateInMinutes: minutes.optional(),
  }),
  decideApproval: decideApprovalSchema.extend({ approvalId: z.string().max(100) }),
  delegateApproval: delegateApprovalSchema.extend({ approvalId: z.string().max(100) }),
  cancelApproval: z.strictObject({ approvalId: z.string().max(100), reason }),
  /** Without an executor the project's routing rules choose. */
  dispatch: z.strictObject({
    executor: z.enum(EXECUTOR_TYPES).optional(),
    /** Starts by itself as soon as all dependencies are DONE. */
    whenReady: z.boolean().default(false),
  }),
  review: verdictSchema,
  respondToReview: respondToReviewSchema,
  /** Says that a kind of loop is fine for this task. */
  acknowledgeLoop: z.strictObject({ kind: z.enum(LOOP_KINDS), reason }),
  cancelExecution: z.strictObject({ executionId: z.string().max(100), reason }),
  link: z.strictObject({
    kind: z.enum(['GITHUB_ISSUE', 'GITHUB_PULL_REQUEST', 'URL']),
    url: httpUrl,
    title: requiredText(TEXT_LIMITS.title).optional(),
  }),
} as const;

export type PublicCommandName = keyof typeof commandSchemas;
export type CommandBody<Name extends PublicCommandName> = z.output<(typeof commandSchemas)[Name]>;

export const publicCommandNames = Object.keys(commandSchemas) as PublicCommandName[];

/** The task after the command. `projected: false` means that it is durable but not yet in the history (HTTP 202). */
export const commandResultSchema = z.object({
  task: taskSchema,
  projected: z.boolean(),
  approvalId: z.string().optional(),
  executionId: z.string().optional(),
  messageId: z.string().optional(),
  reviewId: z.string().optional(),
});
export type CommandResult = z.infer<typeof commandResultSchema>;
