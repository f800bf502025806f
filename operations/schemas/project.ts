import { z } from 'zod';
import { AGENT_ROLES, AGENT_STATUSES, HUMAN_ROLES } from '../../domain/actor.ts';
import { EXECUTOR_TYPES, PRIORITIES, PROJECT_MODES, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { label, micros, projectSlug, requiredText, TEXT_LIMITS, timestamp, title } from './common.ts';
import { taskCardSchema } from './task.ts';

const routingRuleSchema = z.strictObject({
  types: z.array(z.enum(TASK_TYPES)).min(1).optional(),
  labels: z.array(label).min(1).optional(),
  titleContains: requiredText(100).optional(),
  priorities: z
    .array(z.literal([...PRIORITIES]))
    .min(1)
    .optional(),
  executor: z.enum(EXECUTOR_TYPES),
  score: z.number().min(0).max(1),
  reason: requiredText(TEXT_LIMITS.short),
  fallbacks: z.array(z.enum(EXECUTOR_TYPES)).max(4).optional(),
  maxAttempts: z.number().int().min(1).max(10).optional(),
  maxCostMicros: micros.optional(),
  maxMinutes: z
    .number()
    .int()
    .min(1)
    .max(60 * 24 * 365)
    .optional(),
  heartbeatTimeoutSeconds: z.number().int().min(2).max(3600).optional(),
});

const keyPrefix = z.string().regex(/^[A-Z][A-Z0-9]{1,9}$/, '2 to 10 upper-case letters and digits');

export const createProjectSchema = z.strictObject({
  slug: projectSlug,
  name: title,
  keyPrefix,
  routingRules: z.array(routingRuleSchema).max(50).optional(),
});
export type CreateProject = z.output<typeof createProjectSchema>;

export const editProjectSchema = z.strictObject({
  name: title.optional(),
  routingRules: z.array(routingRuleSchema).max(50).optional(),
});

export const setModeSchema = z.strictObject({ mode: z.enum(PROJECT_MODES), reason: requiredText(TEXT_LIMITS.short) });

export const projectSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    keyPrefix: z.string(),
    mode: z.enum(PROJECT_MODES),
    modeReason: z.string().optional(),
    routingRules: z.array(routingRuleSchema),
    createdAt: timestamp,
  })
  .meta({ id: 'Project' });
export type ProjectView = z.infer<typeof projectSchema>;

/** The columns of the eight states; `count` is the true total, `cards` the first page. */
export const boardSchema = z.object({
  project: projectSchema,
  columns: z.array(
    z.object({
      status: z.enum(TASK_STATUSES),
      count: z.number().int(),
      cards: z.array(taskCardSchema),
      nextCursor: z.string().optional(),
    }),
  ),
});
export type BoardView = z.infer<typeof boardSchema>;

/** Somebody who can be given work in a project. */
export const memberSchema = z.object({
  kind: z.enum(['HUMAN', 'AGENT']),
  id: z.string(),
  name: z.string(),
  role: z.enum([...HUMAN_ROLES, ...AGENT_ROLES]),
  status: z.enum(AGENT_STATUSES),
  allowedTypes: z.array(z.enum(TASK_TYPES)),
});
export type MemberView = z.infer<typeof memberSchema>;

export const createAgentSchema = z.strictObject({
  project: projectSlug,
  name: title,
  role: z.enum(AGENT_ROLES),
  allowedTypes: z.array(z.enum(TASK_TYPES)).default([]),
});
export type CreateAgent = z.output<typeof createAgentSchema>;

export const agentSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    name: z.string(),
    role: z.enum(AGENT_ROLES),
    status: z.enum(AGENT_STATUSES),
    allowedTypes: z.array(z.enum(TASK_TYPES)),
    createdAt: timestamp,
  })
  .meta({ id: 'Agent' });
export type AgentView = z.infer<typeof agentSchema>;
