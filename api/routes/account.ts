import type { Operations } from '../../operations/operations.ts';
import { changePasswordSchema, editAccountSchema, sessionSchema } from '../../operations/schemas/people.ts';
import { readSessionCookie } from '../authentication.ts';
import { defineRoute, ok, type Route } from '../route.ts';

/** What people change about themselves. */
export const accountRoutes = ({ accounts }: Operations): Route[] => [
  defineRoute({
    method: 'patch',
    path: '/account',
    tag: 'Account',
    summary: 'Change your name',
    operation: 'account.edit',
    body: editAccountSchema,
    answers: { 200: { description: 'You, and what you may reach', schema: sessionSchema } },
    handle: async ({ caller, body }) => ok(await accounts.edit(caller, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/account/password',
    tag: 'Account',
    summary: 'Change your password; your other sessions end',
    operation: 'account.changePassword',
    body: changePasswordSchema,
    answers: { 204: { description: 'Changed', schema: null } },
    handle: async ({ caller, body, request }) => {
      await accounts.changePassword(caller, body, readSessionCookie(request));
      return { status: 204 };
    },
  }),
];
