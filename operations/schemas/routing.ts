import { z } from 'zod';
import { routingProblems } from '../../domain/routing/rule-problems.ts';
import type { RoutingRule } from '../../domain/routing/rule.ts';
import { EXECUTOR_TYPES, PRIORITIES, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, label, micros, projectSlug, requiredText, TEXT_LIMITS, timestamp } from './common.ts';
import { circuitSchema, executorDescriptionSchema } from './execution.ts';
import { routeSchema } from './execution-state.ts';

const MOST_RULES = 50;
/** Conditions of one kind in one rule. */
const MOST_LABELS = 20;
const LONGEST_MINUTES = 60 * 24 * 365;
/** Tasks that a draft is tried out on at most. */
const MOST_TASKS = 100;

export const routingRuleSchema = z.strictObject({
  types: z.array(z.enum(TASK_TYPES)).min(1).max(TASK_TYPES.length).optional(),
  labels: z.array(label).min(1).max(MOST_LABELS).optional(),
  titleContains: requiredText(100).optional(),
  priorities: z
    .array(z.literal([...PRIORITIES]))
    .min(1)
    .max(PRIORITIES.length)
    .optional(),
  executor: z.enum(EXECUTOR_TYPES),
  score: z.number().min(0).max(1),
  reason: requiredText(TEXT_LIMITS.short),
  fallbacks: z.array(z.enum(EXECUTOR_TYPES)).max(EXECUTOR_TYPES.length).optional(),
  maxAttempts: z.number().int().min(1).max(10).optional(),
  maxCostMicros: micros.min(1, 'must be more than nothing').optional(),
  maxMinutes: z.number().int().min(1).max(LONGEST_MINUTES).optional(),
  heartbeatTimeoutSeconds: z.number().int().min(2).max(3600).optional(),
});

/** The ordered table of a project. */
export const routingRulesSchema = z
  .array(routingRuleSchema)
  .max(MOST_RULES)
  .superRefine((rules, context) => {
    for (const { path, message } of routingProblems(rules as RoutingRule[], '')) {
      context.addIssue({ code: 'custom', message, path: path.split('.').slice(1).map(stepOf) });
    }
  });

const stepOf = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step);

export const routingSchema = z
  .object({
    project: z.string(),
    rules: z.array(routingRuleSchema),
    /** To be sent with the next rules, so that nobody overwrites what they have not seen. */
    version: z.number().int(),
    /** Whether these are the rules that every project begins with. */
    isBuiltIn: z.boolean(),
    changedBy: actorRefSchema.optional(),
    changedAt: timestamp.optional(),
  })
  .meta({ id: 'Routing' });
export type RoutingView = z.infer<typeof routingSchema>;

export const replaceRoutingSchema = z.strictObject({
  rules: routingRulesSchema,
  /** The version that these rules replace. */
  version: z.number().int().min(0),
});
export type ReplaceRouting = z.output<typeof replaceRoutingSchema>;

/** What the routing rules would choose for a task now, and why. */
export const routePreviewSchema = z.object({
  route: routeSchema,
  /** Rules before the one that was taken, with why they do not match. */
  notMatched: z.array(z.object({ rule: z.number().int(), reason: z.string() })),
});
export type RoutePreview = z.infer<typeof routePreviewSchema>;

export const tryRoutingSchema = z.strictObject({
  rules: routingRulesSchema,
  /** How many of the newest tasks are looked at. */
  tasks: z.number().int().min(1).max(MOST_TASKS).default(MOST_TASKS),
});
export type TryRouting = z.output<typeof tryRoutingSchema>;

const unavailableSchema = z.object({ executor: z.enum(EXECUTOR_TYPES), reason: z.string() });

/** What a draft would change for the newest tasks. Who is connected now is left out of account: that changes by the hour. */
export const routingTrialSchema = z.object({
  looked: z.number().int(),
  changed: z.number().int(),
  /** Those that change come first, then the newest. */
  items: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      type: z.enum(TASK_TYPES),
      status: z.enum(TASK_STATUSES),
      isChanged: z.boolean(),
      before: routeSchema,
      after: routeSchema,
    }),
  ),
  /** Executors that the draft names and that would be skipped if work came now. */
  unavailable: z.array(unavailableSchema),
});
export type RoutingTrial = z.infer<typeof routingTrialSchema>;

export const resetCircuitsSchema = z.strictObject({
  /** Like `cursor-cloud`; all of them when absent. */
  service: z.string().min(1).max(100).optional(),
});
export type ResetCircuits = z.output<typeof resetCircuitsSchema>;
/** How many processes are asked; each closes its circuits with its next claim, within half a minute. */
export const circuitsResetSchema = z.object({ processes: z.number().int() });
export type CircuitsReset = z.infer<typeof circuitsResetSchema>;

export const listExecutorsQuery = z.strictObject({ project: projectSlug.optional() });

/** Who asks for work of each type. */
export const executorsSchema = z
  .object({
    items: z.array(
      z.object({
        executor: z.enum(EXECUTOR_TYPES),
        isAvailable: z.boolean(),
        /** Why routing skips it. */
        reason: z.string().optional(),
        /** Executions on offer, in the projects that the caller sees. */
        pending: z.number().int(),
        /** Executions under way, there. */
        running: z.number().int(),
        /** Those that were seen within a day, the last one first. */
        processes: z.array(
          z.object({
            ...executorDescriptionSchema.shape,
            circuits: z.array(circuitSchema),
            lastSeenAt: timestamp,
            isLive: z.boolean(),
            running: z.number().int(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Executors' });
export type ExecutorsView = z.infer<typeof executorsSchema>;
export type ExecutorView = ExecutorsView['items'][number];
