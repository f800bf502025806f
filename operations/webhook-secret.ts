import { createHmac, randomBytes } from 'node:crypto';

const SALT_BYTES = 18;

export const newWebhookSalt = (): string => randomBytes(SALT_BYTES).toString('base64url');

/**
 * The secret that messages to an endpoint are signed with, as Standard Webhooks writes it: `whsec_` and 32 bytes in base64.
 * It is derived, so that whoever reads the database learns none.
 * @param secret of the installation.
 */
export const webhookSecret = (secret: string, endpointId: string, salt: string): string =>
  `whsec_${createHmac('sha256', secret).update(`webhook:${endpointId}:${salt}`).digest('base64')}`;
