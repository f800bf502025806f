import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug, taskKeySchema } from '../../operations/schemas/common.ts';
import {
  replaceRoutingSchema,
  routePreviewSchema,
  routingSchema,
  routingTrialSchema,
  tryRoutingSchema,
} from '../../operations/schemas/routing.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const RULES = { 200: { description: 'The rules, in the order in which they are tried', schema: routingSchema } };

export const routingRoutes = ({ routing }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/routing',
    tag: 'Routing',
    summary: 'Read the routing rules of a project',
    operation: 'routing.read',
    params: bySlug,
    answers: RULES,
    handle: async ({ caller, params }) => ok(await routing.get(caller, params.slug)),
  }),
  defineRoute({
    method: 'put',
    path: '/projects/{slug}/routing',
    tag: 'Routing',
    summary: 'Replace the routing rules of a project',
    operation: 'routing.edit',
    params: bySlug,
    body: replaceRoutingSchema,
    answers: RULES,
    handle: async ({ caller, params, body }) => ok(await routing.replace(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/routing/try-out',
    tag: 'Routing',
    summary: 'See what other rules would choose for the newest tasks',
    operation: 'routing.tryOut',
    params: bySlug,
    body: tryRoutingSchema,
    answers: { 200: { description: 'Those that change first', schema: routingTrialSchema } },
    handle: async ({ caller, params, body }) => ok(await routing.tryOut(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/route',
    tag: 'Routing',
    summary: 'Preview which executor a task would get, and why not another one',
    operation: 'tasks.read',
    params: z.object({ key: taskKeySchema }),
    answers: { 200: { description: 'The route, and what was skipped', schema: routePreviewSchema } },
    handle: async ({ caller, params }) => ok(await routing.preview(caller, params.key)),
  }),
];
