import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { recommendationsSchema } from '../../operations/schemas/agent.ts';
import { taskKeySchema } from '../../operations/schemas/common.ts';
import { commandResultSchema } from '../../operations/schemas/commands.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byKey = z.object({ key: taskKeySchema });

export const assignmentRoutes = ({ assignment }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/recommendations',
    tag: 'Tasks',
    summary: 'See which agents should take a task, and why',
    operation: 'tasks.read',
    params: byKey,
    answers: { 200: { description: 'The best five, and who cannot take it', schema: recommendationsSchema } },
    handle: async ({ caller, params }) => ok(await assignment.recommend(caller, params.key)),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/auto-assign',
    tag: 'Tasks',
    summary: 'Assign the agent that fits best',
    operation: 'tasks.assign',
    params: byKey,
    body: z.strictObject({}),
    answers: {
      200: { description: 'Assigned: the task as stored', schema: commandResultSchema },
      202: { description: 'Durable, and in the history as soon as that is back', schema: commandResultSchema },
    },
    handle: async ({ caller, params, idempotencyKey }) => {
      const result = await assignment.assign(caller, params.key, idempotencyKey);
      return { status: result.projected ? 200 : 202, body: result };
    },
  }),
];
