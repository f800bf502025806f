import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { pageOf, projectSlug } from '../../operations/schemas/common.ts';
import {
  keptStandupSchema,
  listStandupsQuery,
  standupFormQuery,
  standupSchema,
  standupSummarySchema,
} from '../../operations/schemas/standup.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const byId = z.object({ id: z.string().max(100) });

export const standupRoutes = ({ standups }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/standup',
    tag: 'Standups',
    summary: 'Read the standup of a project as it is now',
    operation: 'standups.read',
    params: bySlug,
    answers: { 200: { description: 'The last 24 hours, and what waits for people', schema: standupSchema } },
    handle: async ({ caller, params }) => ok(await standups.now(caller, params.slug)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/standup.md',
    tag: 'Standups',
    summary: 'Read the standup of a project, or its brief, as markdown',
    operation: 'standups.read',
    params: bySlug,
    query: standupFormQuery,
    answers: { 200: { description: 'A text', schema: z.string(), mediaType: 'text/markdown' } },
    handle: async ({ caller, params, query, response }) => {
      response.type('text/markdown').send(await standups.markdown(caller, params.slug, query.form));
      return undefined;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/standups',
    tag: 'Standups',
    summary: 'List the standups that were kept',
    operation: 'standups.read',
    params: bySlug,
    query: listStandupsQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(standupSummarySchema) } },
    handle: async ({ caller, params, query }) => ok(await standups.list(caller, params.slug, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/standups/{id}',
    tag: 'Standups',
    summary: 'Read a standup that was kept',
    operation: 'standups.read',
    params: byId,
    answers: { 200: { description: 'As it was then', schema: keptStandupSchema } },
    handle: async ({ caller, params }) => ok(await standups.get(caller, params.id)),
  }),
];
