import { z } from 'zod';
import { EXECUTION_STATUSES, EXECUTOR_TYPES, RISKS } from '../../domain/task/vocabulary.ts';
import {
  freeText,
  jsonObject,
  micros,
  pageQuery,
  projectSlug,
  requiredText,
  taskKeySchema,
  TEXT_LIMITS,
  timestamp,
} from './common.ts';
import { executionSchema } from './execution-state.ts';
import { usageSchema } from './run.ts';
import { checklistSchema, deliverableInput, prioritySchema } from './task.ts';

const waitSeconds = z.coerce.number().min(0).max(30);
const LOG_PIECE_BYTES = 8192;

/** How an executor treats an outside service that it depends on. */
export const circuitSchema = z.strictObject({
  service: requiredText(100),
  state: z.enum(['CLOSED', 'OPEN', 'HALF_OPEN']),
  since: timestamp.optional(),
  reason: freeText(TEXT_LIMITS.short).optional(),
});

/** What an executor says of itself. */
export const executorDescriptionSchema = z.strictObject({
  name: requiredText(100),
  version: freeText(100).optional(),
  /** What does the work, for example claude 2.1.330. */
  tool: z.strictObject({ name: requiredText(100), version: freeText(100).optional() }).optional(),
  concurrency: z.number().int().min(1).max(1000).optional(),
  circuits: z.array(circuitSchema).max(20).optional(),
});

export const claimSchema = z.strictObject({
  types: z.array(z.enum(EXECUTOR_TYPES)).min(1).max(EXECUTOR_TYPES.length),
  executor: executorDescriptionSchema,
  waitSeconds: waitSeconds.default(0),
});
export type Claim = z.output<typeof claimSchema>;

const briefSchema = z.object({
  taskKey: z.string(),
  title: z.string(),
  description: z.string(),
  type: z.string(),
  priority: prioritySchema,
  plan: z.array(z.string()),
  checklist: z.array(z.object({ label: z.string(), checked: z.boolean(), note: z.string().optional() })),
  feedback: z.array(z.string()),
  workspace: z.object({ repositoryUrl: z.string(), baseBranch: z.string(), branch: z.string() }).optional(),
  limits: z.object({ maxCostMicros: micros, maxMinutes: z.number() }),
  metadata: z.record(z.string(), z.unknown()),
});

export const claimedSchema = z.object({
  execution: z.object({
    id: z.string(),
    taskKey: z.string(),
    executor: z.enum(EXECUTOR_TYPES),
    attempt: z.number().int(),
    leaseId: z.string(),
    heartbeatTimeoutSeconds: z.number(),
    /** Bearer token for this lease alone. */
    token: z.string(),
    brief: briefSchema,
  }),
});
export type Claimed = z.infer<typeof claimedSchema>;

export const progressSchema = z.strictObject({
  percent: z.number().min(0).max(100).optional(),
  message: freeText(TEXT_LIMITS.short).optional(),
});

export const heartbeatSchema = z.strictObject({
  progress: progressSchema.optional(),
  log: z.string().max(LOG_PIECE_BYTES).optional(),
  /** What the attempt has used so far: over its cap, it is stopped. */
  usage: usageSchema.optional(),
});
export type Heartbeat = z.output<typeof heartbeatSchema>;

export const heartbeatAnswerSchema = z.object({ cancelRequested: z.boolean(), reason: z.string().optional() });
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>;

export const toolCallSchema = z.strictObject({
  tool: z.string().regex(/^[A-Za-z][\w.:-]{0,99}$/, 'is not a tool name'),
  arguments: jsonObject.optional(),
  /** The folder that the execution works in, where relative paths begin; absolute, and not near the root. */
  workspace: z
    .string()
    .max(1000)
    .regex(/^(?:\/[^/\u0000-\u001f]+){2,}$/, 'is not an absolute path')
    .refine((path) => !/\/\.{1,2}(?:\/|$)/.test(path), 'must not contain . or ..')
    .optional(),
  summary: requiredText(TEXT_LIMITS.body),
  rollbackPlan: freeText(TEXT_LIMITS.body).optional(),
  justification: freeText(TEXT_LIMITS.body).optional(),
});
export type ToolCall = z.output<typeof toolCallSchema>;

export const toolCallAnswerSchema = z.object({
  decision: z.enum(['ALLOW', 'NEEDS_APPROVAL', 'DENY']),
  risk: z.enum(RISKS),
  reasons: z.array(z.string()),
  approvalId: z.string().optional(),
});
export type ToolCallAnswer = z.infer<typeof toolCallAnswerSchema>;

export const toolDecisionQuery = z.strictObject({ waitSeconds: waitSeconds.default(0) });
export const toolDecisionSchema = z.object({
  decision: z.enum(['ALLOW', 'PENDING', 'DENY']),
  reason: z.string().optional(),
});
export type ToolDecision = z.infer<typeof toolDecisionSchema>;

export const completeSchema = deliverableInput.extend({
  checklist: checklistSchema.optional(),
  usage: usageSchema.optional(),
});
export type Complete = z.output<typeof completeSchema>;

export const failSchema = z.strictObject({
  error: requiredText(TEXT_LIMITS.body),
  retryable: z.boolean(),
  usage: usageSchema.optional(),
});
export type Fail = z.output<typeof failSchema>;

export const emptySchema = z.strictObject({});
export const reportAnswerSchema = z.object({ status: z.enum(EXECUTION_STATUSES), projected: z.boolean() });
export type ReportAnswer = z.infer<typeof reportAnswerSchema>;

export const artifactUploadQuery = z.strictObject({
  name: z
    .string()
    .regex(/^[^/\\\u0000-\u001f"]{1,200}$/, 'is not a file name')
    .refine((name) => name !== '.' && name !== '..', 'is not a file name'),
});

export const listExecutionsQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  executor: z.enum(EXECUTOR_TYPES).optional(),
  status: z.enum(EXECUTION_STATUSES).optional(),
  /** Id of the person or agent that has it, or had it last. */
  worker: z.string().min(1).max(100).optional(),
  ...pageQuery,
});
export type ListExecutions = z.output<typeof listExecutionsQuery>;

/** An execution as people see it: with its task, its progress and why it waits. */
export const executionViewSchema = executionSchema
  .extend({
    taskKey: z.string(),
    taskTitle: z.string(),
    projectId: z.string(),
    progress: z.object({ percent: z.number().optional(), message: z.string().optional(), at: timestamp }).optional(),
    /** Last output, at most 32 KB. */
    logTail: z.string().optional(),
    /** Why a PENDING execution waits, in words. */
    waitingFor: z.string().optional(),
    finishedAt: timestamp.optional(),
  })
  .meta({ id: 'ExecutionView' });
export type ExecutionView = z.infer<typeof executionViewSchema>;
