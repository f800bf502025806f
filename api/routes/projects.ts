import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import {
  createProjectSchema,
  editProjectSchema,
  memberSchema,
  modeHistorySchema,
  projectSchema,
  setModeSchema,
} from '../../operations/schemas/project.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const PROJECT = { 200: { description: 'The project', schema: projectSchema } };

export const projectRoutes = ({ projects, members, verification }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects',
    tag: 'Projects',
    summary: 'List projects',
    operation: 'projects.list',
    answers: { 200: { description: 'By slug', schema: z.object({ items: z.array(projectSchema) }) } },
    handle: async ({ caller }) => ok({ items: await projects.list(caller) }),
  }),
  defineRoute({
    method: 'post',
    path: '/projects',
    tag: 'Projects',
    summary: 'Create a project',
    operation: 'projects.create',
    body: createProjectSchema,
    answers: { 201: { description: 'Created', schema: projectSchema } },
    handle: async ({ caller, body }) => created(await projects.create(caller, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}',
    tag: 'Projects',
    summary: 'Read a project',
    operation: 'projects.read',
    params: bySlug,
    answers: PROJECT,
    handle: async ({ caller, params }) => ok(await projects.get(caller, params.slug)),
  }),
  defineRoute({
    method: 'patch',
    path: '/projects/{slug}',
    tag: 'Projects',
    summary: 'Edit a project',
    operation: 'projects.edit',
    params: bySlug,
    body: editProjectSchema,
    answers: PROJECT,
    handle: async ({ caller, params, body }) => ok(await projects.edit(caller, params.slug, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/mode',
    tag: 'Projects',
    summary: 'Set the operator mode of a project',
    operation: 'projects.setMode',
    params: bySlug,
    body: setModeSchema,
    answers: PROJECT,
    handle: async ({ caller, params, body }) => ok(await projects.setMode(caller, params.slug, body.mode, body.reason)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/verify',
    tag: 'Operations',
    summary: 'Prove that the totals of a board are true',
    operation: 'projects.verify',
    params: bySlug,
    answers: {
      200: {
        description: 'No problems means that they are',
        schema: z.object({ project: z.string(), problems: z.array(z.string()) }),
      },
    },
    handle: async ({ caller, params }) => ok(await verification.board(caller, params.slug)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/members',
    tag: 'Projects',
    summary: 'List who can be given work',
    operation: 'members.list',
    params: bySlug,
    answers: { 200: { description: 'People first', schema: z.object({ items: z.array(memberSchema) }) } },
    handle: async ({ caller, params }) => ok({ items: await members.list(caller, params.slug) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/projects/{slug}',
    tag: 'Projects',
    summary: 'Remove a project without open tasks',
    operation: 'projects.remove',
    params: bySlug,
    answers: { 204: { description: 'Removed: its history stays', schema: null } },
    handle: async ({ caller, params }) => {
      await projects.remove(caller, params.slug);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/mode-history',
    tag: 'Projects',
    summary: 'Read how a project ran',
    operation: 'projects.read',
    params: bySlug,
    answers: { 200: { description: 'Newest first', schema: modeHistorySchema } },
    handle: async ({ caller, params }) => ok(await projects.modeHistory(caller, params.slug)),
  }),
];
