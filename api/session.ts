import express, { type CookieOptions, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import type { Operations } from '../operations/operations.ts';
import { authenticate, readSessionCookie, SESSION_COOKIE } from './authentication.ts';
import { sendProblem } from './problem.ts';

const signInSchema = z.strictObject({ token: z.string().min(1).max(500) });
const FAILED_SIGN_INS_PER_MINUTE = 10;

/** Signing a browser in and out: a person's token is exchanged for an HttpOnly cookie. */
export function sessionRouter({ credentials }: Operations): Router {
  const router = express.Router();
  const throttle = rateLimit({
    windowMs: 60_000,
    limit: FAILED_SIGN_INS_PER_MINUTE,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request, response) =>
      sendProblem(response, {
        type: 'urn:mission-control:problem:too-many-attempts',
        title: 'Too many attempts',
        status: 429,
        detail: 'too many failed sign-ins: wait a minute',
      }),
  });

  router.post('/session', throttle, express.json({ limit: '4kb' }), async (request, response) => {
    const { token } = signInSchema.parse(request.body ?? {});
    const { caller, cookie, expiresAt } = await credentials.signIn(token);
    response.cookie(SESSION_COOKIE, cookie, { ...cookieOptions(request.secure), expires: expiresAt });
    response.json({ actor: caller.actor });
  });

  router.get('/session', async (request, response) => {
    const { actor } = await authenticate(request, credentials);
    response.json({ actor });
  });

  router.delete('/session', async (request, response) => {
    await authenticate(request, credentials);
    const cookie = readSessionCookie(request);
    if (cookie !== undefined) await credentials.signOut(cookie);
    response.clearCookie(SESSION_COOKIE, cookieOptions(request.secure)).status(204).end();
  });

  return router;
}

const cookieOptions = (secure: boolean): CookieOptions => ({ httpOnly: true, sameSite: 'strict', secure, path: '/' });
