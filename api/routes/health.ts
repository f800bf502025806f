import type { Operations } from '../../operations/operations.ts';
import { healthSchema, healthWorkSchema, requestTroubleSchema } from '../../operations/health.ts';
import type { RequestTroubles } from '../request-trouble.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const healthRoutes = ({ health, healthWork }: Operations, troubles: RequestTroubles): Route[] => [
  defineRoute({
    method: 'get',
    path: '/health',
    tag: 'Operations',
    summary: 'See what works',
    operation: 'health.read',
    answers: { 200: { description: 'Each component, asked anew', schema: healthSchema } },
    handle: async () => ok(await health()),
  }),
  defineRoute({
    method: 'get',
    path: '/health/work',
    tag: 'Operations',
    summary: 'See what waits in the task queue, and which workflows ended badly',
    operation: 'health.read',
    answers: { 200: { description: 'As Temporal says', schema: healthWorkSchema } },
    handle: async () => ok(await healthWork()),
  }),
  defineRoute({
    method: 'get',
    path: '/health/requests',
    tag: 'Operations',
    summary: 'See which requests failed or were slow in the last hour',
    operation: 'health.read',
    answers: { 200: { description: 'As the process that answers has seen it', schema: requestTroubleSchema } },
    handle: async () => ok(troubles.report()),
  }),
];
