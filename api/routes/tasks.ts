import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { reportFileName } from '../../domain/report/report.ts';
import { commandResultSchema, commandSchemas, publicCommandNames } from '../../operations/schemas/commands.ts';
import { pageOf, pageQuery, taskKeySchema } from '../../operations/schemas/common.ts';
import {
  artifactSchema,
  createTaskSchema,
  editTaskSchema,
  listTasksQuery,
  messageSchema,
  taskCardSchema,
  taskEventSchema,
  taskSchema,
} from '../../operations/schemas/task.ts';
import { artifactUploadQuery } from '../../operations/schemas/execution.ts';
import type { CommandResult, PublicCommandName } from '../../operations/schemas/commands.ts';
import { sendFile } from '../send-file.ts';
import { created, defineRoute, ok, type JsonAnswer, type Route } from '../route.ts';

const byKey = z.object({ key: taskKeySchema });
const pageQuerySchema = z.strictObject(pageQuery);

/** Commands that ask people first where a policy says so, and are carried out by the approval. */
const MAY_WAIT: readonly (PublicCommandName | 'create')[] = ['transition', 'submit', 'create'];

/** 202 says that the command is durable while the history is not caught up yet, or that it waits for people. */
function answered(name: PublicCommandName | 'create', result: CommandResult): JsonAnswer {
  const waits = MAY_WAIT.includes(name) && result.approvalId !== undefined;
  const done = name === 'create' ? 201 : 200;
  return { status: result.projected && !waits ? done : 202, body: result };
}

const COMMAND_ANSWERS = {
  200: { description: 'Done: the task as stored', schema: commandResultSchema },
  202: {
    description:
      'Durable, and in the history as soon as that is back; or, with an approvalId, carried out once approved',
    schema: commandResultSchema,
  },
};

export const taskRoutes = ({ tasks, reports, verification, artifacts }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/tasks',
    tag: 'Tasks',
    summary: 'List and search tasks',
    operation: 'tasks.read',
    query: listTasksQuery,
    answers: { 200: { description: 'Most urgent and oldest first', schema: pageOf(taskCardSchema) } },
    handle: async ({ caller, query }) => ok(await tasks.list(caller, query)),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks',
    tag: 'Tasks',
    summary: 'Create a task',
    operation: 'tasks.create',
    body: createTaskSchema,
    answers: { 201: { description: 'Created', schema: commandResultSchema }, 202: COMMAND_ANSWERS[202] },
    handle: async ({ caller, body, idempotencyKey, response }) => {
      const result = await tasks.create(caller, body, idempotencyKey);
      response.location(`/api/v1/tasks/${result.task.key}`);
      return answered('create', result);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}',
    tag: 'Tasks',
    summary: 'Read a task',
    operation: 'tasks.read',
    params: byKey,
    answers: { 200: { description: 'The task, and what may happen next', schema: taskSchema } },
    handle: async ({ caller, params }) => ok(await tasks.get(caller, params.key)),
  }),
  defineRoute({
    method: 'patch',
    path: '/tasks/{key}',
    tag: 'Tasks',
    summary: 'Edit a task',
    operation: 'tasks.edit',
    params: byKey,
    body: editTaskSchema,
    answers: COMMAND_ANSWERS,
    handle: async ({ caller, params, body, idempotencyKey }) =>
      answered('edit', await tasks.command(caller, params.key, 'edit', body, idempotencyKey)),
  }),
  ...publicCommandNames.map((name) =>
    defineRoute({
      method: 'post',
      path: `/tasks/{key}/commands/${name}`,
      tag: 'Commands',
      summary: `Send the command ${name}`,
      operation: `tasks.${name}`,
      params: byKey,
      body: commandSchemas[name] as z.ZodType,
      answers: COMMAND_ANSWERS,
      handle: async ({ caller, params, body, idempotencyKey }) =>
        answered(name, await tasks.command(caller, params.key, name, body as never, idempotencyKey)),
    }),
  ),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/events',
    tag: 'Tasks',
    summary: 'Read the log of a task',
    operation: 'tasks.read',
    params: byKey,
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: pageOf(taskEventSchema) } },
    handle: async ({ caller, params, query }) => ok(await tasks.events(caller, params.key, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/messages',
    tag: 'Tasks',
    summary: 'Read the thread of a task',
    operation: 'tasks.read',
    params: byKey,
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: pageOf(messageSchema) } },
    handle: async ({ caller, params, query }) => ok(await tasks.messages(caller, params.key, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/workflow',
    tag: 'Operations',
    summary: 'Look at the live workflow of a task',
    operation: 'tasks.inspect',
    params: byKey,
    answers: { 200: { description: 'Pending timers, outbox, history size', schema: z.looseObject({}) } },
    handle: async ({ caller, params }) => ok(await tasks.workflow(caller, params.key)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/verify',
    tag: 'Operations',
    summary: 'Prove that log, document and workflow of a task agree',
    operation: 'tasks.inspect',
    params: byKey,
    answers: {
      200: {
        description: 'No problems means that they do',
        schema: z.object({
          key: z.string(),
          events: z.number().int(),
          lastHash: z.string(),
          problems: z.array(z.string()),
        }),
      },
    },
    handle: async ({ caller, params }) => ok(await verification.task(caller, params.key)),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/report.md',
    tag: 'Reports',
    summary: 'Export the incident report as markdown',
    operation: 'tasks.report',
    params: byKey,
    answers: { 200: { description: 'A file', schema: z.string(), mediaType: 'text/markdown' } },
    handle: async ({ caller, params, response }) => {
      const parts = await reports.parts(caller, params.key, 'md');
      await sendFile(response, parts, { name: reportFileName(params.key, 'md'), type: 'text/markdown' });
      return undefined;
    },
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{key}/report.json',
    tag: 'Reports',
    summary: 'Export the incident report as JSON',
    operation: 'tasks.report',
    params: byKey,
    answers: { 200: { description: 'A file', schema: z.looseObject({}) } },
    handle: async ({ caller, params, response }) => {
      const parts = await reports.parts(caller, params.key, 'json');
      await sendFile(response, parts, { name: reportFileName(params.key, 'json'), type: 'application/json' });
      return undefined;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/tasks/{key}/artifacts',
    tag: 'Tasks',
    summary: 'Upload a file for a task',
    operation: 'tasks.upload',
    params: byKey,
    query: artifactUploadQuery,
    takesFile: true,
    answers: { 201: { description: 'Stored', schema: artifactSchema } },
    handle: async ({ caller, params, query, request }) => {
      const type = request.get('Content-Type') ?? 'application/octet-stream';
      return created(await artifacts.uploadForTask(caller, params.key, { name: query.name, type, bytes: request }));
    },
  }),
];
