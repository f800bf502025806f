import { z } from 'zod';
import { EXECUTION_STATUSES, EXECUTOR_TYPES, REQUEST_TYPES } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, micros, timestamp } from './common.ts';

/** What the router chose and why. */
export const routeSchema = z
  .object({
    executor: z.enum(EXECUTOR_TYPES),
    score: z.number(),
    reason: z.string(),
    fallbacks: z.array(z.enum(EXECUTOR_TYPES)),
    maxAttempts: z.number().int(),
    maxCostMicros: micros.optional(),
    maxMinutes: z.number(),
    heartbeatTimeoutSeconds: z.number().optional(),
    /** The rule that was taken, by its place in the project's table, from 0. */
    rule: z.union([z.number().int(), z.enum(['LAST_RESORT', 'BY_HAND'])]).optional(),
    /** Who would have come first. */
    skipped: z
      .array(z.object({ executor: z.enum(EXECUTOR_TYPES), rule: z.number().int(), reason: z.string() }))
      .optional(),
  })
  .meta({ id: 'Route' });

/** An execution as its task holds it. */
export const executionSchema = z
  .object({
    id: z.string(),
    executor: z.enum(EXECUTOR_TYPES),
    requestType: z.enum(REQUEST_TYPES),
    status: z.enum(EXECUTION_STATUSES),
    route: routeSchema,
    attempt: z.number().int(),
    leaseId: z.string().optional(),
    worker: actorRefSchema.optional(),
    error: z.string().optional(),
    /** What went wrong in earlier attempts, those of executors before it included; the newest last. */
    failures: z.array(z.string()).optional(),
    requestedBy: actorRefSchema,
    requestedAt: timestamp,
    assignedAt: timestamp.optional(),
    startedAt: timestamp.optional(),
  })
  .meta({ id: 'Execution' });
