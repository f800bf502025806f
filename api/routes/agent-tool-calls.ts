import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { taskKeySchema } from '../../operations/schemas/common.ts';
import {
  toolCallAnswerSchema,
  toolCallSchema,
  toolDecisionQuery,
  toolDecisionSchema,
} from '../../operations/schemas/execution.ts';
import { defineRoute, ok, type Route } from '../route.ts';

/** For agents that work on a task by themselves; executions ask at their own address. */
export const agentToolCallRoutes = ({ agentToolCalls }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/tool-calls',
    tag: 'Agents',
    summary: 'Ask whether a tool may be used for a task, with the key of its agent',
    operation: 'tasks.useTool',
    params: z.object({ key: taskKeySchema }),
    body: toolCallSchema,
    answers: { 200: { description: 'The decision of the policy', schema: toolCallAnswerSchema } },
    handle: async ({ caller, params, body, idempotencyKey }) =>
      ok(await agentToolCalls.check(caller, params.key, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/tool-calls/{approvalId}',
    tag: 'Agents',
    summary: 'Wait for a decision on a tool call of an agent',
    operation: 'tasks.useTool',
    params: z.object({ key: taskKeySchema, approvalId: z.string().max(100) }),
    query: toolDecisionQuery,
    answers: { 200: { description: 'The decision, or PENDING', schema: toolDecisionSchema } },
    handle: async ({ caller, params, query, signal }) =>
      ok(await agentToolCalls.decision(caller, params.key, params.approvalId, { ...query, signal })),
  }),
];
