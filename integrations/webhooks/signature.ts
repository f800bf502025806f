import { createHmac } from 'node:crypto';
import { webhookSecret } from '../../operations/webhook-secret.ts';
import type { WebhookDeliveryDocument, WebhookEndpointDocument } from '../../store/documents/webhook.ts';

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com): what is signed is `id.timestamp.body`, by every
 * secret that counts at the moment.
 * @param secret of the installation.
 */
export function signedHeaders(
  secret: string,
  endpoint: WebhookEndpointDocument,
  { messageId, body }: WebhookDeliveryDocument,
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signed = `${messageId}.${timestamp}.${body}`;
  const signatures = endpoint.secrets
    .filter(({ until }) => until === undefined || Date.parse(until) > now.getTime())
    .map(({ salt }) => `v1,${signature(webhookSecret(secret, endpoint._id, salt), signed)}`);
  return { 'webhook-id': messageId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}
