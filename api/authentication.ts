import type { Request } from 'express';
import type { Caller } from '../operations/caller.ts';
import type { Credentials } from '../operations/credentials.ts';
import { OperationError } from '../operations/errors.ts';

export const SESSION_COOKIE = 'mission_control_session';

/** Who calls, from the bearer token or the session cookie. @throws UNAUTHENTICATED, FORBIDDEN */
export async function authenticate(request: Request, credentials: Credentials): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [scheme, token] = authorization.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) {
      throw new OperationError('UNAUTHENTICATED', 'the Authorization header must be "Bearer <token>"');
    }
    return credentials.ofBearer(token);
  }
  const cookie = readSessionCookie(request);
  if (cookie === undefined) throw new OperationError('UNAUTHENTICATED', 'sign in, or send a bearer token');
  requireSameOrigin(request);
  return credentials.ofSession(cookie);
}

/** A bearer token wins over a cookie. */
export const usesSessionCookie = ({ headers }: Request): boolean => headers.authorization === undefined;

export function readSessionCookie(request: Request): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = cookies.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return found?.slice(SESSION_COOKIE.length + 1);
}

const OUR_OWN_PAGES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Another site must not be able to use a person's cookie, even in a browser that ignores SameSite.
 * @param what must come from our own pages, in words. @throws FORBIDDEN
 */
export function requireSameOrigin(request: Request, what = 'requests with a session cookie'): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host } = request.headers;
  const isSame = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  const site = request.get('Sec-Fetch-Site');
  const isOurs = site === undefined || OUR_OWN_PAGES.has(site);
  if (!isSame || !isOurs) throw new OperationError('FORBIDDEN', `${what} must come from our own pages`);
}
