import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { apiKeySchema, createApiKeySchema, createdApiKeySchema } from '../../operations/schemas/api-key.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

export const apiKeyRoutes = ({ apiKeys }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/api-keys',
    tag: 'API keys',
    summary: 'List your own keys and those of projects that you are ADMIN of',
    operation: 'apiKeys.list',
    answers: { 200: { description: 'Newest first', schema: z.object({ items: z.array(apiKeySchema) }) } },
    handle: async ({ caller }) => ok({ items: await apiKeys.list(caller) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api-keys',
    tag: 'API keys',
    summary: 'Make a key; its token is shown this once',
    operation: 'apiKeys.create',
    body: createApiKeySchema,
    answers: { 201: { description: 'Keep the token now', schema: createdApiKeySchema } },
    handle: async ({ caller, body }) => created(await apiKeys.create(caller, body)),
  }),
  defineRoute({
    method: 'delete',
    path: '/api-keys/{id}',
    tag: 'API keys',
    summary: 'Revoke a key',
    operation: 'apiKeys.revoke',
    params: z.object({ id: z.string().max(100) }),
    answers: { 204: { description: 'It works no more, everywhere within 3 seconds', schema: null } },
    handle: async ({ caller, params }) => {
      await apiKeys.revoke(caller, params.id);
      return { status: 204 };
    },
  }),
];
