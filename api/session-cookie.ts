import type { CookieOptions, Request, Response } from 'express';
import { SESSION_MS } from '../operations/accounts/sessions.ts';
import { SESSION_COOKIE } from './authentication.ts';

/** Scripts and other sites cannot use it; over TLS it stays there, and plain http on localhost works. */
const optionsFor = ({ secure }: Request): CookieOptions => ({ httpOnly: true, sameSite: 'strict', secure, path: '/' });

export function sendSessionCookie(
  request: Request,
  response: Response,
  { cookie, expiresAt = new Date(Date.now() + SESSION_MS) }: { cookie: string; expiresAt?: Date },
): void {
  response.cookie(SESSION_COOKIE, cookie, { ...optionsFor(request), expires: expiresAt });
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(SESSION_COOKIE, optionsFor(request));
}
