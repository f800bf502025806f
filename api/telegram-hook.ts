import { timingSafeEqual } from 'node:crypto';
import express, { type RequestHandler, type Router } from 'express';
import type { Config } from '../config/config.ts';
import { webhookSecret } from '../integrations/telegram/webhook-secret.ts';
import { OperationError } from '../operations/errors.ts';
import { telegramUpdateSchema } from '../operations/schemas/telegram.ts';
import type { Operations } from '../operations/operations.ts';
import { requireJson } from './mount.ts';

const UPDATE_LIMIT = '1mb';

/** Where Telegram tells what is new: it is kept and confirmed at once, the bot takes it up. */
export function telegramHook({ secret, telegram }: Config, operations: Operations): Router {
  const router = express.Router();
  const { token, webhookUrl } = telegram;
  if (token === undefined || webhookUrl === undefined) return router;
  const botId = Number(token.split(':')[0]);
  const parseJson = express.json({ limit: UPDATE_LIMIT });
  router.post('/', admitTelegram(webhookSecret(secret)), requireJson, parseJson, async (request, response) => {
    await operations.telegram.keepUpdate(botId, telegramUpdateSchema.parse(request.body));
    response.status(200).end();
  });
  return router;
}

/** Before a body is read. */
function admitTelegram(secret: string): RequestHandler {
  const expected = Buffer.from(secret);
  return (request, _response, next) => {
    const given = Buffer.from(request.get('X-Telegram-Bot-Api-Secret-Token') ?? '');
    const isTelegram = given.length === expected.length && timingSafeEqual(given, expected);
    if (!isTelegram) throw new OperationError('UNAUTHENTICATED', 'this is not the secret that Telegram was given');
    next();
  };
}
