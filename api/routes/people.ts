import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { editPersonSchema, personSchema, setMemberSchema } from '../../operations/schemas/people.ts';
import { memberSchema } from '../../operations/schemas/project.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().max(100) });
const MEMBERS = { description: 'People first', schema: z.object({ items: z.array(memberSchema) }) };

export const peopleRoutes = ({ people, members }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/people',
    tag: 'People',
    summary: 'List everybody',
    operation: 'people.list',
    answers: { 200: { description: 'By name', schema: z.object({ items: z.array(personSchema) }) } },
    handle: async ({ caller }) => ok({ items: await people.list(caller) }),
  }),
  defineRoute({
    method: 'patch',
    path: '/people/{id}',
    tag: 'People',
    summary: 'Change what somebody may reach, disable them, or let them back in',
    operation: 'people.edit',
    params: byId,
    body: editPersonSchema,
    answers: { 200: { description: 'The person', schema: personSchema } },
    handle: async ({ caller, params, body }) => ok(await people.edit(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/members',
    tag: 'Projects',
    summary: 'Give somebody who is here a role in a project, or take it away',
    operation: 'members.edit',
    params: z.object({ slug: projectSlug }),
    body: setMemberSchema,
    answers: { 200: MEMBERS },
    handle: async ({ caller, params, body }) => {
      await people.setMember(caller, params.slug, body);
      return ok({ items: await members.of(params.slug) });
    },
  }),
];
