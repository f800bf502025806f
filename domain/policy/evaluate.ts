import type { ApprovalGrant } from '../task/state.ts';
import type { Risk } from '../task/vocabulary.ts';
import type { FiredRule, PolicyDecision, PolicyRequest, PolicySubject } from './decision.ts';
import { byStrictness, type Finding, highestRiskOf, risky, strictestOf, unclear } from './finding.ts';
import { grantFor } from './grants.ts';
import { judgeAction } from './judge-action.ts';
import { originInWords, originOf } from './origin.ts';
import type { EffectivePolicy } from './policy.ts';
import type { ApprovalRule, PolicyRules } from './rules.ts';
import { redactText } from './secrets/text.ts';
import { judgeStanding } from './standing.ts';

/**
 * May an agent do this? The one function that simulation and enforcement share: total, pure and the same every time. DENY
 * goes before NEEDS_APPROVAL, which goes before ALLOW; a grant of people turns NEEDS_APPROVAL alone into ALLOW. The answer
 * carries no secrets, whatever the arguments hold.
 */
export function evaluate(request: PolicyRequest, subject: PolicySubject, policy: EffectivePolicy): PolicyDecision {
  const findings = [...judgeStanding(request.action, subject), ...judgeAction(request.action, subject, policy.rules)];
  const risk = highestRiskOf(findings);
  // What is denied is not for anybody to approve.
  const isDenied = strictestOf(findings) === 'DENY';
  const judged = isDenied ? findings : [...findings, autonomyOf(subject, risk, policy.rules)];
  const decision = strictestOf(judged);
  const grant = decision === 'NEEDS_APPROVAL' ? grantFor(request, risk, subject.grants) : undefined;
  return {
    decision: grant ? 'ALLOW' : decision,
    risk,
    ...withGrant(inWords(judged, risk, policy), grant),
    versions: policy.versions,
    ...(decision === 'NEEDS_APPROVAL' && !grant && { approval: policy.rules.approvals[risk] }),
    ...(grant && { grantedBy: grant.approvalId }),
  };
}

/** What a role of agents asks for before it does something of a risk. */
function autonomyOf({ name, role }: PolicySubject, risk: Risk, { autonomy, approvals }: PolicyRules): Finding {
  const article = role === 'INTERN' ? 'an' : 'a';
  if (!autonomy[role].includes(risk)) {
    return {
      ...risky('autonomy', risk, risk, `${name} is ${article} ${role} and need not ask for ${risk}.`),
      entry: role,
    };
  }
  const reason = `${name} is ${article} ${role}: ${risk} needs the approval of ${people(approvals[risk])}.`;
  return { ...unclear('autonomy', risk, reason), risk, entry: role };
}

const people = ({ decisions }: ApprovalRule): string => (decisions === 1 ? 'a person' : `${decisions} people`);

type Words = Pick<PolicyDecision, 'rules' | 'reasons'>;

/** What people have allowed already comes first: it is what decided. */
function withGrant({ rules, reasons }: Words, grant: ApprovalGrant | undefined): Words {
  if (!grant) return { rules, reasons };
  const { approvalId, scope } = grant;
  const reason = `People have approved ${scope === 'SAME_CALL' ? 'exactly this' : 'this tool'} already (${approvalId}).`;
  return {
    rules: [{ field: 'grant', match: approvalId, decision: 'ALLOW' }, ...rules],
    reasons: [reason, ...reasons],
  };
}

/** A call can name a thousand files; nobody reads more than these. */
const MOST_WORDS = 30;

function inWords(findings: readonly Finding[], risk: Risk, policy: EffectivePolicy): Words {
  const ordered = findings.toSorted(byStrictness);
  const rules = ordered.map((finding) => firedRule(finding, policy));
  const reasons = decisiveOf(ordered, risk).map((finding) => sentence(finding, policy));
  return {
    rules: [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()].slice(0, MOST_WORDS),
    reasons: [...new Set(reasons)].filter((reason) => reason !== '').slice(0, MOST_WORDS),
  };
}

/** What allows an action does not say why it is not allowed, unless it says why it is so risky. */
function decisiveOf(ordered: readonly Finding[], risk: Risk): readonly Finding[] {
  switch (strictestOf(ordered)) {
    case 'DENY':
      return ordered.filter(({ decision }) => decision !== 'ALLOW');
    case 'NEEDS_APPROVAL':
      return ordered.filter((finding) => finding.decision !== 'ALLOW' || finding.risk === risk);
    case 'ALLOW':
      return ordered;
  }
}

function firedRule({ field, match, entry, decision }: Finding, policy: EffectivePolicy): FiredRule {
  const origin = originOf(field, entry ?? match, policy);
  return { field, match: redactText(match), decision, ...(origin && { origin }) };
}

/** With the policy that says so, unless it is what is built in. */
function sentence({ field, match, entry, reason }: Finding, policy: EffectivePolicy): string {
  const origin = originOf(field, entry ?? match, policy);
  if (origin === undefined || origin.version === 0 || reason === '') return redactText(reason);
  return redactText(reason).replace(/\.$/, ` (${originInWords(origin)}).`);
}
