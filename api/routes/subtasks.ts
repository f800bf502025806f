import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { taskKeySchema } from '../../operations/schemas/common.ts';
import { subtasksSchema } from '../../operations/schemas/task.ts';
import { defineRoute, ok, type Route } from '../route.ts';

export const subtaskRoutes = ({ subtasks }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/subtasks',
    tag: 'Tasks',
    summary: 'Read what a task belongs to, what belongs to it, and what waits for what',
    operation: 'tasks.read',
    params: z.object({ key: taskKeySchema }),
    answers: { 200: { description: 'The tasks around it, and what all below it has cost', schema: subtasksSchema } },
    handle: async ({ caller, params }) => ok(await subtasks.of(caller, params.key)),
  }),
];
