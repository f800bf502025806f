import { z } from 'zod';
import { AGENT_ROLES, AGENT_STATUSES, HUMAN_ROLES } from '../../domain/actor.ts';
import { PROJECT_MODES, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { isTimeZone } from '../../domain/budget/day.ts';
import { STANDUP_MINUTES } from '../../domain/standup/settings.ts';
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
import { routingRuleSchema, routingRulesSchema } from './routing.ts';
import { taskCardSchema } from './task.ts';

export const keyPrefix = z.string().regex(/^[A-Z][A-Z0-9]{1,9}$/, '2 to 10 upper-case letters and digits');

const timeZone = z.string().max(64).refine(isTimeZone, 'is not an IANA time zone like Europe/Berlin');

/** When the standup is kept, by the clock of the project. */
const standupSettingsSchema = z.strictObject({
  isOn: z.boolean(),
  hour: z.number().int().min(0).max(23),
  minute: z.literal(STANDUP_MINUTES).default(0),
  /** 1 is Monday, 7 is Sunday. */
  weekdays: z
    .array(z.number().int().min(1).max(7))
    .min(1, 'name at least one day, or turn it off')
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'name each day once'),
});

/** How many tasks the columns should hold at most: said, not enforced. */
const columnLimits = z.partialRecord(z.enum(TASK_STATUSES), z.number().int().min(1).max(9_999));

const settings = {
  description: freeText(TEXT_LIMITS.body),
  timeZone,
  routingRules: routingRulesSchema,
  /** What a task of a type may cost where it differs from the built-in figures. */
  taskBudgets: z.partialRecord(z.enum(TASK_TYPES), micros),
};

export const createProjectSchema = z.strictObject({
  slug: projectSlug,
  name: title,
  keyPrefix,
  description: settings.description.optional(),
  timeZone: settings.timeZone.default('UTC'),
  routingRules: settings.routingRules.optional(),
  taskBudgets: settings.taskBudgets.optional(),
  monthlyBudgetMicros: micros.optional(),
  standup: standupSettingsSchema.optional(),
});
export type CreateProject = z.output<typeof createProjectSchema>;

export const editProjectSchema = z.strictObject({
  name: title.optional(),
  description: settings.description.optional(),
  timeZone: settings.timeZone.optional(),
  routingRules: settings.routingRules.optional(),
  taskBudgets: settings.taskBudgets.optional(),
  monthlyBudgetMicros: micros.nullish(),
  standup: standupSettingsSchema.optional(),
  columnLimits: columnLimits.optional(),
});
export type EditProject = z.output<typeof editProjectSchema>;

export const setModeSchema = z.strictObject({ mode: z.enum(PROJECT_MODES), reason: requiredText(TEXT_LIMITS.short) });

export const projectSchema = z
  .object({
    slug: z.string(),
    name: z.string(),
    keyPrefix: z.string(),
    description: z.string().optional(),
    timeZone: z.string(),
    /** The emergency stop of the installation makes it QUARANTINED whatever the project's own mode is. */
    mode: z.enum(PROJECT_MODES),
    modeReason: z.string().optional(),
    routingRules: z.array(routingRuleSchema),
    taskBudgets: z.partialRecord(z.enum(TASK_TYPES), micros),
    monthlyBudgetMicros: micros.optional(),
    standup: standupSettingsSchema,
    columnLimits,
    /** What the caller is in this project. */
    role: z.enum(HUMAN_ROLES).optional(),
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
  /** Of a person, for those who manage the members. */
  email: z.string().optional(),
  /** An administrator of the installation, whose role here is not given by the project. */
  isAdministrator: z.boolean().optional(),
});
export type MemberView = z.infer<typeof memberSchema>;

/** How a project ran, newest first. */
export const modeHistorySchema = z.object({
  items: z.array(z.object({ mode: z.enum(PROJECT_MODES), reason: z.string(), by: actorRefSchema, at: timestamp })),
});
export type ModeHistoryView = z.infer<typeof modeHistorySchema>;

/** Whether everything stands still by order of a person. */
export const installationSchema = z
  .object({
    emergencyStop: z.object({ reason: z.string(), by: actorRefSchema, at: timestamp }).optional(),
    isSetUp: z.boolean(),
    version: z.string(),
    /** Temporal's own UI, where there is one. */
    temporalUiUrl: z.string().optional(),
  })
  .meta({ id: 'Installation' });
export type InstallationView = z.infer<typeof installationSchema>;

/** How many projects and agents of the sample were not there yet. */
export const loadedSampleSchema = z.object({ projects: z.number().int(), agents: z.number().int() });
export type LoadedSample = z.infer<typeof loadedSampleSchema>;

export const reasonSchema = z.strictObject({ reason: requiredText(TEXT_LIMITS.short) });
