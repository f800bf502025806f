import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { watchersSchema, watchSchema } from '../../operations/schemas/attention.ts';
import { taskKeySchema } from '../../operations/schemas/common.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byKey = z.object({ key: taskKeySchema });

export const watchRoutes = ({ watches }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/watch',
    tag: 'Tasks',
    summary: 'Begin or end watching a task',
    operation: 'tasks.watch',
    params: byKey,
    body: watchSchema,
    answers: { 200: { description: 'Who watches it now', schema: watchersSchema } },
    handle: async ({ caller, params, body }) => ok(await watches.set(caller, params.key, body.watch)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/watchers',
    tag: 'Tasks',
    summary: 'List who watches a task',
    operation: 'tasks.read',
    params: byKey,
    answers: { 200: { description: 'Oldest watcher first', schema: watchersSchema } },
    handle: async ({ caller, params }) => ok(await watches.of(caller, params.key)),
  }),
];
