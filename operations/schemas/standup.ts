import { z } from 'zod';
import { AGENT_STATUSES } from '../../domain/actor.ts';
import { ALERT_SEVERITIES } from '../../domain/alert/vocabulary.ts';
import { ACTION_KINDS } from '../../domain/standup/next-actions.ts';
import { PRIORITIES, PROJECT_MODES, RISKS } from '../../domain/task/vocabulary.ts';
import { costTotalSchema } from './analytics.ts';
import { assigneeSchema, pageQuery, timestamp } from './common.ts';

const STANDUP_FORMS = ['standup', 'brief'] as const;
export type StandupForm = (typeof STANDUP_FORMS)[number];

/** The whole, or a few lines for a chat. */
export const standupFormQuery = z.strictObject({ form: z.enum(STANDUP_FORMS).default('standup') });

export const listStandupsQuery = z.strictObject(pageQuery);
export type ListStandups = z.output<typeof listStandupsQuery>;

/** The first of a list, and how many there are. */
const listedOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), total: z.number().int() });

const task = { key: z.string(), title: z.string(), assignees: z.array(assigneeSchema) };
const openTask = z.object({ ...task, priority: z.literal(PRIORITIES), since: timestamp });
const amount = z.number().int();

/** What a project was in the 24 hours before `at`, what waits for people, and what they should do first. */
export const standupSchema = z
  .object({
    project: z.object({
      slug: z.string(),
      name: z.string(),
      timeZone: z.string(),
      mode: z.enum(PROJECT_MODES),
    }),
    /** The day where the project is. */
    date: z.string(),
    from: timestamp,
    at: timestamp,
    /** Newest first; at most ten of each list are named, `total` is how many there are. */
    done: listedOf(z.object({ ...task, completedAt: timestamp, seconds: z.number(), costMicros: amount })),
    /** Longest first. */
    inProgress: listedOf(openTask),
    /** Longest first. */
    inReview: listedOf(openTask),
    /** The most urgent first. */
    blocked: listedOf(openTask.extend({ reason: z.string() })),
    /** The next to expire first. */
    approvals: listedOf(
      z.object({
        id: z.string(),
        taskKey: z.string(),
        summary: z.string(),
        risk: z.enum(RISKS),
        askedBy: z.string(),
        askedAt: timestamp,
        expiresAt: timestamp,
        isEscalated: z.boolean(),
      }),
    ),
    /** The worst first. */
    alerts: listedOf(
      z.object({
        id: z.string(),
        severity: z.enum(ALERT_SEVERITIES),
        title: z.string(),
        raisedAt: timestamp,
        count: z.number().int(),
        taskKey: z.string().optional(),
        agentId: z.string().optional(),
      }),
    ),
    /** Tasks that nobody has. */
    inbox: z.number().int(),
    /** Those who did something or are not at work; `total` and `byStatus` count all. */
    agents: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          status: z.enum(AGENT_STATUSES),
          reason: z.string().optional(),
          done: z.number().int(),
          cost: costTotalSchema,
        }),
      ),
      total: z.number().int(),
      byStatus: z.partialRecord(z.enum(AGENT_STATUSES), z.number().int()),
    }),
    costs: z.object({
      last24Hours: costTotalSchema,
      todayMicros: amount,
      /** The average of the last complete days, seven at most; absent with fewer than three. */
      burnPerDayMicros: amount.optional(),
      monthMicros: amount,
      monthlyBudgetMicros: amount.optional(),
      projectedMonthMicros: amount.optional(),
      usedUpOn: z.string().optional(),
    }),
    /** The three most urgent. */
    actions: z.array(
      z.object({
        kind: z.enum(ACTION_KINDS),
        what: z.string(),
        why: z.string(),
        taskKey: z.string().optional(),
        approvalId: z.string().optional(),
        alertId: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Standup' });
export type StandupView = z.infer<typeof standupSchema>;

export const standupSummarySchema = z.object({
  /** `<project>:<day>` */
  id: z.string(),
  projectId: z.string(),
  date: z.string(),
  /** The numbers in one line. */
  headline: z.string(),
  storedAt: timestamp,
});
export type StandupSummary = z.infer<typeof standupSummarySchema>;

export const keptStandupSchema = standupSummarySchema.extend({ standup: standupSchema }).meta({ id: 'KeptStandup' });
export type KeptStandupView = z.infer<typeof keptStandupSchema>;
