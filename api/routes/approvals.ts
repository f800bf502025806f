import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { approvalViewSchema, decideApprovalSchema, listApprovalsQuery } from '../../operations/schemas/approval.ts';
import { commandResultSchema } from '../../operations/schemas/commands.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().max(100) });

export const approvalRoutes = ({ approvals }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/approvals',
    tag: 'Approvals',
    summary: 'List approvals',
    operation: 'approvals.read',
    query: listApprovalsQuery,
    answers: { 200: { description: 'Pending first, the next to expire on top', schema: pageOf(approvalViewSchema) } },
    handle: async ({ caller, query }) => ok(await approvals.list(caller, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/approvals/{id}',
    tag: 'Approvals',
    summary: 'Read an approval',
    operation: 'approvals.read',
    params: byId,
    answers: { 200: { description: 'The approval', schema: approvalViewSchema } },
    handle: async ({ caller, params }) => ok(await approvals.get(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/approvals/{id}/decide',
    tag: 'Approvals',
    summary: 'Approve or deny',
    operation: 'tasks.decideApproval',
    params: byId,
    body: decideApprovalSchema,
    answers: {
      200: { description: 'Decided: the task goes on by itself', schema: commandResultSchema },
      202: { description: 'Durable, and in the history as soon as that is back', schema: commandResultSchema },
    },
    handle: async ({ caller, params, body, idempotencyKey }) => {
      const result = await approvals.decide(caller, params.id, body, idempotencyKey);
      return { status: result.projected ? 200 : 202, body: result };
    },
  }),
];
