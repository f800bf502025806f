import { Check, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { formatDollars } from '../../../domain/money.ts';
import type { ApprovalStatus, Risk } from '../../../domain/task/vocabulary.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { RISK_LABELS } from '../board/words.ts';
import { Badge, type Tone } from '../controls/badge.tsx';
import { Button } from '../controls/button.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { Ago, Countdown } from '../controls/time.tsx';
import { useActorIn } from '../shell/actor.ts';
import { Who } from '../task/who.tsx';
import { BudgetOverride, isBudgetOverride } from './budget-override.tsx';
import { DenyDialog } from './deny-dialog.tsx';
import { useDecision } from './use-decision.ts';
import { whyNotDecidable } from './may-decide.ts';

const RISK_TONES: Readonly<Record<Risk, Tone>> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' };
const STATUS_TONES: Readonly<Record<ApprovalStatus, Tone>> = {
  PENDING: 'warn',
  APPROVED: 'good',
  DENIED: 'bad',
  EXPIRED: 'neutral',
  CANCELED: 'neutral',
};

interface ApprovalCardProps {
  readonly approval: ApprovalView;
  /** Where the card is not within its task: a link to it. */
  readonly where?: ReactNode;
}

/** A decision that somebody owes: what exactly will happen, how risky it is, and how to take it back. */
export function ApprovalCard({ approval, where }: ApprovalCardProps) {
  const { id, action, summary, risk, status, requester, payload, decisions, requiredDecisions } = approval;
  const isPending = status === 'PENDING';
  return (
    <article aria-label={`${id} ${action}`} className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
      {where}
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold break-words">{isBudgetOverride(approval) ? 'Go beyond the budget' : action}</h2>
        <Badge tone={RISK_TONES[risk]}>{RISK_LABELS[risk]}</Badge>
        {!isPending && <Badge tone={STATUS_TONES[status]}>{status.toLowerCase()}</Badge>}
        {isPending && approval.escalated && <Badge tone="bad">escalated</Badge>}
        <span className="font-mono text-xs text-ink-faint">{id}</span>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-ink-soft">
        <span>
          <Who actor={requester} /> asked <Ago at={approval.requestedAt} />
        </span>
        {isPending && <Countdown until={approval.expiresAt} />}
        {requiredDecisions > 1 && (
          <span className="font-medium">
            {decisions.length} of {requiredDecisions} decisions
          </span>
        )}
        {approval.estimatedCostMicros !== undefined && (
          <span>estimated {formatDollars(approval.estimatedCostMicros)}</span>
        )}
        {approval.blocking && isPending && <span>the task waits</span>}
      </p>
      <div className="mt-2 flex flex-col gap-2">
        <Markdown>{summary}</Markdown>
        {isBudgetOverride(approval) && <BudgetOverride payload={payload} />}
        {payload && Object.keys(payload).length > 0 && !isBudgetOverride(approval) && (
          <pre
            tabIndex={0}
            aria-label="Payload"
            className="max-h-48 overflow-auto rounded-md bg-sunken px-2.5 py-1.5 font-mono text-xs"
          >
            {JSON.stringify(payload, null, 2)}
          </pre>
        )}
        <Detail name="Justification" text={approval.justification} />
        <Detail name="Rollback plan" text={approval.rollbackPlan} />
        {decisions.map(({ by, decision, reason, at }) => (
          <p key={`${by.id} ${at}`} className="text-[13px] text-ink-soft">
            <Who actor={by} /> {decision === 'APPROVE' ? 'approved' : 'denied'}{' '}
            <Ago at={at} className="text-xs text-ink-faint" />
            {reason !== undefined && reason !== '' && `: ${reason}`}
          </p>
        ))}
      </div>
      {isPending && <DecisionButtons approval={approval} />}
    </article>
  );
}

const Detail = ({ name, text }: { readonly name: string; readonly text: string | undefined }) =>
  text === undefined || text === '' ? null : (
    <p className="text-[13px] break-words">
      <span className="text-ink-faint">{name}: </span>
      {text}
    </p>
  );

function DecisionButtons({ approval }: { readonly approval: ApprovalView }) {
  const obstacle = whyNotDecidable(approval, useActorIn()(approval.projectId));
  const decision = useDecision(approval);
  const [isDenying, setIsDenying] = useState(false);
  if (obstacle !== undefined) return <p className="mt-3 text-[13px] text-ink-faint">{obstacle}</p>;
  return (
    <div className="mt-3 flex gap-2 max-md:[&>button]:flex-1">
      <Button look="good" isBusy={decision.isPending} onClick={() => decision.approve()}>
        <Check size={15} aria-hidden /> Approve
      </Button>
      <Button look="danger" disabled={decision.isPending} onClick={() => setIsDenying(true)}>
        <X size={15} aria-hidden /> Deny
      </Button>
      {isDenying && <DenyDialog approval={approval} onClose={() => setIsDenying(false)} />}
    </div>
  );
}
