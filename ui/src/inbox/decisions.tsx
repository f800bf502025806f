import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { Ago } from '../controls/time.tsx';
import { Who } from '../task/who.tsx';
import { grantInWords } from './approval-words.ts';

/** Who has said what so far, and how many more it takes. */
export function Decisions({ approval }: { readonly approval: ApprovalView }) {
  const { decisions, requiredDecisions, status, closedAt, closedBy, closedBecause } = approval;
  const isCounted = requiredDecisions > 1 && status === 'PENDING';
  const isUndecided = status === 'EXPIRED' || status === 'CANCELED';
  if (!isCounted && !isUndecided && decisions.length === 0) return null;
  return (
    <div className="text-[13px] text-ink-soft">
      {isCounted && (
        <p className="font-medium text-ink">
          {decisions.length} of {requiredDecisions} decisions
        </p>
      )}
      {decisions.map(({ by, decision, reason, grant, at }) => (
        <p key={`${by.id} ${at}`} className="break-words">
          <Who actor={by} /> {decision === 'APPROVE' ? 'approved' : 'denied'}{' '}
          <Ago at={at} className="text-xs text-ink-faint" />
          {grant && `, ${grantInWords(grant)}`}
          {reason !== undefined && reason !== '' && `: ${reason}`}
        </p>
      ))}
      {isUndecided && (
        <p>
          {status === 'EXPIRED' ? (
            'Nobody decided in time'
          ) : (
            <>{closedBy ? <Who actor={closedBy} /> : 'Somebody'} withdrew it</>
          )}
          {closedAt !== undefined && (
            <>
              {' '}
              <Ago at={closedAt} className="text-xs text-ink-faint" />
            </>
          )}
          {status === 'CANCELED' && closedBecause !== undefined && `: ${closedBecause}`}
        </p>
      )}
    </div>
  );
}
