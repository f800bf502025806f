import type { Operations } from '../../operations/operations.ts';
import { executorsSchema, listExecutorsQuery } from '../../operations/schemas/routing.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const executorRoutes = ({ executors }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/executors',
    tag: 'Routing',
    summary: 'See who asks for work of each type, and how much there is',
    operation: 'executors.read',
    query: listExecutorsQuery,
    answers: { 200: { description: 'Every type, also those that nobody runs', schema: executorsSchema } },
    handle: async ({ caller, query }) => ok(await executors.list(caller, query.project)),
  }),
];
