import type { Operations } from '../../operations/operations.ts';
import { pageOf } from '../../operations/schemas/common.ts';
import {
  diffPoliciesQuery,
  dryRunResultSchema,
  dryRunSchema,
  effectivePolicyQuery,
  effectivePolicySchema,
  evaluateSchema,
  listDecisionsQuery,
  policyDecisionSchema,
  policyDiffSchema,
  recordedDecisionSchema,
} from '../../operations/schemas/policy.ts';
import { defineRoute, ok, type Route } from '../route.ts';

/** What policies say, would say and have said. Named before the routes of one policy, whose id could be any of these words. */
export const policyJudgingRoutes = ({ effectivePolicies, policyDryRun, policyDecisions }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/policies/diff',
    tag: 'Policies',
    summary: 'Compare two versions, or a version with what is built in',
    operation: 'policies.read',
    query: diffPoliciesQuery,
    answers: { 200: { description: 'By field', schema: policyDiffSchema } },
    handle: async ({ caller, query }) => ok(await effectivePolicies.diff(caller, query)),
  }),
  defineRoute({
    method: 'get',
    path: '/policies/effective',
    tag: 'Policies',
    summary: 'Read all rules that hold somewhere, and where each comes from',
    operation: 'policies.read',
    query: effectivePolicyQuery,
    answers: { 200: { description: 'Widest version first', schema: effectivePolicySchema } },
    handle: async ({ caller, query }) => ok(await effectivePolicies.get(caller, query)),
  }),
  defineRoute({
    method: 'post',
    path: '/policies/evaluate',
    tag: 'Policies',
    summary: 'Ask what would be decided on an action, without doing it',
    operation: 'policies.evaluate',
    body: evaluateSchema,
    answers: { 200: { description: 'The decision, and why', schema: policyDecisionSchema } },
    handle: async ({ caller, body }) => ok(await effectivePolicies.evaluate(caller, body)),
  }),
  defineRoute({
    method: 'post',
    path: '/policies/dry-run',
    tag: 'Policies',
    summary: 'Try a draft on the calls of tools that there were',
    operation: 'policyDecisions.read',
    body: dryRunSchema,
    answers: { 200: { description: 'The calls that would be decided on otherwise', schema: dryRunResultSchema } },
    handle: async ({ caller, body }) => ok(await policyDryRun.run(caller, body)),
  }),
  defineRoute({
    method: 'get',
    path: '/policy-decisions',
    tag: 'Policies',
    summary: 'List what policies have decided',
    operation: 'policyDecisions.read',
    query: listDecisionsQuery,
    answers: { 200: { description: 'Newest first', schema: pageOf(recordedDecisionSchema) } },
    handle: async ({ caller, query }) => ok(await policyDecisions.list(caller, query)),
  }),
];
