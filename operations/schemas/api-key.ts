import { z } from 'zod';
import { HUMAN_ROLES } from '../../domain/actor.ts';
import { EXECUTOR_TYPES } from '../../domain/task/vocabulary.ts';
import { projectSlug, timestamp, title } from './common.ts';

const scope = z.string().regex(/^[a-zA-Z]+(\.[a-zA-Z]+)?$/, 'is an operation like tasks.read or its first part');
const common = {
  name: title,
  scopes: z.array(scope).max(50).default([]),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
};

/** PERSONAL acts as its maker; the other kinds need ADMIN of the projects they reach, or of the installation. */
export const createApiKeySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('PERSONAL'), ...common }),
  z.strictObject({
    kind: z.literal('SERVICE'),
    role: z.enum(HUMAN_ROLES),
    /** Without projects the key reaches all of them. */
    projects: z.array(projectSlug).min(1).max(50).optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('AGENT'), agentId: z.string().max(100), ...common }),
  z.strictObject({
    kind: z.literal('EXECUTOR'),
    executorTypes: z.array(z.enum(EXECUTOR_TYPES)).max(EXECUTOR_TYPES.length).default([]),
    projects: z.array(projectSlug).min(1).max(50).optional(),
    ...common,
  }),
]);
export type CreateApiKey = z.output<typeof createApiKeySchema>;

export const apiKeySchema = z
  .object({
    id: z.string(),
    kind: z.enum(['PERSONAL', 'SERVICE', 'AGENT', 'EXECUTOR']),
    name: z.string(),
    /** Last four characters of the token. */
    hint: z.string(),
    person: z.object({ id: z.string(), name: z.string() }).optional(),
    agent: z.object({ id: z.string(), name: z.string(), projectId: z.string() }).optional(),
    role: z.enum(HUMAN_ROLES).optional(),
    projects: z.array(z.string()).optional(),
    executorTypes: z.array(z.enum(EXECUTOR_TYPES)),
    scopes: z.array(z.string()),
    createdAt: timestamp,
    expiresAt: timestamp.optional(),
    revokedAt: timestamp.optional(),
    lastUsedAt: timestamp.optional(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.infer<typeof apiKeySchema>;

/** The token is shown this once. */
export const createdApiKeySchema = z.object({ key: apiKeySchema, token: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;
