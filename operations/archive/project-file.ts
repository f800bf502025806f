import { z } from 'zod';
import { isTimeZone } from '../../domain/budget/day.ts';
import { PROJECT_MODES } from '../../domain/task/vocabulary.ts';
import { actorRefSchema, projectSlug, timestamp } from '../schemas/common.ts';
import { keyPrefix } from '../schemas/project.ts';

/** A project as it is stored. What settings mean is checked where people change them; nobody has changed these since. */
export const projectFileSchema = z.looseObject({
  _id: projectSlug,
  name: z.string().min(1),
  keyPrefix,
  description: z.string().optional(),
  timeZone: z.string().refine(isTimeZone),
  mode: z.enum(PROJECT_MODES),
  modeReason: z.string().optional(),
  modeHistory: z.array(
    z.object({ mode: z.enum(PROJECT_MODES), reason: z.string(), by: actorRefSchema, at: timestamp }),
  ),
  routingRules: z.array(z.looseObject({})),
  routing: z.object({ version: z.number().int(), changedBy: actorRefSchema, changedAt: timestamp }).optional(),
  taskBudgets: z.record(z.string(), z.number()),
  monthlyBudgetMicros: z.number().optional(),
  columnLimits: z.record(z.string(), z.number()).optional(),
  standup: z.looseObject({}).optional(),
  lastTaskNumber: z.number().int().nonnegative(),
  createdAt: timestamp,
});
