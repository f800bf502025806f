import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import {
  agentDetailSchema,
  agentHeartbeatAnswerSchema,
  agentHeartbeatSchema,
  agentSchema,
  controlAgentSchema,
  editAgentSchema,
  registerAgentSchema,
  squadAnswerSchema,
  squadSchema,
} from '../../operations/schemas/agent.ts';
import { agentPerformanceSchema, resetLearningSchema } from '../../operations/schemas/analytics.ts';
import { projectSlug } from '../../operations/schemas/common.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: z.string().min(1).max(100) });
const bySlug = z.object({ slug: projectSlug });
const AGENT = { 200: { description: 'The agent', schema: agentSchema } };
const SQUAD = { 200: { description: 'Whom it has changed', schema: squadAnswerSchema } };

export const agentRoutes = ({ agents, agentControl, squads, performance }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/agents',
    tag: 'Agents',
    summary: 'List the agents of a project, or of all',
    operation: 'agents.read',
    query: z.strictObject({ project: projectSlug.optional() }),
    answers: { 200: { description: 'By project and name', schema: z.object({ items: z.array(agentSchema) }) } },
    handle: async ({ caller, query }) => ok({ items: await agents.list(caller, query.project) }),
  }),
  defineRoute({
    method: 'post',
    path: '/agents',
    tag: 'Agents',
    summary: 'Register an agent, or update the one of that name',
    operation: 'agents.register',
    body: registerAgentSchema,
    answers: {
      200: { description: 'It was there: updated, what people ordered of it stays', schema: agentSchema },
      201: { description: 'Registered', schema: agentSchema },
    },
    handle: async ({ caller, body }) => {
      const { agent, isNew } = await agents.register(caller, body);
      return isNew ? created(agent) : ok(agent);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/agents/heartbeat',
    tag: 'Agents',
    summary: 'Give a sign of life, with the key of the agent',
    operation: 'agents.heartbeat',
    body: agentHeartbeatSchema,
    answers: { 200: { description: 'Whether it may start work', schema: agentHeartbeatAnswerSchema } },
    handle: async ({ caller, body }) => ok(await agentControl.heartbeat(caller, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/agents/{id}',
    tag: 'Agents',
    summary: 'Read an agent, what it is doing and what today has cost',
    operation: 'agents.read',
    params: byId,
    answers: { 200: { description: 'The agent', schema: agentDetailSchema } },
    handle: async ({ caller, params }) => ok(await agents.get(caller, params.id)),
  }),
  defineRoute({
    method: 'patch',
    path: '/agents/{id}',
    tag: 'Agents',
    summary: 'Edit an agent',
    operation: 'agents.edit',
    params: byId,
    body: editAgentSchema,
    answers: AGENT,
    handle: async ({ caller, params, body }) => ok(await agents.edit(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/agents/{id}/status',
    tag: 'Agents',
    summary: 'Pause, drain or quarantine an agent, or lift that',
    operation: 'agents.control',
    params: byId,
    body: controlAgentSchema,
    answers: AGENT,
    handle: async ({ caller, params, body }) => ok(await agentControl.order(caller, params.id, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/squad/pause',
    tag: 'Agents',
    summary: 'Pause every agent of a project that is ACTIVE',
    operation: 'agents.controlSquad',
    params: bySlug,
    body: squadSchema,
    answers: SQUAD,
    handle: async ({ caller, params, body }) => ok(await squads.pause(caller, params.slug, body.reason)),
  }),
  defineRoute({
    method: 'post',
    path: '/projects/{slug}/squad/resume',
    tag: 'Agents',
    summary: 'Resume the agents that were paused with the squad',
    operation: 'agents.controlSquad',
    params: bySlug,
    body: squadSchema,
    answers: SQUAD,
    handle: async ({ caller, params, body }) => ok(await squads.resume(caller, params.slug, body.reason)),
  }),
  defineRoute({
    method: 'get',
    path: '/agents/{id}/performance',
    tag: 'Agents',
    summary: 'Read what was learned of an agent',
    operation: 'agents.read',
    params: byId,
    answers: {
      200: { description: 'By type and executor, with patterns and evidence', schema: agentPerformanceSchema },
    },
    handle: async ({ caller, params }) => ok(await performance.ofAgent(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/agents/{id}/performance/reset',
    tag: 'Agents',
    summary: 'Forget what was learned of an agent: only what ends from now on counts',
    operation: 'agents.resetLearning',
    params: byId,
    body: resetLearningSchema,
    answers: { 200: { description: 'What is left', schema: agentPerformanceSchema } },
    handle: async ({ caller, params, body }) => ok(await performance.reset(caller, params.id, body)),
  }),
];
