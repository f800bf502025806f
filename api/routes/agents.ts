import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { agentSchema, registerAgentSchema } from '../../operations/schemas/agent.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

export const agentRoutes = ({ agents }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/agents',
    tag: 'Agents',
    summary: 'List the agents of a project',
    operation: 'agents.read',
    query: z.strictObject({ project: projectSlug }),
    answers: { 200: { description: 'By name', schema: z.object({ items: z.array(agentSchema) }) } },
    handle: async ({ caller, query }) => ok({ items: await agents.list(caller, query.project) }),
  }),
  defineRoute({
    method: 'post',
    path: '/agents',
    tag: 'Agents',
    summary: 'Register an agent',
    operation: 'agents.register',
    body: registerAgentSchema,
    answers: { 201: { description: 'Registered', schema: agentSchema } },
    handle: async ({ caller, body }) => created(await agents.register(caller, body)),
  }),
];
