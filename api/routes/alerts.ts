import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { alertSchema, handleAlertSchema, listAlertsQuery } from '../../operations/schemas/attention.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().max(100) });

export const alertRoutes = ({ alerts }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/alerts',
    tag: 'Alerts',
    summary: 'List alerts',
    operation: 'alerts.read',
    query: listAlertsQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(alertSchema) } },
    handle: async ({ caller, query }) => ok(await alerts.list(caller, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/alerts/{id}',
    tag: 'Alerts',
    summary: 'Read an alert',
    operation: 'alerts.read',
    params: byId,
    answers: { 200: { description: 'The alert', schema: alertSchema } },
    handle: async ({ caller, params }) => ok(await alerts.get(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/alerts/{id}/handle',
    tag: 'Alerts',
    summary: 'Acknowledge, resolve or ignore an alert',
    operation: 'alerts.handle',
    params: byId,
    body: handleAlertSchema,
    answers: { 200: { description: 'The alert after it', schema: alertSchema } },
    handle: async ({ caller, params, body }) => ok(await alerts.handle(caller, params.id, body)),
  }),
];
