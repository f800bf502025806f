import type { Operations } from '../../operations/operations.ts';
import { sessionSchema, signInSchema } from '../../operations/schemas/people.ts';
import { readSessionCookie, usesSessionCookie } from '../authentication.ts';
import { defineRoute, ok, type Route } from '../route.ts';
import { clearSessionCookie, sendSessionCookie } from '../session-cookie.ts';

/** Signing a browser in and out. */
export const sessionRoutes = ({ accounts }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/session',
    tag: 'Session',
    summary: 'Sign in with e-mail address and password, or with a personal key',
    operation: 'session.signIn',
    body: signInSchema,
    answers: { 200: { description: 'Signed in: the cookie is set', schema: sessionSchema } },
    handle: async ({ body, request, response }) => {
      const { view, ...opened } = await accounts.signIn(body);
      sendSessionCookie(request, response, opened);
      return ok(view);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/session',
    tag: 'Session',
    summary: 'See who is signed in',
    operation: 'session.read',
    answers: { 200: { description: 'You, and what you may reach', schema: sessionSchema } },
    handle: async ({ caller, request, response }) => {
      const view = await accounts.session(caller);
      // The session lives longer by being used; the cookie has to live as long.
      const cookie = usesSessionCookie(request) ? readSessionCookie(request) : undefined;
      if (cookie !== undefined) sendSessionCookie(request, response, { cookie });
      return ok(view);
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/session',
    tag: 'Session',
    summary: 'Sign out',
    operation: 'session.signOut',
    answers: { 204: { description: 'Signed out', schema: null } },
    handle: async ({ caller, request, response }) => {
      await accounts.signOut(caller, readSessionCookie(request));
      clearSessionCookie(request, response);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/session/sign-out-everywhere',
    tag: 'Session',
    summary: 'End all your sessions, this one too',
    operation: 'session.signOutEverywhere',
    answers: { 204: { description: 'Signed out everywhere', schema: null } },
    handle: async ({ caller, request, response }) => {
      await accounts.signOutEverywhere(caller);
      clearSessionCookie(request, response);
      return { status: 204 };
    },
  }),
];
