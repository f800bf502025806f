import { z } from 'zod';
import { OCCURRENCE_CAUSES, OCCURRENCE_STATES, SKIP_REASONS } from '../../domain/recurring/occurrence.ts';
import { OVERLAP_RULES, RECURRING_STATES } from '../../domain/recurring/recurring-task.ts';
import type { TIMING_KINDS, Timing } from '../../domain/recurring/timing.ts';
import {
  actorRefSchema,
  assigneeIdSchema,
  freeText,
  pageQuery,
  requiredText,
  TEXT_LIMITS,
  timestamp,
  title,
} from './common.ts';
import { createTaskSchema } from './task.ts';

const LONGEST_CATCH_UP_MINUTES = 7 * 24 * 60;
const kind = <Kind extends (typeof TIMING_KINDS)[number]>(value: Kind) => z.literal(value);

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 09:00');
const day = z.iso.date();
const cron = requiredText(100)
  .refine((text) => !/[\r\n#]/.test(text), 'must be one line without a comment')
  // The project's time zone holds for all of its times.
  .refine((text) => !/^(CRON_)?TZ=/.test(text), 'goes by the time zone of the project');

const weekdays = z
  .array(z.number().int().min(1).max(7))
  .min(1, 'name at least one day')
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'name each day once');

/** By the clock of the project's time zone. */
const timingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('ONCE'), date: day, time }),
  z.strictObject({ kind: kind('DAILY'), time }),
  /** 1 is Monday, 7 is Sunday. */
  z.strictObject({ kind: kind('WEEKLY'), weekdays, time }),
  /** A month that has no such day has its last one instead. */
  z.strictObject({ kind: kind('MONTHLY'), day: z.number().int().min(1).max(31), time }),
  z.strictObject({ kind: kind('CRON'), expression: cron }),
]) satisfies z.ZodType<Timing>;

/** What creating a task takes; title and description may have placeholders like {{date}}. */
const templateSchema = createTaskSchema.omit({ project: true, source: true, sourceRef: true, dueAt: true }).extend({
  assignees: z.array(assigneeIdSchema).max(10).default([]),
  /** After the time that it was due at. */
  dueInHours: z.number().int().min(1).max(8_760).optional(),
});

const fields = {
  name: title,
  template: templateSchema,
  when: timingSchema,
  /** The last day. */
  until: day,
  /** Ends after so many tasks. */
  count: z.number().int().min(1).max(10_000),
  /** SKIP makes none while the last one is open. */
  overlap: z.enum(OVERLAP_RULES),
  /** How late a task is still made. */
  catchUpMinutes: z.number().int().min(1).max(LONGEST_CATCH_UP_MINUTES),
};

export const createRecurringTaskSchema = z.strictObject({
  name: fields.name,
  template: fields.template,
  when: fields.when,
  until: fields.until.optional(),
  count: fields.count.optional(),
  overlap: fields.overlap.default('SKIP'),
  catchUpMinutes: fields.catchUpMinutes.default(24 * 60),
});
export type CreateRecurringTask = z.output<typeof createRecurringTaskSchema>;

export const editRecurringTaskSchema = z.strictObject({
  name: fields.name.optional(),
  template: fields.template.optional(),
  when: fields.when.optional(),
  until: fields.until.nullish(),
  count: fields.count.nullish(),
  overlap: fields.overlap.optional(),
  catchUpMinutes: fields.catchUpMinutes.optional(),
});
export type EditRecurringTask = z.output<typeof editRecurringTaskSchema>;

export const previewRecurrenceSchema = z.strictObject({ when: fields.when, until: fields.until.nullish() });
export type PreviewRecurrence = z.output<typeof previewRecurrenceSchema>;

export const pauseRecurringTaskSchema = z.strictObject({ reason: freeText(TEXT_LIMITS.short).default('') });
export type PauseRecurringTask = z.output<typeof pauseRecurringTaskSchema>;

export const recurrencePreviewSchema = z.object({
  /** "every Monday at 09:00" */
  inWords: z.string(),
  timeZone: z.string(),
  /** Five at most. */
  nextTimes: z.array(timestamp),
});
export type RecurrencePreview = z.infer<typeof recurrencePreviewSchema>;

export const occurrenceSchema = z
  .object({
    id: z.string(),
    recurringTaskId: z.string(),
    scheduledFor: timestamp,
    cause: z.enum(OCCURRENCE_CAUSES),
    /** In whose name. */
    by: actorRefSchema,
    state: z.enum(OCCURRENCE_STATES),
    taskKey: z.string().optional(),
    /** What did not work besides. */
    note: z.string().optional(),
    /** Why no task was made. */
    skipped: z.object({ reason: z.enum(SKIP_REASONS), detail: z.string() }).optional(),
    at: timestamp,
  })
  .meta({ id: 'Occurrence' });
export type OccurrenceView = z.infer<typeof occurrenceSchema>;

export const recurringTaskSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    name: z.string(),
    template: templateSchema,
    when: timingSchema,
    inWords: z.string(),
    timeZone: z.string(),
    until: day.optional(),
    count: z.number().int().optional(),
    overlap: fields.overlap,
    catchUpMinutes: z.number().int(),
    state: z.enum([...RECURRING_STATES, 'REMOVED']),
    paused: z.object({ reason: z.string(), by: actorRefSchema, at: timestamp }).optional(),
    ended: z.object({ because: z.string(), at: timestamp }).optional(),
    /** In whose name tasks are made. */
    owner: actorRefSchema,
    /** Tasks made on schedule. */
    made: z.number().int(),
    /** Five at most; absent while Temporal cannot say. */
    nextTimes: z.array(timestamp).optional(),
    /** The newest. */
    last: occurrenceSchema.optional(),
    createdBy: actorRefSchema,
    createdAt: timestamp,
    changedAt: timestamp,
  })
  .meta({ id: 'RecurringTask' });
export type RecurringTaskView = z.infer<typeof recurringTaskSchema>;

export const listOccurrencesQuery = z.strictObject(pageQuery);
export type ListOccurrences = z.output<typeof listOccurrencesQuery>;
