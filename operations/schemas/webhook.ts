import { z } from 'zod';
import { TASK_TYPES } from '../../domain/task/vocabulary.ts';
import {
  DELIVERY_KINDS,
  DELIVERY_STATUSES,
  TEST_EVENT,
  WEBHOOK_EVENTS,
  WEBHOOK_STATUSES,
} from '../../domain/webhook/vocabulary.ts';
import { actorRefSchema, freeText, pageQuery, TEXT_LIMITS, timestamp } from './common.ts';

/** Longest time that an old secret still signs, in hours. */
const LONGEST_OVERLAP_HOURS = 7 * 24;

const oneOf = <Word extends string>(words: readonly Word[]) =>
  z
    .array(z.enum(words))
    .max(words.length)
    .transform((chosen) => words.filter((word) => chosen.includes(word)));

const fields = {
  url: z.url().max(2_000),
  description: freeText(TEXT_LIMITS.short),
  /** None: all. */
  events: oneOf(WEBHOOK_EVENTS),
  /** Of tasks that it is told of; none: all. */
  taskTypes: oneOf(TASK_TYPES),
};

export const createWebhookSchema = z.strictObject({
  url: fields.url,
  description: fields.description.optional(),
  events: fields.events.default([]),
  taskTypes: fields.taskTypes.default([]),
});
export type CreateWebhook = z.output<typeof createWebhookSchema>;

export const editWebhookSchema = z.strictObject({
  url: fields.url.optional(),
  description: fields.description.optional(),
  events: fields.events.optional(),
  taskTypes: fields.taskTypes.optional(),
});
export type EditWebhook = z.output<typeof editWebhookSchema>;

/** What waits is sent in its order, and then what has happened meanwhile; or nothing of it. */
export const enableWebhookSchema = z.strictObject({ skipMissed: z.boolean().default(false) });
export type EnableWebhook = z.output<typeof enableWebhookSchema>;

export const disableWebhookSchema = z.strictObject({ reason: freeText(TEXT_LIMITS.short).default('') });
export type DisableWebhook = z.output<typeof disableWebhookSchema>;

export const rotateWebhookSchema = z.strictObject({
  /** How long the secret before signs as well. */
  overlapHours: z.number().min(0).max(LONGEST_OVERLAP_HOURS).default(24),
});
export type RotateWebhook = z.output<typeof rotateWebhookSchema>;

export const webhookSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    url: z.string(),
    description: z.string().optional(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    taskTypes: z.array(z.enum(TASK_TYPES)),
    status: z.enum(WEBHOOK_STATUSES),
    disabled: z.object({ because: z.string(), by: actorRefSchema, at: timestamp }).optional(),
    /** Until then the secret before signs as well. */
    oldSecretUntil: timestamp.optional(),
    /** Messages that have not arrived yet. */
    waiting: z.number().int(),
    /** The first of them was tried, and did not arrive. */
    failing: z
      .object({
        deliveryId: z.string(),
        attempts: z.number().int(),
        error: z.string(),
        since: timestamp,
        nextAttemptAt: timestamp.optional(),
      })
      .optional(),
    lastDeliveredAt: timestamp.optional(),
    createdBy: actorRefSchema,
    createdAt: timestamp,
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.infer<typeof webhookSchema>;

/** The secret is shown this once. */
export const webhookWithSecretSchema = z.object({ webhook: webhookSchema, secret: z.string() });
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;

const summary = {
  id: z.string(),
  webhookId: z.string(),
  /** What receivers know it by: the same however often it is sent. */
  messageId: z.string(),
  event: z.enum([...WEBHOOK_EVENTS, TEST_EVENT]),
  kind: z.enum(DELIVERY_KINDS),
  status: z.enum(DELIVERY_STATUSES),
  createdAt: timestamp,
  attemptCount: z.number().int(),
  nextAttemptAt: timestamp.optional(),
  finishedAt: timestamp.optional(),
  /** Of the newest attempt. */
  responseStatus: z.number().int().optional(),
  milliseconds: z.number().int().optional(),
  error: z.string().optional(),
};

export const deliverySummarySchema = z.object(summary).meta({ id: 'WebhookDeliverySummary' });
export type DeliverySummary = z.infer<typeof deliverySummarySchema>;

export const deliverySchema = z
  .object({
    ...summary,
    url: z.string(),
    /** As it is sent. */
    body: z.string(),
    /** The newest ten, oldest first. */
    attempts: z.array(
      z.object({
        at: timestamp,
        milliseconds: z.number().int(),
        request: z.object({ headers: z.record(z.string(), z.string()) }),
        response: z
          .object({
            status: z.number().int(),
            headers: z.record(z.string(), z.string()),
            body: z.string(),
            /** There was more. */
            isCut: z.boolean(),
          })
          .optional(),
        error: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'WebhookDelivery' });
export type DeliveryView = z.infer<typeof deliverySchema>;

export const listDeliveriesQuery = z.strictObject({
  status: z.enum(DELIVERY_STATUSES).optional(),
  event: z.enum(WEBHOOK_EVENTS).optional(),
  ...pageQuery,
});
export type ListDeliveries = z.output<typeof listDeliveriesQuery>;
