import { z } from 'zod';
import { COST_PERIODS } from '../../domain/analytics/cost-periods.ts';
import { PATTERN_KINDS } from '../../domain/learning/patterns.ts';
import { EXECUTOR_TYPES, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import { micros, projectSlug, requiredText, TEXT_LIMITS, timestamp } from './common.ts';

const totals = {
  micros: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  runs: z.number().int(),
};
export const costTotalSchema = z.object(totals);
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
/** Without a project: all that the caller sees. */
export const projectsQuery = z.strictObject({ project: projectSlug.optional() });

export const forecastSchema = z
  .object({
    /** Of several projects together; absent where one of them has none. */
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

/** Executors, and DIRECT for what was done without one. */
const carrierSchema = z.enum([...EXECUTOR_TYPES, 'DIRECT']);

const evidenceSchema = z.object({ taskKey: z.string(), endedAt: timestamp, succeeded: z.boolean() });

const recordSchema = z.object({
  agent: z.object({ id: z.string(), name: z.string() }),
  type: z.enum(TASK_TYPES),
  executor: carrierSchema,
  attempts: z.number().int(),
  /** DONE, or CANCELED after work on it had begun. */
  finished: z.number().int(),
  /** DONE without a MAJOR or CRITICAL refutation. */
  succeeded: z.number().int(),
  /** This and the averages are absent below three finished ones. */
  successRate: z.number().optional(),
  averageSeconds: z.number().optional(),
  averageCostMicros: z.number().optional(),
  /** Of praises, 1 to 10. */
  averageScore: z.number().optional(),
  praises: z.number().int(),
  refutes: z.number().int(),
});

/** Per agent, type of task and executor, of everything since the agent's last reset. */
export const performanceSchema = z.object({ items: z.array(recordSchema) }).meta({ id: 'Performance' });
export type PerformanceView = z.infer<typeof performanceSchema>;

export const agentPerformanceSchema = z
  .object({
    agent: z.object({ id: z.string(), name: z.string() }),
    /** What ended before does not count. */
    learnFrom: timestamp.optional(),
    items: z.array(
      recordSchema.extend({
        /** The newest tasks that it is made of. */
        evidence: z.array(evidenceSchema),
        /** What at least three of the tasks have in common, the most frequent first. */
        patterns: z.array(
          z.object({
            kind: z.enum(PATTERN_KINDS),
            value: z.string(),
            finished: z.number().int(),
            succeeded: z.number().int(),
            /** Share of the finished tasks that have it, 0 to 1. */
            frequency: z.number(),
            successRate: z.number(),
            evidence: z.array(evidenceSchema),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'AgentPerformance' });
export type AgentPerformanceView = z.infer<typeof agentPerformanceSchema>;

export const resetLearningSchema = z.strictObject({ reason: requiredText(TEXT_LIMITS.short) });
export type ResetLearning = z.output<typeof resetLearningSchema>;

const estimateSchema = z.object({
  /** Decisions that were made just so: only of those the outcome is known. */
  matched: z.number().int(),
  succeeded: z.number().int(),
  /** Absent below three matched ones, like the cost. */
  successRate: z.number().optional(),
  averageCostMicros: z.number().optional(),
  /** For all decisions, by self-normalized inverse propensity weighting of the matched ones. */
  weighted: z
    .object({ successRate: z.number(), averageCostMicros: z.number(), effectiveSamples: z.number() })
    .optional(),
});

const judgementSchema = z.object({
  decisions: z.number().int(),
  actual: z.object({
    succeeded: z.number().int(),
    successRate: z.number().optional(),
    averageCostMicros: z.number().optional(),
  }),
  /** Without learning. */
  usual: estimateSchema,
  learned: estimateSchema,
  differing: z.number().int(),
  /** How those were made; of `neither` nothing is known. */
  differingAs: z.object({ learned: z.number().int(), usual: z.number().int(), neither: z.number().int() }),
});
export type JudgementView = z.infer<typeof judgementSchema>;

/** History replayed in the order of time, learning at each step from what had ended by then. */
export const backtestSchema = z
  .object({
    project: z.string(),
    /** Ended tasks that were replayed: the newest, at most 5,000. */
    outcomes: z.number().int(),
    since: timestamp.optional(),
    routing: judgementSchema,
    assignment: judgementSchema,
  })
  .meta({ id: 'Backtest' });
export type BacktestView = z.infer<typeof backtestSchema>;
