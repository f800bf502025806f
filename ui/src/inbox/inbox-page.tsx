import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { PageFrame } from '../controls/page-frame.tsx';
import { DecidedApprovals } from './decided-approvals.tsx';
import { DenyProvider } from './deny-provider.tsx';
import { ManualWork } from './manual-work.tsx';
import { WaitingApprovals } from './waiting-approvals.tsx';

const TAB =
  'flex h-8 items-center rounded-md px-3 text-[13px] text-ink-soft hover:bg-sunken hover:text-ink max-md:h-11 max-md:flex-1 max-md:justify-center';
const ACTIVE = { className: 'bg-accent-soft! text-accent-text! font-medium', 'aria-current': 'page' } as const;

/** Every decision that waits, mine first, what became of those before, and the work that is done by hand. */
export default function InboxPage() {
  const { tab } = useSearch({ from: '/inbox' });
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  return (
    <>
      <PageFrame
        title="Inbox"
        {...(tab === undefined && {
          note: (
            <span className="max-md:hidden">J and K move, A approves, D denies, X selects, Shift X up to there.</span>
          ),
        })}
        actions={
          <nav aria-label="Inbox" className="flex gap-0.5 max-md:w-full">
            <Link to="/inbox" search={{}} activeOptions={{ exact: true }} className={TAB} activeProps={ACTIVE}>
              Waiting
            </Link>
            <Link
              to="/inbox"
              search={{ tab: 'decided' }}
              activeOptions={{ exact: false }}
              className={TAB}
              activeProps={ACTIVE}
            >
              Decided
            </Link>
            <Link
              to="/inbox"
              search={{ tab: 'work' }}
              activeOptions={{ exact: false }}
              className={TAB}
              activeProps={ACTIVE}
            >
              Work
            </Link>
          </nav>
        }
      >
        {tab === 'decided' && <DecidedApprovals />}
        {tab === 'work' && <ManualWork />}
        {tab === undefined && (
          <DenyProvider>
            <WaitingApprovals foot={foot} />
          </DenyProvider>
        )}
      </PageFrame>
      <div ref={setFoot} />
    </>
  );
}
