import type { PolicyDecisionView } from '../../../operations/schemas/policy.ts';
import { ReasonText } from '../inbox/reason-text.tsx';
import { RiskBadge } from '../inbox/risk-badge.tsx';
import { DecisionBadge } from './decision-badge.tsx';
import { DECISION_LABELS } from './decision-words.ts';
import { versionInWords } from './scope-words.ts';

/** A decision with its reasons, and the rules that had a say. */
export function DecisionDetails({ decision }: { readonly decision: PolicyDecisionView }) {
  const { reasons, rules, risk, approval, grantedBy } = decision;
  return (
    <div className="flex flex-col gap-1.5 text-[13px]">
      <p className="flex flex-wrap items-center gap-2">
        <DecisionBadge decision={decision.decision} />
        <RiskBadge risk={risk} />
        {approval && (
          <span className="text-ink-soft">
            {approval.decisions === 1 ? 'one person decides' : `${approval.decisions} people decide`}
            {approval.role === 'ADMIN' && ', ADMINs only'}
          </span>
        )}
        {grantedBy !== undefined && <span className="text-ink-soft">allowed by {grantedBy}</span>}
      </p>
      <ul className="flex list-disc flex-col gap-0.5 pl-5">
        {reasons.map((reason) => (
          <li key={reason}>
            <ReasonText>{reason}</ReasonText>
          </li>
        ))}
      </ul>
      {rules.length > 0 && (
        <details>
          <summary className="cursor-pointer text-xs text-ink-soft">
            {rules.length === 1 ? 'One rule had a say' : `${rules.length} rules had a say`}
          </summary>
          <ul className="mt-1 flex flex-col gap-1 text-xs text-ink-soft">
            {rules.map(({ field, match, decision: said, origin }, index) => (
              <li key={index} className="flex flex-wrap gap-x-1.5">
                <code className="break-all">
                  {field}: {match}
                </code>
                <span>
                  {DECISION_LABELS[said].toLowerCase()}
                  {origin && ` · ${versionInWords(origin)}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
