import type { CookieOptions } from 'express';
import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { readSessionCookie, SESSION_COOKIE } from '../authentication.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const signInSchema = z.strictObject({ token: z.string().min(1).max(500) });

const sessionSchema = z.object({
  actor: z.object({ kind: z.literal('HUMAN'), id: z.string(), name: z.string(), role: z.string() }),
});

/** Signing a browser in and out: a person's token is exchanged for an HttpOnly cookie. */
export const sessionRoutes = ({ credentials }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/session',
    tag: 'Session',
    summary: 'Sign in',
    operation: 'session.signIn',
    body: signInSchema,
    answers: { 200: { description: 'Signed in: the cookie is set', schema: sessionSchema } },
    handle: async ({ body, request, response }) => {
      const { caller, cookie, expiresAt } = await credentials.signIn(body.token);
      response.cookie(SESSION_COOKIE, cookie, { ...cookieOptions(request.secure), expires: expiresAt });
      return ok({ actor: caller.actor });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/session',
    tag: 'Session',
    summary: 'See who is signed in',
    operation: 'session.read',
    answers: { 200: { description: 'You', schema: sessionSchema } },
    handle: async ({ caller }) => ok({ actor: caller.actor }),
  }),
  defineRoute({
    method: 'delete',
    path: '/session',
    tag: 'Session',
    summary: 'Sign out',
    operation: 'session.signOut',
    answers: { 204: { description: 'Signed out', schema: null } },
    handle: async ({ request, response }) => {
      const cookie = readSessionCookie(request);
      if (cookie !== undefined) await credentials.signOut(cookie);
      response.clearCookie(SESSION_COOKIE, cookieOptions(request.secure));
      return { status: 204 };
    },
  }),
];

const cookieOptions = (secure: boolean): CookieOptions => ({ httpOnly: true, sameSite: 'strict', secure, path: '/' });
