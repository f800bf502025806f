/** What a webhook can be told, by the name that it is told under. */
export const WEBHOOK_EVENTS = [
  'task.created',
  'task.assigned',
  'task.transitioned',
  'task.completed',
  'task.blocked',
  'approval.requested',
  'approval.decided',
  'execution.finished',
  'review.created',
  'agent.registered',
  'agent.quarantined',
  'budget.exceeded',
  'alert.raised',
  'standup.created',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What is sent to try an endpoint out. */
export const TEST_EVENT = 'webhook.test';

export const WEBHOOK_STATUSES = ['ACTIVE', 'DISABLED'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

/** PENDING waits for its turn or its next attempt; SKIPPED was given up by whoever enabled the endpoint again. */
export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED', 'SKIPPED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** QUEUED ones keep their order and are tried again; the others are sent at once, a single time. */
export const DELIVERY_KINDS = ['QUEUED', 'REDELIVERY', 'TEST'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];
