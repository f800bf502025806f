import type { ActivePolicyDocument, PolicyDocument } from '../store/documents/policy.ts';
import type { PolicyView } from './schemas/policy.ts';

/** A published version as callers see it. @param active what holds for its scope. */
export function policyView(document: PolicyDocument, active: ActivePolicyDocument | undefined): PolicyView {
  const { _id: id, scope, version, rules, note, publishedBy, publishedAt } = document;
  const isActive = active?.policy.version === version;
  return {
    id,
    scope,
    version,
    rules: rules as PolicyView['rules'],
    note,
    publishedBy,
    publishedAt,
    isActive,
    ...(isActive && { activatedAt: active.activatedAt, activatedBy: active.activatedBy }),
  };
}
