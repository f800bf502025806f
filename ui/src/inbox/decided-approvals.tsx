import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { APPROVAL_STATUSES } from '../../../domain/task/vocabulary.ts';
import { Choice } from '../controls/choice.tsx';
import { Empty } from '../controls/states.tsx';
import { Pages } from '../task/pages.tsx';
import { ApprovalCard } from './approval-card.tsx';
import { ApprovalPlace } from './approval-place.tsx';
import { approvalsQuery } from './approval-queries.ts';

const ENDS = APPROVAL_STATUSES.filter((status) => status !== 'PENDING');
const END_LABELS = {
  PENDING: 'Pending',
  APPROVED: 'Approved',
  DENIED: 'Denied',
  EXPIRED: 'Expired',
  CANCELED: 'Withdrawn',
} as const;

/** What became of requests, the newest first: who decided, when and why. */
export function DecidedApprovals() {
  const navigate = useNavigate();
  const { status } = useSearch({ from: '/inbox' });
  const query = useInfiniteQuery(approvalsQuery(status));
  return (
    <>
      <Choice
        aria-label="How they ended"
        className="mb-3 w-auto! text-[13px]!"
        values={ENDS}
        labels={END_LABELS}
        value={status}
        none="However they ended"
        onChoose={(chosen) =>
          void navigate({ to: '/inbox', search: { tab: 'decided', status: chosen }, replace: true })
        }
      />
      <Pages query={query} empty={<NoneDecided />} isEndless>
        {(approvals) => {
          const decided = approvals.filter((approval) => approval.status !== 'PENDING');
          if (decided.length === 0 && !query.hasNextPage) return <NoneDecided />;
          return (
            <ol aria-label="Decided approvals" className="flex flex-col gap-3">
              {decided.map((approval) => (
                <li key={approval.id}>
                  <ApprovalCard approval={approval} where={<ApprovalPlace approval={approval} />} />
                </li>
              ))}
            </ol>
          );
        }}
      </Pages>
    </>
  );
}

const NoneDecided = () => (
  <Empty title="Nothing was decided yet" icon={<History size={22} aria-hidden />}>
    <p>Who approved or denied what, when and why is kept here.</p>
  </Empty>
);
