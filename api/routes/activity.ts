import type { Operations } from '../../operations/operations.ts';
import { activitySchema, listActivityQuery } from '../../operations/schemas/attention.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const activityRoutes = ({ activity }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/activity',
    tag: 'Activity',
    summary: 'List what happened, in tasks and outside of them',
    operation: 'activity.read',
    query: listActivityQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(activitySchema) } },
    handle: async ({ caller, query }) => ok(await activity.list(caller, query)),
  }),
];
