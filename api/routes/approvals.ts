import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import {
  approvalViewSchema,
  decideApprovalSchema,
  decidedManySchema,
  decideManySchema,
  decisionChainSchema,
  delegateApprovalSchema,
  listApprovalsQuery,
  readApprovalQuery,
} from '../../operations/schemas/approval.ts';
import { commandResultSchema, type CommandResult } from '../../operations/schemas/commands.ts';
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
    answers: {
      200: {
        description: 'Pending first, the next to expire on top; then closed ones, newest first',
        schema: pageOf(approvalViewSchema),
      },
    },
    handle: async ({ caller, query }) => ok(await approvals.list(caller, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/approvals/{id}',
    tag: 'Approvals',
    summary: 'Read an approval, or wait until it is decided',
    operation: 'approvals.read',
    params: byId,
    query: readApprovalQuery,
    answers: {
      200: { description: 'The approval; still pending if nobody has decided by then', schema: approvalViewSchema },
    },
    handle: async ({ caller, params, query, signal }) =>
      ok(await approvals.get(caller, params.id, { ...query, signal })),
  }),
  defineRoute({
    method: 'get',
    path: '/approvals/{id}/chain',
    tag: 'Approvals',
    summary: 'Read who asked, was told, handed on and decided, and what followed',
    operation: 'approvals.read',
    params: byId,
    answers: { 200: { description: 'Oldest first', schema: decisionChainSchema } },
    handle: async ({ caller, params }) => ok(await approvals.chain(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/approvals/decide',
    tag: 'Approvals',
    summary: 'Approve or deny several approvals, each by itself',
    operation: 'tasks.decideApproval',
    body: decideManySchema,
    answers: { 200: { description: 'What became of each, also where it was refused', schema: decidedManySchema } },
    handle: async ({ caller, body, idempotencyKey }) => ok(await approvals.decideMany(caller, body, idempotencyKey)),
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
    handle: async ({ caller, params, body, idempotencyKey }) =>
      answered(await approvals.decide(caller, params.id, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'post',
    path: '/approvals/{id}/delegate',
    tag: 'Approvals',
    summary: 'Leave the decision to those with a role',
    operation: 'tasks.delegateApproval',
    params: byId,
    body: delegateApprovalSchema,
    answers: {
      200: { description: 'Handed on', schema: commandResultSchema },
      202: { description: 'Durable, and in the history as soon as that is back', schema: commandResultSchema },
    },
    handle: async ({ caller, params, body, idempotencyKey }) =>
      answered(await approvals.delegate(caller, params.id, body, idempotencyKey)),
  }),
];

const answered = (result: CommandResult) => ({ status: result.projected ? 200 : 202, body: result });
