import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { pageOf, taskKeySchema } from '../../operations/schemas/common.ts';
import {
  budgetSchema,
  finishRunSchema,
  listBudgetsQuery,
  listRunsQuery,
  runSchema,
  startRunSchema,
} from '../../operations/schemas/run.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

export const runRoutes = ({ runs, budgets }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/runs',
    tag: 'Runs',
    summary: 'List runs',
    operation: 'runs.read',
    query: listRunsQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(runSchema) } },
    handle: async ({ caller, query }) => ok(await runs.list(caller, query)),
  }),
  defineRoute({
    method: 'post',
    path: '/runs',
    tag: 'Runs',
    summary: 'Start a run',
    operation: 'runs.start',
    body: startRunSchema,
    answers: { 201: { description: 'Set aside: it may run', schema: runSchema } },
    handle: async ({ caller, body, idempotencyKey }) => created(await runs.start(caller, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'post',
    path: '/runs/{id}/finish',
    tag: 'Runs',
    summary: 'Report a run',
    operation: 'runs.finish',
    params: z.object({ id: z.string().max(100) }),
    body: finishRunSchema,
    answers: { 200: { description: 'Settled with its first report', schema: runSchema } },
    handle: async ({ caller, params, body }) => ok(await runs.finish(caller, params.id, body.usage)),
  }),
  defineRoute({
    method: 'get',
    path: '/budgets',
    tag: 'Runs',
    summary: "What is left of the agents' day",
    operation: 'budgets.read',
    query: listBudgetsQuery,
    answers: { 200: { description: 'By name', schema: z.object({ items: z.array(budgetSchema) }) } },
    handle: async ({ caller, query }) => ok({ items: await budgets.list(caller, query.project) }),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/budget',
    tag: 'Runs',
    summary: 'What a task may cost, and what is left of it',
    operation: 'budgets.read',
    params: z.object({ key: taskKeySchema }),
    answers: { 200: { description: 'Its account', schema: budgetSchema } },
    handle: async ({ caller, params }) => ok(await budgets.ofTask(caller, params.key)),
  }),
];
