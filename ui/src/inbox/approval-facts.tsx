import { formatDollars } from '../../../domain/money.ts';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Ago, Countdown } from '../controls/time.tsx';
import { Who } from '../task/who.tsx';
import { escalationInWords, KIND_LABELS } from './approval-words.ts';

/** Who asked for what kind of thing, what it costs, and how long it waits. */
export function ApprovalFacts({ approval }: { readonly approval: ApprovalView }) {
  const { kind, tool, requester, requestedAt, status, expiresAt, blocking } = approval;
  const isPending = status === 'PENDING';
  const escalation = escalationInWords(approval);
  const nextEscalation = escalation === undefined ? approval.escalateAt : approval.nextEscalationAt;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-ink-soft">
      <span>
        {KIND_LABELS[kind]}
        {tool !== undefined && tool !== approval.action && (
          <>
            {' '}
            <code className="font-mono">{tool}</code>
          </>
        )}
      </span>
      <span>
        <Who actor={requester} /> asked <Ago at={requestedAt} />
      </span>
      {approval.estimatedCostMicros !== undefined && (
        <span>estimated {formatDollars(approval.estimatedCostMicros)}</span>
      )}
      {isPending && <Countdown until={expiresAt} />}
      {isPending && escalation !== undefined && <span className="font-medium text-bad">{escalation}</span>}
      {isPending && (approval.level ?? 0) < 2 && nextEscalation !== undefined && nextEscalation < expiresAt && (
        <Countdown until={nextEscalation} verb="escalates" over="escalates now" isUrgent={false} />
      )}
      {blocking && isPending && <span>the task waits</span>}
    </p>
  );
}
