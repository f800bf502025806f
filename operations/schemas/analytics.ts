import { z } from 'zod';
import { COST_PERIODS } from '../../domain/analytics/cost-periods.ts';
import { TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { micros, projectSlug, timestamp } from './common.ts';

const totals = {
  micros: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  runs: z.number().int(),
};
const costTotalSchema = z.object(totals);
const costGroupSchema = z.object({ key: z.string(), label: z.string(), ...totals });

/** Without a project: all that the caller sees, each counted by its own days. */
export const costsQuery = z.strictObject({
  project: projectSlug.optional(),
  period: z.enum(COST_PERIODS).default('7d'),
});
export type CostsQuery = z.output<typeof costsQuery>;

export const costsSchema = z
  .object({
    period: z.enum(COST_PERIODS),
    total: costTotalSchema,
    /** The four figures every cost page begins with. */
    summary: z.object({
      today: costTotalSchema,
      last7Days: costTotalSchema,
      last30Days: costTotalSchema,
      all: costTotalSchema,
    }),
    byDay: z.array(costTotalSchema.extend({ day: z.string() })),
    byAgent: z.array(costGroupSchema),
    byModel: z.array(costGroupSchema),
    byType: z.array(costGroupSchema),
    /** The 100 most expensive ones, by the days (of `all`: also months) on which they were among the project's 100 most expensive. */
    byTask: z.array(costGroupSchema),
  })
  .meta({ id: 'Costs' });
export type CostsView = z.infer<typeof costsSchema>;

export const projectQuery = z.strictObject({ project: projectSlug });

export const forecastSchema = z
  .object({
    monthlyBudgetMicros: micros.optional(),
    spentThisMonthMicros: z.number().int(),
    /** Absent with too little history; `basis` then says what is missing. */
    burnPerDayMicros: z.number().int().optional(),
    projectedMonthMicros: z.number().int().optional(),
    /** The day the budget is used up, where that is within the month. */
    usedUpOn: z.string().optional(),
    /** How the forecast was computed, in words. */
    basis: z.string(),
    /** Spent until the end of each day of the month so far, and the forecast for those to come. */
    burnDown: z.array(
      z.object({
        day: z.string(),
        spentMicros: z.number().int().optional(),
        forecastMicros: z.number().int().optional(),
      }),
    ),
  })
  .meta({ id: 'Forecast' });
export type ForecastView = z.infer<typeof forecastSchema>;

const durationSchema = z.object({ count: z.number().int(), medianSeconds: z.number(), p90Seconds: z.number() });

/** Of what ended in the last 30 days. */
export const flowSchema = z
  .object({
    /** Later than 30 days ago where there is too much to look at: everything here is of what ended from then on. */
    since: timestamp,
    /** From the first start of work to DONE. */
    cycleTime: durationSchema,
    /** From creation to DONE. */
    leadTime: durationSchema,
    /** Cycle times. */
    byType: z.array(durationSchema.extend({ type: z.enum(TASK_TYPES) })),
    /** Finished tasks by day. */
    throughput: z.array(z.object({ day: z.string(), done: z.number().int(), canceled: z.number().int() })),
    /** Where tasks spend their time, the longest first; `waiting` are those in it now. */
    bottlenecks: z.array(
      durationSchema.extend({
        status: z.enum(TASK_STATUSES),
        totalSeconds: z.number(),
        waiting: z.number().int(),
        oldestWaitingSeconds: z.number().optional(),
      }),
    ),
  })
  .meta({ id: 'Flow' });
export type FlowView = z.infer<typeof flowSchema>;

/** Per agent and type, of the last 90 days: what assignment and learning start from. */
export const performanceSchema = z
  .object({
    items: z.array(
      z.object({
        agent: z.object({ id: z.string(), name: z.string() }),
        type: z.enum(TASK_TYPES),
        finished: z.number().int(),
        succeeded: z.number().int(),
        /** Absent below three finished ones. */
        successRate: z.number().optional(),
        medianSeconds: z.number().optional(),
        averageCostMicros: z.number().optional(),
        executionsFailed: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'Performance' });
export type PerformanceView = z.infer<typeof performanceSchema>;
