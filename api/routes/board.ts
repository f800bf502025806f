import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import {
  boardQuery,
  chooseViewsSchema,
  createViewSchema,
  editViewSchema,
  lanesQuery,
  lanesSchema,
  viewSchema,
  viewsSchema,
} from '../../operations/schemas/board.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { boardSchema } from '../../operations/schemas/project.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const byId = z.object({ slug: projectSlug, id: z.string().max(100) });

export const boardRoutes = ({ tasks, boardViews }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/board',
    tag: 'Board',
    summary: 'Read the board of a project',
    operation: 'tasks.read',
    params: bySlug,
    query: boardQuery,
    answers: { 200: { description: 'True totals, and the first cards of each column', schema: boardSchema } },
    handle: async ({ caller, params, query }) => ok(await tasks.board(caller, params.slug, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/lanes',
    tag: 'Board',
    summary: 'Count what a board falls apart into by assignee, priority or label',
    operation: 'tasks.read',
    params: bySlug,
    query: lanesQuery,
    answers: { 200: { description: 'True totals', schema: lanesSchema } },
    handle: async ({ caller, params, query }) => ok(await tasks.lanes(caller, params.slug, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/views',
    tag: 'Board',
    summary: 'List the named views of a board',
    operation: 'views.read',
    params: bySlug,
    answers: { 200: { description: 'Those shared in the project and the own ones', schema: viewsSchema } },
    handle: async ({ caller, params }) => ok(await boardViews.list(caller, params.slug)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/views',
    tag: 'Board',
    summary: 'Name a view of a board',
    operation: 'views.edit',
    params: bySlug,
    body: createViewSchema,
    answers: { 201: { description: 'Created', schema: viewSchema } },
    handle: async ({ caller, params, body, idempotencyKey }) =>
      created(await boardViews.create(caller, params.slug, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'put',
    path: '/projects/{slug}/views/choice',
    tag: 'Board',
    summary: 'Arrange the views for oneself, and choose what the board opens with',
    operation: 'views.edit',
    params: bySlug,
    body: chooseViewsSchema,
    answers: { 200: { description: 'The views in their new order', schema: viewsSchema } },
    handle: async ({ caller, params, body }) => ok(await boardViews.choose(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'patch',
    path: '/projects/{slug}/views/{id}',
    tag: 'Board',
    summary: 'Rename, share or change a view',
    operation: 'views.edit',
    params: byId,
    body: editViewSchema,
    answers: { 200: { description: 'The view as it is now', schema: viewSchema } },
    handle: async ({ caller, params, body }) => ok(await boardViews.edit(caller, params.slug, params.id, body)),
  }),
  defineRoute({
    method: 'delete',
    path: '/projects/{slug}/views/{id}',
    tag: 'Board',
    summary: 'Delete a view',
    operation: 'views.edit',
    params: byId,
    answers: { 204: { description: 'It is not there any more', schema: null } },
    handle: async ({ caller, params }) => {
      await boardViews.remove(caller, params.slug, params.id);
      return { status: 204 };
    },
  }),
];
