import { z } from 'zod';
import { AGENT_ROLES, HUMAN_ROLES } from '../../domain/actor.ts';
import { ACTION_KINDS, OUTSIDE_EFFECTS } from '../../domain/policy/action.ts';
import { DECISIONS } from '../../domain/policy/decision.ts';
import { UNLISTED_DECISIONS } from '../../domain/policy/rules.ts';
import { EXECUTOR_TYPES, RISKS, TASK_STATUSES, TASK_TYPES } from '../../domain/task/vocabulary.ts';
import {
  actorRefSchema,
  jsonObject,
  micros,
  pageQuery,
  projectSlug,
  requiredText,
  taskKeySchema,
  TEXT_LIMITS,
  timestamp,
} from './common.ts';

const agentId = z.string().min(1).max(100);
const risk = z.enum(RISKS);

const policyScopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('GLOBAL') }),
  z.strictObject({ kind: z.literal('PROJECT'), project: projectSlug }),
  z.strictObject({ kind: z.literal('TASK_TYPE'), project: projectSlug, taskType: z.enum(TASK_TYPES) }),
  z.strictObject({ kind: z.literal('AGENT'), project: projectSlug, agentId }),
]);

const pattern = requiredText(200).refine((text) => !/[\r\n]/.test(text), 'must be one line');
const patterns = z.array(pattern).max(200);
const host = z
  .string()
  .max(253)
  .regex(/^[a-z0-9.:[\]*-]+$/i, 'is not the name of a host');
const hosts = z.array(host).max(200);
const risks = z.array(risk).max(3);
const count = (most: number) => z.number().int().min(1).max(most);
const minutes = count(60 * 24 * 30);
const approvalRule = z.strictObject({ decisions: count(5), role: z.enum(HUMAN_ROLES).exclude(['VIEWER']) });

/** What a policy says: everything is optional, and what is left out comes from a wider scope. */
export const policyRulesSchema = z.strictObject({
  autonomy: z.partialRecord(z.enum(AGENT_ROLES), risks).optional(),
  toolRisks: z.record(z.string().regex(/^[A-Za-z][\w:*-]{0,99}$/, 'is not a tool name'), risk).optional(),
  actionRisks: z.partialRecord(z.enum(ACTION_KINDS), risk).optional(),
  toolsAllowed: patterns.optional(),
  toolsBlocked: patterns.optional(),
  shellAllowed: patterns.optional(),
  shellBlocked: patterns.optional(),
  readPaths: patterns.optional(),
  writePaths: patterns.optional(),
  pathsBlocked: patterns.optional(),
  hostsAllowed: hosts.optional(),
  hostsBlocked: hosts.optional(),
  unlisted: z.enum(UNLISTED_DECISIONS).optional(),
  productionTargets: patterns.optional(),
  approvals: z.partialRecord(risk, approvalRule).optional(),
  approvalExpiresInMinutes: minutes.optional(),
  approvalEscalatesInMinutes: minutes.optional(),
  completionApproval: z.boolean().optional(),
  leadsMayComplete: z.boolean().optional(),
  loops: z
    .strictObject({
      comments: count(100),
      commentMinutes: count(1440),
      reviewCycles: count(50),
      failures: count(50),
      failureWindow: count(50),
      transitions: count(50),
      transitionMinutes: count(1440),
    })
    .partial()
    .optional(),
  spawn: z
    .strictObject({ perParent: count(100), depth: count(10), activePerProject: count(1000) })
    .partial()
    .optional(),
});
export type PolicyRulesInput = z.output<typeof policyRulesSchema>;

const policyVersionSchema = z.object({ scope: z.string(), version: z.number().int() });

export const policySchema = z
  .object({
    /** "PROJECT:mc@3" */
    id: z.string(),
    scope: policyScopeSchema,
    version: z.number().int(),
    rules: policyRulesSchema,
    note: z.string(),
    publishedBy: actorRefSchema,
    publishedAt: timestamp,
    isActive: z.boolean(),
    activatedAt: timestamp.optional(),
    activatedBy: actorRefSchema.optional(),
  })
  .meta({ id: 'Policy' });
export type PolicyView = z.infer<typeof policySchema>;

export const policyId = z
  .string()
  .regex(/^(GLOBAL|(PROJECT|TASK_TYPE|AGENT):[\w:.-]{1,160})@\d{1,6}$/, 'is not a policy');

export const publishPolicySchema = z.strictObject({
  scope: policyScopeSchema,
  rules: policyRulesSchema,
  note: requiredText(TEXT_LIMITS.short),
  /** Holds from now on. */
  activate: z.boolean().default(false),
});
export type PublishPolicy = z.output<typeof publishPolicySchema>;

export const listPoliciesQuery = z.strictObject({
  /** Policies of this project and the GLOBAL ones; without it, all that the caller sees. */
  project: projectSlug.optional(),
  active: z.stringbool().optional(),
  ...pageQuery,
});
export type ListPolicies = z.output<typeof listPoliciesQuery>;

export const activatePolicySchema = z.strictObject({ reason: requiredText(TEXT_LIMITS.short) });

/** No version of the scope holds any more: what is wider does. */
export const deactivatePolicySchema = z.strictObject({
  scope: policyScopeSchema,
  reason: requiredText(TEXT_LIMITS.short),
});

/** The version that held, if one did. */
export const deactivatedPolicySchema = z.object({ deactivated: z.string().optional() });
export type DeactivatedPolicy = z.infer<typeof deactivatedPolicySchema>;

/** Two published versions, or one and what is built in. */
export const diffPoliciesQuery = z.strictObject({ from: policyId.or(z.literal('BUILT_IN')), to: policyId });

const ruleChangeSchema = z.object({
  field: z.string(),
  /** Of a map: which entry. */
  key: z.string().optional(),
  kind: z.enum(['ADDED', 'REMOVED', 'CHANGED']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export const policyDiffSchema = z.object({ changes: z.array(ruleChangeSchema) }).meta({ id: 'PolicyDiff' });
export type PolicyDiff = z.infer<typeof policyDiffSchema>;

export const effectivePolicyQuery = z.strictObject({
  project: projectSlug,
  taskType: z.enum(TASK_TYPES).optional(),
  agent: agentId.optional(),
});
export type EffectivePolicyQuery = z.output<typeof effectivePolicyQuery>;

/** All rules that hold somewhere, to read: a line for each thing they say, and where it comes from. */
export const effectivePolicySchema = z
  .object({
    versions: z.array(policyVersionSchema),
    fields: z.array(
      z.object({ field: z.string(), title: z.string(), lines: z.array(z.string()), origin: policyVersionSchema }),
    ),
    rules: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'EffectivePolicy' });
export type EffectivePolicyView = z.infer<typeof effectivePolicySchema>;

/** What somebody is about to do. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('TOOL_CALL'),
    tool: z.string().regex(/^[A-Za-z][\w.:-]{0,99}$/, 'is not a tool name'),
    arguments: jsonObject.default({}),
  }),
  z.strictObject({ kind: z.literal('TRANSITION'), to: z.enum(TASK_STATUSES) }),
  z.strictObject({ kind: z.literal('SUBMIT') }),
  z.strictObject({ kind: z.literal('SPAWN'), type: z.enum(TASK_TYPES) }),
  z.strictObject({ kind: z.literal('START_RUN'), estimatedCostMicros: micros.optional() }),
  ...OUTSIDE_EFFECTS.map((kind) =>
    z.strictObject({
      kind: z.literal(kind),
      target: z.string().max(500).optional(),
      force: z.boolean().optional(),
    }),
  ),
]);
export type ActionInput = z.output<typeof actionSchema>;

/** Asks the policy without doing anything: `tool` and `arguments` are short for an action of the kind TOOL_CALL. */
export const evaluateSchema = z
  .strictObject({
    project: projectSlug,
    agent: agentId.optional(),
    /** Of an imagined agent, where none is named. */
    role: z.enum(AGENT_ROLES).optional(),
    taskType: z.enum(TASK_TYPES).optional(),
    /** With what people have allowed for this task. */
    task: taskKeySchema.optional(),
    tool: z.string().max(100).optional(),
    arguments: jsonObject.optional(),
    action: actionSchema.optional(),
  })
  .refine(({ tool, action }) => (tool === undefined) !== (action === undefined), 'needs either tool or action');
export type Evaluate = z.output<typeof evaluateSchema>;

const firedRuleSchema = z.object({
  field: z.string(),
  match: z.string(),
  decision: z.enum(DECISIONS),
  origin: policyVersionSchema.optional(),
});

export const policyDecisionSchema = z
  .object({
    decision: z.enum(DECISIONS),
    risk,
    reasons: z.array(z.string()),
    rules: z.array(firedRuleSchema),
    /** The version of the most specific policy that had a say, and all of them. */
    policyVersion: z.string(),
    versions: z.array(policyVersionSchema),
    approval: z.object({ decisions: z.number().int(), role: z.enum(HUMAN_ROLES) }).optional(),
    grantedBy: z.string().optional(),
  })
  .meta({ id: 'PolicyDecision' });
export type PolicyDecisionView = z.infer<typeof policyDecisionSchema>;

/** A decision that was made for real. */
export const recordedDecisionSchema = policyDecisionSchema
  .extend({
    id: z.string(),
    at: timestamp,
    projectId: z.string(),
    taskKey: z.string().optional(),
    executionId: z.string().optional(),
    executor: z.enum(EXECUTOR_TYPES).optional(),
    actor: actorRefSchema,
    /** With secrets taken out. */
    action: z.record(z.string(), z.unknown()),
    inputHash: z.string(),
    approvalId: z.string().optional(),
  })
  .meta({ id: 'RecordedDecision' });
export type RecordedDecisionView = z.infer<typeof recordedDecisionSchema>;

export const listDecisionsQuery = z.strictObject({
  project: projectSlug.optional(),
  task: taskKeySchema.optional(),
  agent: agentId.optional(),
  decision: z.enum(DECISIONS).optional(),
  ...pageQuery,
});
export type ListDecisions = z.output<typeof listDecisionsQuery>;

/** What would have changed, had these rules held for the last tool calls? */
export const dryRunSchema = z.strictObject({
  scope: policyScopeSchema,
  rules: policyRulesSchema,
  /** Where the calls are looked for; for a GLOBAL scope all projects when absent. */
  project: projectSlug.optional(),
  limit: z.number().int().min(1).max(1000).default(200),
});
export type DryRun = z.output<typeof dryRunSchema>;

export const dryRunResultSchema = z
  .object({
    looked: z.number().int(),
    stricter: z.number().int(),
    looser: z.number().int(),
    changed: z.array(
      z.object({
        decision: recordedDecisionSchema,
        before: z.enum(DECISIONS),
        after: z.enum(DECISIONS),
        reasons: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'DryRunResult' });
export type DryRunResult = z.infer<typeof dryRunResultSchema>;

/** A policy as YAML, with its scope and its note; importing publishes a new version. */
export const importPolicySchema = z.strictObject({
  yaml: z.string().min(1).max(100_000),
  activate: z.boolean().default(false),
});
export type ImportPolicy = z.output<typeof importPolicySchema>;
