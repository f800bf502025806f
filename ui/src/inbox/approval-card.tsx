import type { ReactNode } from 'react';
import type { ApprovalStatus } from '../../../domain/task/vocabulary.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Badge, type Tone } from '../controls/badge.tsx';
import { classNames } from '../controls/class-names.ts';
import { Markdown } from '../controls/markdown.tsx';
import { ApprovalFacts } from './approval-facts.tsx';
import { STATUS_WORDS, titleOf } from './approval-words.ts';
import { BudgetOverride } from './budget-override.tsx';
import { DecisionButtons } from './decision-buttons.tsx';
import { DecisionChain } from './decision-chain.tsx';
import { Decisions } from './decisions.tsx';
import { Held } from './held-command.tsx';
import { Payload } from './payload.tsx';
import { RiskBadge } from './risk-badge.tsx';

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
  const { id, action, kind, summary, risk, status, payload, held } = approval;
  const isPending = status === 'PENDING';
  const isForOthers = isPending && !approval.mayDecide;
  return (
    <article
      aria-label={`${id} ${action}`}
      className={classNames(
        'rounded-lg border border-line p-3.5',
        isForOthers ? 'border-dashed bg-canvas' : 'bg-surface shadow-card',
      )}
    >
      {where}
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold break-words">{titleOf(approval)}</h2>
        <RiskBadge risk={risk} />
        {!isPending && <Badge tone={STATUS_TONES[status]}>{STATUS_WORDS[status]}</Badge>}
        <span className="font-mono text-xs text-ink-faint">{id}</span>
      </div>
      <ApprovalFacts approval={approval} />
      <div className="mt-2 flex min-w-0 flex-col gap-2">
        <Markdown>{summary}</Markdown>
        {kind === 'BUDGET_OVERRIDE' ? <BudgetOverride payload={payload} /> : payload && <Payload payload={payload} />}
        {held && <Held held={held} />}
        <Detail name="Justification" text={approval.justification} />
        <Detail name="Rollback plan" text={approval.rollbackPlan} />
        <Decisions approval={approval} />
      </div>
      {isPending && <DecisionButtons approval={approval} />}
      <DecisionChain approval={approval} />
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
