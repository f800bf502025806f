import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { archiveSchema, restorationSchema, restoreQuery } from '../../operations/schemas/archive.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { defineRoute, ok, type Route } from '../route.ts';
import { sendBytes } from '../send-file.ts';

const bySlug = z.object({ slug: projectSlug });
const ARCHIVE = 'application/gzip';

export const archiveRoutes = ({ exports, restorations }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/archive',
    tag: 'Projects',
    summary: 'Export everything of a project as one file, without secrets',
    operation: 'projects.export',
    params: bySlug,
    answers: { 200: { description: 'A gzipped tar: docs/archive.md', schema: z.string(), mediaType: ARCHIVE } },
    handle: async ({ caller, params, response }) => {
      const { name, bytes } = await exports.open(caller, params.slug);
      await sendBytes(response, bytes, { name, type: ARCHIVE });
      return undefined;
    },
  }),
  defineRoute({
    method: 'post',
    path: '/restorations',
    tag: 'Projects',
    summary: 'Restore a project from an archive, or go on where that was cut off',
    operation: 'projects.restore',
    query: restoreQuery,
    takesFile: true,
    answers: {
      200: { description: 'The archive is whole: with `check`, nothing was written', schema: archiveSchema },
      202: { description: 'The archive is whole, and the project is being restored', schema: restorationSchema },
    },
    handle: async ({ caller, query, request }) => {
      if (query.check) return ok(await restorations.check(caller, request));
      return { status: 202, body: await restorations.begin(caller, request, query.name) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/restorations/{slug}',
    tag: 'Projects',
    summary: 'Read how far the restoring of a project is',
    operation: 'projects.restore',
    params: bySlug,
    answers: { 200: { description: 'How far it is', schema: restorationSchema } },
    handle: async ({ caller, params }) => ok(await restorations.get(caller, params.slug)),
  }),
];
