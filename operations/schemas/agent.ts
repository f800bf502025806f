import { z } from 'zod';
import { AGENT_ROLES, AGENT_STATUSES } from '../../domain/actor.ts';
import { EXECUTOR_TYPES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import {
  actorRefSchema,
  freeText,
  micros,
  projectSlug,
  requiredText,
  TEXT_LIMITS,
  timestamp,
  title,
} from './common.ts';

const whole = z.number().int().min(0).max(1_000_000_000_000);

/** Money in micro-dollars, tokens, and time in seconds; a unit that is absent has no limit here. */
const amountsSchema = z.strictObject({
  micros: micros.optional(),
  tokens: whole.optional(),
  seconds: whole.optional(),
});
const limitsSchema = z.strictObject({ perDay: amountsSchema.optional(), perRun: amountsSchema.optional() });
export const allAmountsSchema = z.object({
  micros: z.number().int(),
  tokens: z.number().int(),
  seconds: z.number().int(),
});

const agentName = title.refine((name) => !name.includes('@'), 'must not contain @');
const fields = {
  emoji: freeText(16),
  role: z.enum(AGENT_ROLES),
  allowedTypes: z.array(z.enum(TASK_TYPES)).max(TASK_TYPES.length),
  allowedTools: z.array(requiredText(100)).max(200),
  executor: z.enum(EXECUTOR_TYPES),
  concurrencyLimit: z.number().int().min(1).max(100),
  heartbeatTimeoutSeconds: z.number().int().min(10).max(86_400),
  limits: limitsSchema,
};

/** Registering a name that is there already updates what is given and leaves status and orders alone. */
export const registerAgentSchema = z.strictObject({
  project: projectSlug,
  name: agentName,
  role: fields.role,
  emoji: fields.emoji.optional(),
  allowedTypes: fields.allowedTypes.optional(),
  allowedTools: fields.allowedTools.optional(),
  executor: fields.executor.optional(),
  concurrencyLimit: fields.concurrencyLimit.optional(),
  heartbeatTimeoutSeconds: fields.heartbeatTimeoutSeconds.optional(),
  limits: fields.limits.optional(),
});
export type RegisterAgent = z.output<typeof registerAgentSchema>;

export const editAgentSchema = z.strictObject({
  name: agentName.optional(),
  role: fields.role.optional(),
  emoji: fields.emoji.optional(),
  allowedTypes: fields.allowedTypes.optional(),
  allowedTools: fields.allowedTools.optional(),
  executor: fields.executor.nullish(),
  concurrencyLimit: fields.concurrencyLimit.optional(),
  heartbeatTimeoutSeconds: fields.heartbeatTimeoutSeconds.optional(),
  limits: fields.limits.optional(),
});
export type EditAgent = z.output<typeof editAgentSchema>;

export const controlAgentSchema = z.strictObject({
  status: z.enum(['ACTIVE', 'PAUSED', 'DRAINED', 'QUARANTINED']),
  reason: requiredText(TEXT_LIMITS.short),
});
export type ControlAgent = z.output<typeof controlAgentSchema>;

export const squadSchema = z.strictObject({ reason: requiredText(TEXT_LIMITS.short) });
/** Names of the agents that the order changed. */
export const squadAnswerSchema = z.object({ changed: z.array(z.string()) });
export type SquadAnswer = z.infer<typeof squadAnswerSchema>;

/** Without an error, or with null: there is none any more. */
export const agentHeartbeatSchema = z.strictObject({ lastError: freeText(TEXT_LIMITS.short).nullish() });
export type AgentHeartbeat = z.output<typeof agentHeartbeatSchema>;
/** What the agent has to know: its status, and whether it may start work. */
export const agentHeartbeatAnswerSchema = z.object({
  status: z.enum(AGENT_STATUSES),
  mayStartWork: z.boolean(),
  reason: z.string().optional(),
});
export type AgentHeartbeatAnswer = z.infer<typeof agentHeartbeatAnswerSchema>;

export const agentSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    name: z.string(),
    emoji: z.string().optional(),
    role: z.enum(AGENT_ROLES),
    status: z.enum(AGENT_STATUSES),
    /** Why it is not ACTIVE, in words. */
    statusReason: z.string().optional(),
    statusBy: actorRefSchema.optional(),
    statusAt: timestamp.optional(),
    allowedTypes: z.array(z.enum(TASK_TYPES)),
    allowedTools: z.array(z.string()),
    executor: z.enum(EXECUTOR_TYPES).optional(),
    concurrencyLimit: z.number().int(),
    heartbeatTimeoutSeconds: z.number().int(),
    lastHeartbeatAt: timestamp.optional(),
    lastError: z.string().optional(),
    /** Its role's limits with its own on top. */
    limits: limitsSchema,
    /** What differs from the limits of its role. */
    ownLimits: limitsSchema.optional(),
    /** How many tasks it has that are not final, and how many executions that are: in lists, where nothing else tells. */
    openTaskCount: z.number().int().optional(),
    activeExecutionCount: z.number().int().optional(),
    createdAt: timestamp,
  })
  .meta({ id: 'Agent' });
export type AgentView = z.infer<typeof agentSchema>;

/** An agent with what it is doing now and what today has cost. */
export const agentDetailSchema = agentSchema
  .extend({
    spentToday: allAmountsSchema,
    reservedToday: allAmountsSchema,
    openTasks: z.array(z.object({ key: z.string(), title: z.string(), status: z.string() })),
    activeExecutions: z.array(z.object({ id: z.string(), taskKey: z.string(), status: z.string() })),
  })
  .meta({ id: 'AgentDetail' });
export type AgentDetailView = z.infer<typeof agentDetailSchema>;

const partSchema = z.object({ score: z.number(), weight: z.number(), reason: z.string() });
export const recommendationsSchema = z.object({
  recommendations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      score: z.number(),
      parts: z.object({
        skill: partSchema,
        availability: partSchema,
        workload: partSchema,
        performance: partSchema,
        role: partSchema,
      }),
    }),
  ),
  excluded: z.array(z.object({ id: z.string(), name: z.string(), reasons: z.array(z.string()) })),
});
export type RecommendationsView = z.infer<typeof recommendationsSchema>;
