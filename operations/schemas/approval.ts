import { z } from 'zod';
import { HUMAN_ROLES } from '../../domain/actor.ts';
import { APPROVAL_KINDS, APPROVAL_STATUSES, GRANT_SCOPES, RISKS } from '../../domain/task/vocabulary.ts';
import {
  actorRefSchema,
  freeText,
  micros,
  pageQuery,
  projectSlug,
  requiredText,
  taskKeySchema,
  TEXT_LIMITS,
  timestamp,
} from './common.ts';

/** Lets the same happen again for this task: the very same call, or any call of the tool that is no riskier. */
const grantTermsSchema = z.strictObject({
  scope: z.enum(GRANT_SCOPES),
  /** How long it holds, at most eight hours. */
  minutes: z.number().int().min(1).max(480),
  uses: z.number().int().min(1).max(100),
});

export const approvalSchema = z
  .object({
    id: z.string(),
    kind: z.enum(APPROVAL_KINDS),
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
    /** 1: to the ADMINs of the project; 2: to those of the installation. */
    level: z.number().int().optional(),
    /** What one has to be in the project to decide. */
    deciderRole: z.enum(HUMAN_ROLES).optional(),
    tool: z.string().optional(),
    /** What is done when it is approved. */
    held: z.looseObject({ name: z.enum(['transition', 'submit', 'dispatch', 'spawn']) }).optional(),
    decisions: z.array(
      z.object({
        by: actorRefSchema,
        decision: z.enum(['APPROVE', 'DENY']),
        reason: z.string().optional(),
        grant: grantTermsSchema.optional(),
        at: timestamp,
      }),
    ),
    requiredDecisions: z.number().int(),
    requestedAt: timestamp,
    escalateAt: timestamp,
    /** When it is escalated once more, after it was escalated. */
    nextEscalationAt: timestamp.optional(),
    expiresAt: timestamp,
  })
  .meta({ id: 'Approval' });

/** An approval as an inbox shows it: with its task. */
export const approvalViewSchema = approvalSchema
  .extend({
    taskKey: z.string(),
    taskTitle: z.string(),
    projectId: z.string(),
    closedAt: timestamp.optional(),
    /** Who decided last, withdrew it or let it expire. */
    closedBy: actorRefSchema.optional(),
    /** Why it was denied or withdrawn. */
    closedBecause: z.string().optional(),
    /** Whether the caller may decide on it now, and if not, why. */
    mayDecide: z.boolean(),
    mayNotDecideBecause: z.string().optional(),
  })
  .meta({ id: 'ApprovalView' });
export type ApprovalView = z.infer<typeof approvalViewSchema>;

export const listApprovalsQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  status: z.enum(APPROVAL_STATUSES).optional(),
  ...pageQuery,
});
export type ListApprovals = z.output<typeof listApprovalsQuery>;

/** Waits up to this long for a pending approval to be decided. */
export const readApprovalQuery = z.strictObject({ waitSeconds: z.coerce.number().int().min(0).max(25).default(0) });

export const decideApprovalSchema = z.strictObject({
  decision: z.enum(['APPROVE', 'DENY']),
  reason: freeText(TEXT_LIMITS.short).optional(),
  grant: grantTermsSchema.optional(),
});
export type DecideApproval = z.output<typeof decideApprovalSchema>;

export const delegateApprovalSchema = z.strictObject({
  role: z.enum(HUMAN_ROLES).exclude(['VIEWER']),
  reason: requiredText(TEXT_LIMITS.short),
});
export type DelegateApproval = z.output<typeof delegateApprovalSchema>;

/** One decision on several approvals; each is decided by itself. */
export const decideManySchema = z.strictObject({
  ids: z.array(z.string().max(100)).min(1).max(50),
  decision: z.enum(['APPROVE', 'DENY']),
  reason: freeText(TEXT_LIMITS.short).optional(),
});
export type DecideMany = z.output<typeof decideManySchema>;

export const decidedManySchema = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        /** The approval after it; absent where the decision was refused, or while the history database is away. */
        approval: approvalViewSchema.optional(),
        refusal: z.object({ code: z.string(), message: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'DecidedMany' });
export type DecidedMany = z.infer<typeof decidedManySchema>;

/** All that happened to an approval, in order: who asked, was told, handed it on, decided, and what followed. */
export const decisionChainSchema = z
  .object({
    approval: approvalViewSchema,
    steps: z.array(
      z.object({
        seq: z.number().int(),
        at: timestamp,
        actor: actorRefSchema,
        type: z.string(),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'DecisionChain' });
export type DecisionChain = z.infer<typeof decisionChainSchema>;
