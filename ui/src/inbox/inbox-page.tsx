import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ApprovalView } from '../../../operations/schemas/approval.ts';
import { pendingApprovalsQuery } from '../api/queries.ts';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { useActorIn } from '../shell/actor.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { ApprovalCard } from './approval-card.tsx';
import { DenyDialog } from './deny-dialog.tsx';
import { mayDecide } from './may-decide.ts';
import { useDecision } from './use-decision.ts';

/** Every decision that waits, mine first, and what runs out first at the top. */
export default function InboxPage() {
  const query = useQuery(pendingApprovalsQuery);
  const actorIn = useActorIn();
  const order = (approval: ApprovalView) =>
    `${mayDecide(approval, actorIn(approval.projectId)) ? 0 : 1} ${approval.expiresAt}`;
  const approvals = (query.data?.items ?? []).toSorted((one, other) => order(one).localeCompare(order(other)));

  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-3xl px-4 py-4 max-md:px-3">
        <div className="mb-3 flex items-baseline gap-3">
          <h1 className="text-lg font-semibold">Inbox</h1>
          <p className="text-[13px] text-ink-faint max-md:hidden">J and K move, A approves, D denies.</p>
        </div>
        {query.isPending && <SkeletonLines count={6} />}
        {query.error && !query.data && <Failure error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && approvals.length === 0 && (
          <Empty title="Nothing waits for a decision" icon={<Inbox size={22} aria-hidden />}>
            <p>What agents may not do by themselves arrives here, from every project, and in the tab’s title.</p>
          </Empty>
        )}
        {approvals.length > 0 && <Approvals approvals={approvals} />}
      </div>
    </div>
  );
}

function Approvals({ approvals }: { readonly approvals: readonly ApprovalView[] }) {
  const [chosenId, setChosenId] = useState(approvals[0]?.id);
  const [lastAt, setLastAt] = useState(0);
  const found = approvals.findIndex(({ id }) => id === chosenId);
  // A decided approval leaves the list; the one that takes its place is chosen.
  const at = found < 0 ? Math.min(lastAt, approvals.length - 1) : found;
  const chosen = approvals[at];

  function step(by: number): void {
    const next = Math.max(0, Math.min(approvals.length - 1, at + by));
    setLastAt(next);
    setChosenId(approvals[next]?.id);
  }
  useShortcut('j', () => step(1));
  useShortcut('k', () => step(-1));

  return (
    <>
      {chosen && <DecisionKeys key={chosen.id} approval={chosen} onDecided={() => setLastAt(at)} />}
      <ol aria-label="Pending approvals" className="flex flex-col gap-3">
        {approvals.map((approval) => (
          <InboxItem key={approval.id} approval={approval} isChosen={approval === chosen} />
        ))}
      </ol>
    </>
  );
}

/** A and D for the chosen approval. */
function DecisionKeys({ approval, onDecided }: { readonly approval: ApprovalView; readonly onDecided: () => void }) {
  const actor = useActorIn()(approval.projectId);
  const [isDenying, setIsDenying] = useState(false);
  const decision = useDecision(approval, onDecided);
  useShortcut('a', () => mayDecide(approval, actor) && !decision.isPending && decision.approve());
  useShortcut('d', () => mayDecide(approval, actor) && setIsDenying(true));
  return isDenying && <DenyDialog approval={approval} onClose={() => setIsDenying(false)} />;
}

function InboxItem({ approval, isChosen }: { readonly approval: ApprovalView; readonly isChosen: boolean }) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <li
      ref={item}
      aria-current={isChosen || undefined}
      className="scroll-my-4 rounded-lg aria-current:ring-2 aria-current:ring-accent"
    >
      <ApprovalCard
        approval={approval}
        where={
          <p className="mb-1 truncate text-[13px]">
            <Link
              to="/p/$project/t/$key"
              params={{ project: approval.projectId, key: approval.taskKey }}
              search={{ tab: 'approvals' }}
              className="text-accent-text hover:underline"
            >
              <span className="font-mono text-xs">{approval.taskKey}</span> {approval.taskTitle}
            </Link>
          </p>
        }
      />
    </li>
  );
}
