import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { pageOf, projectSlug } from '../../operations/schemas/common.ts';
import {
  createRecurringTaskSchema,
  editRecurringTaskSchema,
  listOccurrencesQuery,
  occurrenceSchema,
  pauseRecurringTaskSchema,
  previewRecurrenceSchema,
  recurrencePreviewSchema,
  recurringTaskSchema,
} from '../../operations/schemas/recurring.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const byId = z.object({ id: z.string().max(100) });
const RECURRING_TASK = { 200: { description: 'As it is now', schema: recurringTaskSchema } };

export const recurringTaskRoutes = (operations: Operations): Route[] => [
  ...settingRoutes(operations),
  ...orderRoutes(operations),
];

const settingRoutes = ({ recurringTasks }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/recurring-tasks',
    tag: 'Recurring tasks',
    summary: 'List the tasks that are made again and again in a project, or at a time to come',
    operation: 'recurringTasks.read',
    params: bySlug,
    answers: { 200: { description: 'Oldest first', schema: z.object({ items: z.array(recurringTaskSchema) }) } },
    handle: async ({ caller, params }) => ok({ items: await recurringTasks.list(caller, params.slug) }),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/recurring-tasks',
    tag: 'Recurring tasks',
    summary: 'Set up a recurring task',
    operation: 'recurringTasks.edit',
    params: bySlug,
    body: createRecurringTaskSchema,
    answers: { 201: { description: 'Made from its next time on', schema: recurringTaskSchema } },
    handle: async ({ caller, params, body, idempotencyKey }) =>
      created(await recurringTasks.create(caller, params.slug, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/recurring-tasks/preview',
    tag: 'Recurring tasks',
    summary: 'Tell the next times of a recurring task that is not set up yet',
    operation: 'recurringTasks.edit',
    params: bySlug,
    body: previewRecurrenceSchema,
    answers: { 200: { description: 'In words, and the next five times', schema: recurrencePreviewSchema } },
    handle: async ({ caller, params, body }) => ok(await recurringTasks.preview(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/recurring-tasks/{id}',
    tag: 'Recurring tasks',
    summary: 'Read a recurring task, also one that was removed',
    operation: 'recurringTasks.read',
    params: byId,
    answers: RECURRING_TASK,
    handle: async ({ caller, params }) => ok(await recurringTasks.get(caller, params.id)),
  }),
  defineRoute({
    method: 'patch',
    path: '/recurring-tasks/{id}',
    tag: 'Recurring tasks',
    summary: 'Change a recurring task',
    operation: 'recurringTasks.edit',
    params: byId,
    body: editRecurringTaskSchema,
    answers: RECURRING_TASK,
    handle: async ({ caller, params, body }) => ok(await recurringTasks.edit(caller, params.id, body)),
  }),
  defineRoute({
    method: 'delete',
    path: '/recurring-tasks/{id}',
    tag: 'Recurring tasks',
    summary: 'Remove a recurring task; the tasks that it made stay',
    operation: 'recurringTasks.edit',
    params: byId,
    answers: { 204: { description: 'Removed', schema: null } },
    handle: async ({ caller, params }) => {
      await recurringTasks.remove(caller, params.id);
      return { status: 204 };
    },
  }),
];

const orderRoutes = ({ recurringTasks }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/recurring-tasks/{id}/pause',
    tag: 'Recurring tasks',
    summary: 'Make no tasks until it is resumed',
    operation: 'recurringTasks.pause',
    params: byId,
    body: pauseRecurringTaskSchema,
    answers: RECURRING_TASK,
    handle: async ({ caller, params, body }) => ok(await recurringTasks.pause(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/recurring-tasks/{id}/resume',
    tag: 'Recurring tasks',
    summary: 'Go on from now; what was due meanwhile is not made up for',
    operation: 'recurringTasks.pause',
    params: byId,
    body: z.strictObject({}),
    answers: RECURRING_TASK,
    handle: async ({ caller, params }) => ok(await recurringTasks.resume(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/recurring-tasks/{id}/run',
    tag: 'Recurring tasks',
    summary: 'Make its task now, also while it is paused or its last task is open',
    operation: 'recurringTasks.run',
    params: byId,
    body: z.strictObject({}),
    answers: { 200: { description: 'The task, or why there is none', schema: occurrenceSchema } },
    handle: async ({ caller, params, idempotencyKey }) =>
      ok(await recurringTasks.run(caller, params.id, idempotencyKey)),
  }),
  defineRoute({
    method: 'get',
    path: '/recurring-tasks/{id}/occurrences',
    tag: 'Recurring tasks',
    summary: 'List what a recurring task made, and what it did not make and why',
    operation: 'recurringTasks.read',
    params: byId,
    query: listOccurrencesQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(occurrenceSchema) } },
    handle: async ({ caller, params, query }) => ok(await recurringTasks.occurrences(caller, params.id, query)),
  }),
];
