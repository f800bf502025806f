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
    requestedBy: actorRefSchema,
    requestedAt: timestamp,
    assignedAt: timestamp.optional(),
    startedAt: timestamp.optional(),
  })
  .meta({ id: 'Execution' });
