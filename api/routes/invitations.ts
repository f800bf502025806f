import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import {
  acceptInvitationSchema,
  createdInvitationSchema,
  invitationSchema,
  inviteSchema,
  personSchema,
  readInvitationQuery,
  readInvitationSchema,
} from '../../operations/schemas/people.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().max(100) });

export const invitationRoutes = ({ invitations }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/people/invitations',
    tag: 'People',
    summary: 'Invite somebody; the link is shown this once',
    operation: 'invitations.create',
    body: inviteSchema,
    answers: { 201: { description: 'Pass the link on', schema: createdInvitationSchema } },
    handle: async ({ caller, body }) => created(await invitations.create(caller, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/people/invitations',
    tag: 'People',
    summary: 'List invitations that are open',
    operation: 'invitations.list',
    answers: { 200: { description: 'Newest first', schema: z.object({ items: z.array(invitationSchema) }) } },
    handle: async ({ caller }) => ok({ items: await invitations.list(caller) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/people/invitations/{id}',
    tag: 'People',
    summary: 'Take an invitation back',
    operation: 'invitations.revoke',
    params: byId,
    answers: { 204: { description: 'Its link works no more', schema: null } },
    handle: async ({ caller, params }) => {
      await invitations.revoke(caller, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/invitations/accept',
    tag: 'Account',
    summary: 'See what an invitation is for',
    operation: 'invitations.read',
    query: readInvitationQuery,
    answers: { 200: { description: 'It holds', schema: readInvitationSchema } },
    handle: async ({ query }) => ok(await invitations.read(query.token)),
  }),
  defineRoute({
    method: 'post',
    path: '/invitations/accept',
    tag: 'Account',
    summary: 'Accept an invitation',
    operation: 'invitations.accept',
    body: acceptInvitationSchema,
    answers: { 201: { description: 'You; sign in with the password now', schema: personSchema } },
    handle: async ({ body }) => created(await invitations.accept(body)),
  }),
];
