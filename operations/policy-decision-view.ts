import type { PolicyDecision } from '../domain/policy/decision.ts';
import type { PolicyVersion } from '../domain/policy/policy.ts';
import type { PolicyDecisionDocument } from '../store/documents/policy.ts';
import type { PolicyDecisionView, RecordedDecisionView } from './schemas/policy.ts';

/** A decision as callers see it. */
export function decisionView(decision: PolicyDecision): PolicyDecisionView {
  const { versions, approval, reasons, rules, ...plain } = decision;
  return {
    ...plain,
    reasons: [...reasons],
    rules: rules as PolicyDecisionView['rules'],
    policyVersion: nameOf(versions.at(-1)),
    versions: [...versions],
    ...(approval && { approval: { ...approval } }),
  };
}

/** A decision that was kept, as callers see it. */
export function recordedDecisionView(document: PolicyDecisionDocument): RecordedDecisionView {
  const { _id: id, decision, risk, rules, reasons, versions, grantedBy } = document;
  const { at, projectId, taskKey, executionId, executor, actor, action, inputHash, approvalId } = document;
  const decided = { decision, risk, rules, reasons, versions, ...(grantedBy !== undefined && { grantedBy }) };
  const occasion = { taskKey, executionId, executor, approvalId };
  const known = Object.fromEntries(Object.entries(occasion).filter(([, value]) => value !== undefined));
  return { ...decisionView(decided), ...known, id, at, projectId, actor, action, inputHash };
}

/** "PROJECT:mc@3" */
const nameOf = ({ scope, version }: PolicyVersion = BUILT_IN): string => `${scope}@${version}`;

const BUILT_IN: PolicyVersion = { scope: 'BUILT_IN', version: 0 };
