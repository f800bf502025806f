import { createHmac } from 'node:crypto';

/** What Telegram sends along with each update, so that nobody else can make them up. */
export const webhookSecret = (secret: string): string =>
  createHmac('sha256', secret).update('telegram-webhook').digest('hex');
