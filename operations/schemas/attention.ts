import { z } from 'zod';
import { ALERT_SEVERITIES, ALERT_STATUSES } from '../../domain/alert/vocabulary.ts';
import { NOTIFICATION_KINDS } from '../../domain/notification/vocabulary.ts';
import { actorRefSchema, freeText, pageQuery, projectSlug, taskKeySchema, TEXT_LIMITS, timestamp } from './common.ts';

export const alertSchema = z
  .object({
    id: z.string(),
    severity: z.enum(ALERT_SEVERITIES),
    kind: z.string(),
    title: z.string(),
    description: z.string(),
    projectId: z.string().optional(),
    agentId: z.string().optional(),
    taskKey: z.string().optional(),
    status: z.enum(ALERT_STATUSES),
    count: z.number().int(),
    raisedAt: timestamp,
    lastRaisedAt: timestamp,
    handled: z.array(
      z.object({ status: z.enum(ALERT_STATUSES), by: actorRefSchema, at: timestamp, note: z.string().optional() }),
    ),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.infer<typeof alertSchema>;

export const listAlertsQuery = z.strictObject({
  project: projectSlug.optional(),
  status: z.enum(ALERT_STATUSES).optional(),
  severity: z.enum(ALERT_SEVERITIES).optional(),
  agent: z.string().max(100).optional(),
  task: taskKeySchema.optional(),
  ...pageQuery,
});
export type ListAlerts = z.output<typeof listAlertsQuery>;

export const handleAlertSchema = z.strictObject({
  status: z.enum(['ACKNOWLEDGED', 'RESOLVED', 'IGNORED']),
  note: freeText(TEXT_LIMITS.short).optional(),
});
export type HandleAlert = z.output<typeof handleAlertSchema>;

const notificationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(NOTIFICATION_KINDS),
    title: z.string(),
    body: z.string().optional(),
    projectId: z.string(),
    taskKey: z.string().optional(),
    approvalId: z.string().optional(),
    alertId: z.string().optional(),
    by: actorRefSchema,
    at: timestamp,
    readAt: timestamp.optional(),
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof notificationSchema>;

export const listNotificationsQuery = z.strictObject({
  unread: z.stringbool().optional(),
  kind: z.enum(NOTIFICATION_KINDS).optional(),
  ...pageQuery,
});
export type ListNotifications = z.output<typeof listNotificationsQuery>;
export const notificationPageSchema = z.object({
  items: z.array(notificationSchema),
  nextCursor: z.string().optional(),
  unreadCount: z.number().int(),
});
export type NotificationPage = z.infer<typeof notificationPageSchema>;
/** Without ids: all of them. */
export const markReadSchema = z.strictObject({ ids: z.array(z.string().max(300)).min(1).max(200).optional() });
export type MarkRead = z.output<typeof markReadSchema>;
export const markedReadSchema = z.object({ unreadCount: z.number().int() });

/** What happened, in tasks and outside of them, newest first. */
export const activitySchema = z
  .object({
    id: z.string(),
    at: timestamp,
    actor: actorRefSchema,
    /** For example task.transitioned or agent.paused. */
    type: z.string(),
    summary: z.string(),
    projectId: z.string().optional(),
    taskKey: z.string().optional(),
    agentId: z.string().optional(),
  })
  .meta({ id: 'Activity' });
export type ActivityView = z.infer<typeof activitySchema>;

export const listActivityQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  /** Id of a person or agent. */
  actor: z.string().max(100).optional(),
  actorKind: z.enum(['HUMAN', 'AGENT', 'SYSTEM']).optional(),
  /** A type, or its first part: "approval" finds "approval.requested". */
  type: z
    .string()
    .regex(/^[a-zA-Z]+(\.[a-z_A-Z]+)?$/)
    .optional(),
  ...pageQuery,
});
export type ListActivity = z.output<typeof listActivityQuery>;

export const watchSchema = z.strictObject({ watch: z.boolean() });
export const watchersSchema = z.object({
  watching: z.boolean(),
  watchers: z.array(z.object({ kind: z.enum(['HUMAN', 'AGENT']), id: z.string(), name: z.string() })),
});
export type WatchersView = z.infer<typeof watchersSchema>;
