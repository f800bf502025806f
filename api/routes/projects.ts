import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import {
  agentSchema,
  boardSchema,
  createAgentSchema,
  createProjectSchema,
  editProjectSchema,
  memberSchema,
  projectSchema,
  setModeSchema,
} from '../../operations/schemas/project.ts';
import { withoutUndefined } from '../../operations/without-undefined.ts';
import { created, defineRoute, ok, PEOPLE, type Route } from '../route.ts';

const bySlug = z.object({ slug: projectSlug });
const PROJECT = { 200: { description: 'The project', schema: projectSchema } };
const boardQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const projectRoutes = ({ projects, tasks, verification }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/projects',
    tag: 'Projects',
    summary: 'List projects',
    callers: PEOPLE,
    answers: { 200: { description: 'By slug', schema: z.object({ items: z.array(projectSchema) }) } },
    handle: async () => ok({ items: await projects.list() }),
  }),
  defineRoute({
    method: 'post',
    path: '/projects',
    tag: 'Projects',
    summary: 'Create a project',
    callers: PEOPLE,
    body: createProjectSchema,
    answers: { 201: { description: 'Created', schema: projectSchema } },
    handle: async ({ caller, body }) => created(await projects.create(caller, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}',
    tag: 'Projects',
    summary: 'Read a project',
    callers: PEOPLE,
    params: bySlug,
    answers: PROJECT,
    handle: async ({ params }) => ok(await projects.get(params.slug)),
  }),
  defineRoute({
    method: 'patch',
    path: '/projects/{slug}',
    tag: 'Projects',
    summary: 'Edit a project',
    callers: PEOPLE,
    params: bySlug,
    body: editProjectSchema,
    answers: PROJECT,
    handle: async ({ caller, params, body }) =>
      ok(await projects.edit(caller, params.slug, withoutUndefined(body) as never)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/mode',
    tag: 'Projects',
    summary: 'Set the operator mode of a project',
    callers: PEOPLE,
    params: bySlug,
    body: setModeSchema,
    answers: PROJECT,
    handle: async ({ caller, params, body }) => ok(await projects.setMode(caller, params.slug, body.mode, body.reason)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/board',
    tag: 'Projects',
    summary: 'Read the board of a project',
    callers: PEOPLE,
    params: bySlug,
    query: boardQuery,
    answers: { 200: { description: 'True totals, and the first cards of each column', schema: boardSchema } },
    handle: async ({ params, query }) => ok(await tasks.board(params.slug, query.limit)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/verify',
    tag: 'Operations',
    summary: 'Prove that the totals of a board are true',
    callers: PEOPLE,
    params: bySlug,
    answers: {
      200: {
        description: 'No problems means that they are',
        schema: z.object({ project: z.string(), problems: z.array(z.string()) }),
      },
    },
    handle: async ({ params }) => ok(await verification.board(params.slug)),
  }),
  defineRoute({
    method: 'get',
    path: '/projects/{slug}/members',
    tag: 'Projects',
    summary: 'List who can be given work',
    callers: PEOPLE,
    params: bySlug,
    answers: { 200: { description: 'People first', schema: z.object({ items: z.array(memberSchema) }) } },
    handle: async ({ params }) => ok({ items: await projects.members(params.slug) }),
  }),
  defineRoute({
    method: 'get',
    path: '/agents',
    tag: 'Agents',
    summary: 'List the agents of a project',
    callers: PEOPLE,
    query: z.strictObject({ project: projectSlug }),
    answers: { 200: { description: 'By name', schema: z.object({ items: z.array(agentSchema) }) } },
    handle: async ({ query }) => ok({ items: await projects.agents(query.project) }),
  }),
  defineRoute({
    method: 'post',
    path: '/agents',
    tag: 'Agents',
    summary: 'Register an agent',
    callers: PEOPLE,
    body: createAgentSchema,
    answers: { 201: { description: 'Registered', schema: agentSchema } },
    handle: async ({ caller, body }) => created(await projects.createAgent(caller, body)),
  }),
];
