import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { pendingApprovalsQuery } from '../api/queries.ts';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { ApprovalList } from './approval-list.tsx';
import { useExpectedDecisions } from './expected-decisions.ts';

const order = ({ mayDecide, expiresAt, id }: ApprovalView): string => `${mayDecide ? 0 : 1} ${expiresAt} ${id}`;

/** Every decision that waits: mine first, and what runs out first at the top. */
export function WaitingApprovals({ foot }: { readonly foot: HTMLElement | null }) {
  const query = useQuery(pendingApprovalsQuery);
  const expected = useExpectedDecisions();
  const approvals = (query.data?.items ?? [])
    .filter(({ id }) => !expected.has(id))
    .toSorted((one, other) => order(one).localeCompare(order(other)));
  return (
    <>
      {query.isPending && <SkeletonLines count={6} />}
      {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && approvals.length === 0 && (
        <Empty title="Nothing waits for a decision" icon={<Inbox size={22} aria-hidden />}>
          <p>What agents may not do by themselves arrives here, from every project, and in the tab’s title.</p>
        </Empty>
      )}
      <ApprovalList approvals={approvals} foot={foot} />
      {query.data?.nextCursor !== undefined && (
        <p className="py-3 text-center text-[13px] text-ink-faint">
          The {query.data.items.length} that expire first are shown; more wait behind them.
        </p>
      )}
    </>
  );
}
