import { z } from 'zod';
import type { Operations } from '../../operations/operations.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import {
  activatePolicySchema,
  deactivatedPolicySchema,
  deactivatePolicySchema,
  importPolicySchema,
  listPoliciesQuery,
  policyId,
  policySchema,
  publishPolicySchema,
} from '../../operations/schemas/policy.ts';
import { created, defineRoute, ok, type Route } from '../route.ts';

const byId = z.object({ id: policyId });
const POLICY = { description: 'The version', schema: policySchema };
const YAML = 'application/yaml';

export const policyRoutes = ({ policies }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/policies',
    tag: 'Policies',
    summary: 'List published versions of policies',
    operation: 'policies.read',
    query: listPoliciesQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(policySchema) } },
    handle: async ({ caller, query }) => ok(await policies.list(caller, query)),
  }),
  defineRoute({
    method: 'post',
    path: '/policies',
    tag: 'Policies',
    summary: 'Publish the next version of a policy',
    operation: 'policies.publish',
    body: publishPolicySchema,
    answers: { 201: POLICY },
    handle: async ({ caller, body, idempotencyKey }) => created(await policies.publish(caller, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'post',
    path: '/policies/import',
    tag: 'Policies',
    summary: 'Publish the policy of a YAML file',
    operation: 'policies.publish',
    body: importPolicySchema,
    answers: { 201: POLICY },
    handle: async ({ caller, body, idempotencyKey }) =>
      created(await policies.importYaml(caller, body, idempotencyKey)),
  }),
  defineRoute({
    method: 'post',
    path: '/policies/deactivate',
    tag: 'Policies',
    summary: 'Let no version of a scope hold any more',
    operation: 'policies.activate',
    body: deactivatePolicySchema,
    answers: { 200: { description: 'What is wider holds from now on', schema: deactivatedPolicySchema } },
    handle: async ({ caller, body }) => ok(await policies.deactivate(caller, body.scope, body.reason)),
  }),
  defineRoute({
    method: 'get',
    path: '/policies/{id}',
    tag: 'Policies',
    summary: 'Read a version of a policy',
    operation: 'policies.read',
    params: byId,
    answers: { 200: POLICY },
    handle: async ({ caller, params }) => ok(await policies.get(caller, params.id)),
  }),
  defineRoute({
    method: 'post',
    path: '/policies/{id}/activate',
    tag: 'Policies',
    summary: 'Let a version hold from now on; an older one rolls back',
    operation: 'policies.activate',
    params: byId,
    body: activatePolicySchema,
    answers: { 200: POLICY },
    handle: async ({ caller, params, body }) => ok(await policies.activate(caller, params.id, body.reason)),
  }),
  defineRoute({
    method: 'get',
    path: '/policies/{id}/export',
    tag: 'Policies',
    summary: 'Export a version of a policy as YAML',
    operation: 'policies.read',
    params: byId,
    answers: { 200: { description: 'A file', schema: z.string(), mediaType: YAML } },
    handle: async ({ caller, params, response }) => {
      const yaml = await policies.exportYaml(caller, params.id);
      response.attachment(fileNameOf(params.id)).type(YAML).send(yaml);
      return undefined;
    },
  }),
];

/** "PROJECT:mc@3" -> "policy-PROJECT-mc-3.yaml" */
const fileNameOf = (id: string): string => `policy-${id.replaceAll(/[^\w.-]+/g, '-')}.yaml`;
