import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { taskKeySchema } from '../../operations/schemas/common.ts';
import { simulateSchema, simulationSchema, whyQuery, whySchema } from '../../operations/schemas/why.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byKey = z.object({ key: taskKeySchema });

export const whyRoutes = ({ why }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/why',
    tag: 'Tasks',
    summary: 'Say why a task stands where it does',
    operation: 'tasks.read',
    params: byKey,
    query: whyQuery,
    answers: { 200: { description: 'What it waits for, and what an actor could do', schema: whySchema } },
    handle: async ({ caller, params, query }) => ok(await why.why(caller, params.key, query.actor)),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/simulate',
    tag: 'Tasks',
    summary: 'Try an action on a task without doing it',
    operation: 'tasks.simulate',
    params: byKey,
    body: simulateSchema,
    answers: { 200: { description: 'What would happen', schema: simulationSchema } },
    handle: async ({ caller, params, body }) => ok(await why.simulate(caller, params.key, body)),
  }),
];
