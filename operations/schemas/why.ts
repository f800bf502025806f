import { z } from 'zod';
import { TASK_STATUSES } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, assigneeIdSchema } from './common.ts';
import { actionSchema, policyDecisionSchema, recordedDecisionSchema } from './policy.ts';

const needSchema = z.object({ path: z.string(), message: z.string() });

export const whyQuery = z.strictObject({
  /** "AGENT:<id>" or "HUMAN:<id>"; the caller when absent. */
  actor: z
    .string()
    .regex(/^(AGENT|HUMAN):[\w.@-]{1,100}$/, 'is AGENT:<id> or HUMAN:<id>')
    .optional(),
});

/** Why a task stands where it does, and what somebody could do about it. */
export const whySchema = z
  .object({
    actor: actorRefSchema,
    status: z.enum(TASK_STATUSES),
    /** In words: what the task waits for now. */
    waitsFor: z.array(z.string()),
    /** All edges out of the status; `mayMove` says whether the actor is one of those who take it. */
    transitions: z.array(
      z.object({
        to: z.enum(TASK_STATUSES),
        mayMove: z.boolean(),
        movers: z.array(z.string()),
        needs: z.array(needSchema),
        policy: policyDecisionSchema.optional(),
      }),
    ),
    lastDecisions: z.array(recordedDecisionSchema),
  })
  .meta({ id: 'Why' });
export type WhyView = z.infer<typeof whySchema>;

export const simulateSchema = z.strictObject({ actor: assigneeIdSchema.optional(), action: actionSchema });
export type Simulate = z.output<typeof simulateSchema>;

/** What would happen; nothing does. */
export const simulationSchema = z
  .object({
    /** Whether it would go through at once. */
    wouldHappen: z.boolean(),
    /** Absent for people: policies are for agents. */
    policy: policyDecisionSchema.optional(),
    /** Why the task itself would refuse. */
    refusal: z.object({ message: z.string(), errors: z.array(needSchema) }).optional(),
  })
  .meta({ id: 'Simulation' });
export type SimulationView = z.infer<typeof simulationSchema>;
