import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { problemSchema } from '../operations/schemas/common.ts';
import { ruleOf } from '../operations/authorization/matrix.ts';
import type { Route } from './route.ts';

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Mission Control',
      version: '1',
      description: 'Every task is a long-running Temporal workflow; every change is a command to it.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'mission_control_session' },
      },
    },
    paths: paths,
  });
}

function operation(route: Route): ZodOpenApiOperationObject {
  const responses: NonNullable<ZodOpenApiOperationObject['responses']> = {};
  for (const [status, { description, schema, mediaType }] of Object.entries(route.answers)) {
    const media = mediaType ?? 'application/json';
    responses[status as '200'] = { description, ...(schema && { content: { [media]: { schema } } }) };
  }
  responses.default = {
    description: 'What went wrong (RFC 9457)',
    content: { 'application/problem+json': { schema: problemSchema } },
  };
  const parameters = {
    ...(route.params && { path: route.params as never }),
    ...(route.query && { query: route.query as never }),
    ...(route.method === 'post' && { header: z.object({ 'Idempotency-Key': z.string().max(200).optional() }) }),
  };
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: `Callers: ${callersOf(route)}.`,
    ...(ruleOf(route.operation).scope === 'ANYBODY' && { security: [] }),
    'x-operation': route.operation,
    requestParams: parameters,
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    ...(route.takesFile && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: FILE } } },
    }),
    responses,
  };
}

const FILE = { type: 'string', format: 'binary' } as const;

const callersOf = ({ operation }: Route): string => {
  const { scope, least, kinds } = ruleOf(operation);
  if (scope === 'ANYBODY') return 'anybody';
  return `${kinds.map((kind) => kind.toLowerCase()).join(', ')}${scope === 'OWN' ? '' : `; least role: ${least}`}`;
};

/** "post /executions/{id}/heartbeat" -> "postExecutionsIdHeartbeat" */
const operationId = ({ method, path }: Route): string =>
  method + path.replaceAll(/[/{}.-]+(\w)?/g, (_match, letter: string | undefined) => (letter ?? '').toUpperCase());
