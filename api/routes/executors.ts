import type { Operations } from '../../operations/operations.ts';
import { z } from 'zod';
import { EXECUTOR_TYPES } from '../../domain/task/vocabulary.ts';
import {
  circuitsResetSchema,
  executorsSchema,
  listExecutorsQuery,
  resetCircuitsSchema,
} from '../../operations/schemas/routing.ts';
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
  defineRoute({
    method: 'post',
    path: '/executors/{executor}/reset-circuits',
    tag: 'Routing',
    summary: 'Let executors call an outside service again at once',
    operation: 'executors.reset',
    params: z.object({ executor: z.enum(EXECUTOR_TYPES) }),
    body: resetCircuitsSchema,
    answers: { 200: { description: 'They hear of it with their next claim', schema: circuitsResetSchema } },
    handle: async ({ caller, params, body }) => ok(await executors.resetCircuits(caller, params.executor, body)),
  }),
];
