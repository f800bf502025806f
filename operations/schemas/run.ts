import { z } from 'zod';
import { EXECUTOR_TYPES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { allAmountsSchema } from './agent.ts';
import { micros, pageQuery, projectSlug, taskKeySchema, timestamp } from './common.ts';

const tokens = z.number().int().min(0).max(1_000_000_000);

/**
 * Tokens and money of one run. Without `costMicros` a price table turns tokens into money where it knows the model;
 * SUBSCRIPTION has no price per run, its tokens and time count all the same.
 */
export const usageSchema = z.strictObject({
  model: z.string().max(100).optional(),
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens.optional(),
  cacheWriteTokens: tokens.optional(),
  costMicros: micros.optional(),
  costSource: z.enum(['ESTIMATED', 'BILLED', 'SUBSCRIPTION']).optional(),
  /** Time worked, where it is not the time between start and report. */
  seconds: z.number().int().min(0).max(10_000_000).optional(),
});
export type UsageInput = z.output<typeof usageSchema>;

/** An agent that runs a model by itself, outside of executions. */
export const startRunSchema = z.strictObject({
  task: taskKeySchema.optional(),
  model: z.string().max(100).optional(),
  estimate: z
    .strictObject({ micros: micros.optional(), tokens: tokens.optional(), seconds: tokens.optional() })
    .optional(),
});
export type StartRun = z.output<typeof startRunSchema>;

/** What an agent has used without having started a run for it. */
export const reportUsageSchema = z.strictObject({ task: taskKeySchema.optional(), usage: usageSchema });
export type ReportUsage = z.output<typeof reportUsageSchema>;

export const finishRunSchema = z.strictObject({ usage: usageSchema });

export const runSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    agent: z.object({ id: z.string(), name: z.string() }).optional(),
    taskKey: z.string().optional(),
    taskType: z.enum(TASK_TYPES).optional(),
    executionId: z.string().optional(),
    executor: z.enum(EXECUTOR_TYPES).optional(),
    model: z.string().optional(),
    status: z.enum(['RESERVING', 'RUNNING', 'FINISHED', 'REFUSED']),
    day: z.string(),
    reserved: allAmountsSchema,
    usage: usageSchema.optional(),
    startedAt: timestamp,
    finishedAt: timestamp.optional(),
  })
  .meta({ id: 'Run' });
export type RunView = z.infer<typeof runSchema>;

export const listRunsQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  agent: z.string().max(100).optional(),
  ...pageQuery,
});
export type ListRuns = z.output<typeof listRunsQuery>;

/** One account against its limit: an agent's day, or a task. */
export const budgetSchema = z
  .object({
    kind: z.enum(['AGENT_DAY', 'TASK']),
    id: z.string(),
    name: z.string(),
    day: z.string().optional(),
    limit: z.object({ micros: micros.optional(), tokens: tokens.optional(), seconds: tokens.optional() }),
    granted: allAmountsSchema,
    settled: allAmountsSchema,
    reserved: allAmountsSchema,
    /** 0 to 1 and above, the unit that is used most. */
    usedShare: z.number(),
  })
  .meta({ id: 'Budget' });
export type BudgetView = z.infer<typeof budgetSchema>;

export const listBudgetsQuery = z.strictObject({ project: projectSlug });
