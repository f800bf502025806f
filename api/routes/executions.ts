import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import {
  artifactUploadQuery,
  claimedSchema,
  claimSchema,
  completeSchema,
  emptySchema,
  executionViewSchema,
  failSchema,
  heartbeatAnswerSchema,
  heartbeatSchema,
  listExecutionsQuery,
  reportAnswerSchema,
  toolCallAnswerSchema,
  toolCallSchema,
  toolDecisionQuery,
  toolDecisionSchema,
} from '../../operations/schemas/execution.ts';
import { artifactSchema } from '../../operations/schemas/task.ts';
import { isPicture } from '../../domain/task/artifact.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().max(100) });
/** Names the circuits that an executor is asked to close, with commas between. */
const RESET_HEADER = 'Mission-Control-Reset';
const REPORTED = { 200: { description: 'Taken', schema: reportAnswerSchema } };

export const executionRoutes = ({ claims, executions, toolCalls, artifacts }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/executions',
    tag: 'Executions',
    summary: 'List executions',
    operation: 'executions.read',
    query: listExecutionsQuery,
    answers: { 200: { description: 'Most urgent and oldest first', schema: pageOf(executionViewSchema) } },
    handle: async ({ caller, query }) => ok(await executions.list(caller, query)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/claim',
    tag: 'Executor protocol',
    summary: 'Claim work',
    operation: 'executions.claim',
    body: claimSchema,
    answers: {
      200: { description: 'Work, with a token for it', schema: claimedSchema },
      204: { description: 'Nothing came in time', schema: null },
    },
    handle: async ({ caller, body, signal, response }) => {
      const { claimed, resets } = await claims.claim(caller, body, signal);
      if (resets.length > 0) response.set(RESET_HEADER, resets.join(','));
      return claimed ? ok(claimed) : { status: 204 };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/executions/{id}',
    tag: 'Executions',
    summary: 'Read an execution',
    operation: 'executions.read',
    params: byId,
    answers: { 200: { description: 'The execution', schema: executionViewSchema } },
    handle: async ({ caller, params }) => ok(await executions.get(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/take',
    tag: 'Executions',
    summary: 'Take manual work',
    operation: 'executions.take',
    params: byId,
    body: emptySchema,
    answers: { 200: { description: 'It is yours', schema: executionViewSchema } },
    handle: async ({ caller, params }) => ok(await executions.take(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/heartbeat',
    tag: 'Executor protocol',
    summary: 'Keep the lease and report progress',
    operation: 'executions.work',
    params: byId,
    body: heartbeatSchema,
    answers: { 200: { description: 'Whether to go on', schema: heartbeatAnswerSchema } },
    handle: async ({ caller, params, body }) => ok(await executions.heartbeat(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/tool-calls',
    tag: 'Executor protocol',
    summary: 'Ask whether a tool may be used',
    operation: 'executions.work',
    params: byId,
    body: toolCallSchema,
    answers: { 200: { description: 'The decision of the policy', schema: toolCallAnswerSchema } },
    handle: async ({ caller, params, body, idempotencyKey }) =>
      ok(await toolCalls.check(caller, params.id, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'get',
    path: '/executions/{id}/tool-calls/{approvalId}',
    tag: 'Executor protocol',
    summary: 'Wait for a decision on a tool call',
    operation: 'executions.work',
    params: z.object({ id: z.string().max(100), approvalId: z.string().max(100) }),
    query: toolDecisionQuery,
    answers: { 200: { description: 'The decision, or PENDING', schema: toolDecisionSchema } },
    handle: async ({ caller, params, query, signal }) =>
      ok(await toolCalls.decision(caller, params.id, params.approvalId, { ...query, signal })),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/artifacts',
    tag: 'Executor protocol',
    summary: 'Upload a file of an execution',
    operation: 'executions.work',
    params: byId,
    query: artifactUploadQuery,
    takesFile: true,
    answers: { 201: { description: 'Stored', schema: artifactSchema } },
    handle: async ({ caller, params, query, request }) => {
      const type = request.get('Content-Type') ?? 'application/octet-stream';
      const upload = { name: query.name, type, bytes: request };
      return created(await artifacts.uploadForExecution(caller, params.id, upload));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/complete',
    tag: 'Executor protocol',
    summary: 'Hand in the result',
    operation: 'executions.report',
    params: byId,
    body: completeSchema,
    answers: REPORTED,
    handle: async ({ caller, params, body }) => ok(await executions.complete(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/fail',
    tag: 'Executor protocol',
    summary: 'Report a failure',
    operation: 'executions.report',
    params: byId,
    body: failSchema,
    answers: REPORTED,
    handle: async ({ caller, params, body }) => ok(await executions.fail(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/release',
    tag: 'Executor protocol',
    summary: 'Hand work back',
    operation: 'executions.report',
    params: byId,
    body: emptySchema,
    answers: REPORTED,
    handle: async ({ caller, params }) => ok(await executions.release(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/executions/{id}/canceled',
    tag: 'Executor protocol',
    summary: 'Confirm that work has stopped',
    operation: 'executions.work',
    params: byId,
    body: emptySchema,
    answers: REPORTED,
    handle: async ({ caller, params }) => ok(await executions.confirmCancellation(caller, params.id)),
  }),
  defineRoute({
    method: 'get',
    path: '/artifacts/{id}',
    tag: 'Executions',
    summary: 'Download a file',
    operation: 'artifacts.read',
    params: byId,
    answers: { 200: { description: 'The bytes', schema: z.string(), mediaType: 'application/octet-stream' } },
    handle: async ({ caller, params, response }) => {
      const { artifact, bytes } = await artifacts.open(caller, params.id);
      // Whatever an executor uploaded must not run in a browser that opens it; a picture can be shown, and cannot run.
      response.attachment(artifact.name).type(isPicture(artifact) ? artifact.type : 'application/octet-stream');
      response
        .set('Content-Length', String(artifact.size))
        // Compressed on the way, a large file would come slower, and without its length.
        .set('Cache-Control', 'no-store, no-transform')
        .set('Content-Security-Policy', "sandbox; default-src 'none'");
      bytes.on('error', (error) => response.destroy(error)).pipe(response);
      return undefined;
    },
  }),
];
