import type { ApprovalGrant } from '../task/state.ts';
import type { PolicyAction, ToolArguments } from './action.ts';
import type { PolicyDecision, PolicyRequest, PolicySubject } from './decision.ts';
import { evaluate } from './evaluate.ts';
import { effectivePolicy } from './merge.ts';
import type { Policy, PolicyScope } from './policy.ts';
import type { PartialRules } from './rules.ts';

const NOW = '2026-01-01T12:00:00.000Z';

export const SCOUT: PolicySubject = {
  name: 'Scout',
  role: 'SPECIALIST',
  status: 'ACTIVE',
  projectMode: 'NORMAL',
  allowedTools: [],
  workspace: '/work/project',
  grants: [],
};

const PROJECT: PolicyScope = { kind: 'PROJECT', project: 'mc' };

export const policyOf = (rules: PartialRules, scope: PolicyScope = PROJECT, version = 3): Policy => ({
  scope,
  version,
  rules,
  note: 'why',
  publishedBy: { kind: 'HUMAN', id: 'u1', name: 'Olga' },
  publishedAt: NOW,
});

export const requestFor = (action: PolicyAction): PolicyRequest => ({ action, inputHash: 'h1', now: NOW });

export const decide = (
  action: PolicyAction,
  subject: Partial<PolicySubject> = {},
  rules: PartialRules = {},
): PolicyDecision => evaluate(requestFor(action), { ...SCOUT, ...subject }, effectivePolicy([policyOf(rules)]));

export const call = (
  tool: string,
  given: ToolArguments = {},
  subject: Partial<PolicySubject> = {},
  rules: PartialRules = {},
): PolicyDecision => decide({ kind: 'TOOL_CALL', tool, arguments: given }, subject, rules);

export const grant = (changes: Partial<ApprovalGrant> = {}): ApprovalGrant => ({
  approvalId: 'MC-1-A1',
  scope: 'SAME_TOOL',
  tool: 'write_file',
  risk: 'YELLOW',
  until: '2026-01-01T13:00:00.000Z',
  usesLeft: 1,
  ...changes,
});
