import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { importTasksSchema, importViewSchema, previewImportSchema } from '../../operations/schemas/import.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });

export const importRoutes = ({ imports }: Operations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/imports/preview',
    tag: 'Imports',
    summary: 'See what importing a file of tasks would do; nothing is created',
    operation: 'tasks.import',
    params: bySlug,
    body: previewImportSchema,
    answers: { 200: { description: 'Each row, with what is wrong with it', schema: importViewSchema } },
    handle: async ({ caller, params, body }) => ok(await imports.preview(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/imports',
    tag: 'Imports',
    summary: 'Create the tasks of a file that no earlier import has created',
    operation: 'tasks.import',
    params: bySlug,
    body: importTasksSchema,
    answers: { 200: { description: 'Each row, with its task', schema: importViewSchema } },
    handle: async ({ caller, params, body }) => ok(await imports.import(caller, params.slug, body)),
  }),
];
