import type { Operations } from '../../operations/operations.ts';
import {
  listNotificationsQuery,
  markedReadSchema,
  markReadSchema,
  notificationPageSchema,
} from '../../operations/schemas/attention.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const notificationRoutes = ({ notifications }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/notifications',
    tag: 'Notifications',
    summary: 'List what concerns the caller',
    operation: 'notifications.read',
    query: listNotificationsQuery,
    answers: { 200: { description: 'Newest first', schema: notificationPageSchema } },
    handle: async ({ caller, query }) => ok(await notifications.list(caller, query)),
  }),
  defineRoute({
    method: 'post',
    path: '/notifications/read',
    tag: 'Notifications',
    summary: 'Mark as read: these, or all',
    operation: 'notifications.mark',
    body: markReadSchema,
    answers: { 200: { description: 'What is left to read', schema: markedReadSchema } },
    handle: async ({ caller, body }) => ok(await notifications.markRead(caller, body)),
  }),
];
