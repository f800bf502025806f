import type { Connection } from 'mongoose';
import { collection } from '../collection.ts';
import type { WebhookDeliveryDocument, WebhookEndpointDocument } from '../documents/webhook.ts';

/** The collections about webhooks, with their indexes. */
export const createWebhookModels = (connection: Connection) => ({
  webhookEndpoints: collection<WebhookEndpointDocument>(
    connection,
    'webhookEndpoints',
    [{ projectId: 1 }],
    [{ status: 1 }],
  ),
  webhookDeliveries: collection<WebhookDeliveryDocument>(
    connection,
    'webhookDeliveries',
    [{ endpointId: 1, number: -1 }],
    [{ endpointId: 1, status: 1, number: 1 }],
    [{ expireAt: 1 }, { expireAfterSeconds: 0 }],
  ),
});
