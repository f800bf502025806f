import type { Operations } from '../../operations/operations.ts';
import { completeSetupSchema, personSchema, setupSchema } from '../../operations/schemas/people.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

/** The first ADMIN, by the one-time link that the installation prints. */
export const setupRoutes = ({ setup }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/setup',
    tag: 'Account',
    summary: 'See whether an ADMIN has a password',
    operation: 'setup.read',
    answers: { 200: { description: 'Without one, the set-up link is next', schema: setupSchema } },
    handle: async () => ok({ isSetUp: await setup.isSetUp() }),
  }),
  defineRoute({
    method: 'post',
    path: '/setup',
    tag: 'Account',
    summary: 'Become the first ADMIN, with the token of the set-up link',
    operation: 'setup.complete',
    body: completeSetupSchema,
    answers: { 201: { description: 'You; sign in with the password now', schema: personSchema } },
    handle: async ({ body }) => created(await setup.complete(body)),
  }),
];
