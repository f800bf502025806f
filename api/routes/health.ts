import type { Operations } from '../../operations/operations.ts';
import { healthSchema } from '../../operations/health.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const healthRoutes = ({ health }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/health',
    tag: 'Operations',
    summary: 'See what works',
    operation: 'health.read',
    answers: { 200: { description: 'Each component, asked anew', schema: healthSchema } },
    handle: async () => ok(await health()),
  }),
];
