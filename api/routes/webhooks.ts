import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { pageOf, projectSlug } from '../../operations/schemas/common.ts';
import {
  createWebhookSchema,
  deliverySchema,
  deliverySummarySchema,
  disableWebhookSchema,
  editWebhookSchema,
  enableWebhookSchema,
  listDeliveriesQuery,
  rotateWebhookSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '../../operations/schemas/webhook.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const byId = z.object({ id: z.string().max(300) });
const WEBHOOK = { 200: { description: 'As it is now', schema: webhookSchema } };
const SENT = { 202: { description: 'It is being sent', schema: deliverySummarySchema } };
const accepted = (body: unknown) => ({ status: 202, body });

export const webhookRoutes = (operations: Operations): Route[] => [
  ...endpointRoutes(operations),
  ...orderRoutes(operations),
  ...deliveryRoutes(operations),
];

const endpointRoutes = ({ webhooks }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/webhooks',
    tag: 'Webhooks',
    summary: 'List where other systems are told what happens in a project',
    operation: 'webhooks.read',
    params: bySlug,
    answers: { 200: { description: 'Oldest first', schema: z.object({ items: z.array(webhookSchema) }) } },
    handle: async ({ caller, params }) => ok({ items: await webhooks.list(caller, params.slug) }),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/webhooks',
    tag: 'Webhooks',
    summary: 'Make a webhook; its secret is shown this once',
    operation: 'webhooks.edit',
    params: bySlug,
    body: createWebhookSchema,
    answers: { 201: { description: 'Told what happens from now on', schema: webhookWithSecretSchema } },
    handle: async ({ caller, params, body }) => created(await webhooks.create(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/webhooks/{id}',
    tag: 'Webhooks',
    summary: 'Read a webhook',
    operation: 'webhooks.read',
    params: byId,
    answers: WEBHOOK,
    handle: async ({ caller, params }) => ok(await webhooks.get(caller, params.id)),
  }),
  defineRoute({
    method: 'patch',
    path: '/webhooks/{id}',
    tag: 'Webhooks',
    summary: 'Change where a webhook leads and what it is told',
    operation: 'webhooks.edit',
    params: byId,
    body: editWebhookSchema,
    answers: WEBHOOK,
    handle: async ({ caller, params, body }) => ok(await webhooks.edit(caller, params.id, body)),
  }),
  defineRoute({
    method: 'delete',
    path: '/webhooks/{id}',
    tag: 'Webhooks',
    summary: 'Remove a webhook with its deliveries',
    operation: 'webhooks.edit',
    params: byId,
    answers: { 204: { description: 'Removed', schema: null } },
    handle: async ({ caller, params }) => {
      await webhooks.remove(caller, params.id);
      return { status: 204 };
    },
  }),
];

const orderRoutes = ({ webhooks, webhookDeliveries }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/webhooks/{id}/enable',
    tag: 'Webhooks',
    summary: 'Enable a webhook: it goes on where it stopped, or from now on',
    operation: 'webhooks.edit',
    params: byId,
    body: enableWebhookSchema,
    answers: WEBHOOK,
    handle: async ({ caller, params, body }) => ok(await webhooks.enable(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/webhooks/{id}/disable',
    tag: 'Webhooks',
    summary: 'Send nothing to a webhook until it is enabled again',
    operation: 'webhooks.edit',
    params: byId,
    body: disableWebhookSchema,
    answers: WEBHOOK,
    handle: async ({ caller, params, body }) => ok(await webhooks.disable(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/webhooks/{id}/rotate-secret',
    tag: 'Webhooks',
    summary: 'Give a webhook a new secret; the one before signs as well for some hours',
    operation: 'webhooks.edit',
    params: byId,
    body: rotateWebhookSchema,
    answers: { 200: { description: 'With the new secret', schema: webhookWithSecretSchema } },
    handle: async ({ caller, params, body }) => ok(await webhooks.rotate(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/webhooks/{id}/test',
    tag: 'Webhooks',
    summary: 'Send a test message at once',
    operation: 'webhooks.edit',
    params: byId,
    body: z.strictObject({}),
    answers: SENT,
    handle: async ({ caller, params }) => accepted(await webhookDeliveries.test(caller, params.id)),
  }),
];

const deliveryRoutes = ({ webhookDeliveries }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/webhooks/{id}/deliveries',
    tag: 'Webhooks',
    summary: 'List what was sent to a webhook, and what waits',
    operation: 'webhooks.read',
    params: byId,
    query: listDeliveriesQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(deliverySummarySchema) } },
    handle: async ({ caller, params, query }) => ok(await webhookDeliveries.list(caller, params.id, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/webhook-deliveries/{id}',
    tag: 'Webhooks',
    summary: 'Read a delivery with its requests and responses',
    operation: 'webhooks.read',
    params: byId,
    answers: { 200: { description: 'With its newest attempts', schema: deliverySchema } },
    handle: async ({ caller, params }) => ok(await webhookDeliveries.get(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/webhook-deliveries/{id}/redeliver',
    tag: 'Webhooks',
    summary: 'Send a message again at once',
    operation: 'webhooks.edit',
    params: byId,
    body: z.strictObject({}),
    answers: SENT,
    handle: async ({ caller, params }) => accepted(await webhookDeliveries.redeliver(caller, params.id)),
  }),
];
