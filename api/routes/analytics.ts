import type { Operations } from '../../operations/operations.ts';
import {
  backtestSchema,
  costsQuery,
  costsSchema,
  flowSchema,
  forecastSchema,
  performanceSchema,
  projectQuery,
  projectsQuery,
} from '../../operations/schemas/analytics.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const analyticsRoutes = ({ costs, forecasts, flow, performance }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/analytics/costs',
    tag: 'Analytics',
    summary: 'Read what runs cost',
    operation: 'analytics.read',
    query: costsQuery,
    answers: {
      200: { description: 'By day, agent, model, type and task; of all projects without one', schema: costsSchema },
    },
    handle: async ({ caller, query }) => ok(await costs.read(caller, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/analytics/forecast',
    tag: 'Analytics',
    summary: 'Read what the month will cost',
    operation: 'analytics.read',
    query: projectsQuery,
    answers: { 200: { description: 'With how it was computed; of all projects without one', schema: forecastSchema } },
    handle: async ({ caller, query }) => ok(await forecasts.read(caller, query.project)),
  }),
  defineRoute({
    method: 'get',
    path: '/analytics/flow',
    tag: 'Analytics',
    summary: 'Read how long work takes and where it waits',
    operation: 'analytics.read',
    query: projectsQuery,
    answers: { 200: { description: 'Of the last 30 days', schema: flowSchema } },
    handle: async ({ caller, query }) => ok(await flow.read(caller, query.project)),
  }),
  defineRoute({
    method: 'get',
    path: '/analytics/performance',
    tag: 'Analytics',
    summary: 'Read how agents did',
    operation: 'analytics.read',
    query: projectsQuery,
    answers: { 200: { description: 'By agent, type and executor', schema: performanceSchema } },
    handle: async ({ caller, query }) => ok(await performance.read(caller, query.project)),
  }),
  defineRoute({
    method: 'get',
    path: '/analytics/backtest',
    tag: 'Analytics',
    summary: 'Replay history: what learning would have chosen, and how that would have gone',
    operation: 'analytics.read',
    query: projectQuery,
    answers: { 200: { description: 'Choices of executors and of agents', schema: backtestSchema } },
    handle: async ({ caller, query }) => ok(await performance.backtest(caller, query.project)),
  }),
];
