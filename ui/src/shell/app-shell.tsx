import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { Inbox, Plus, SquareKanban } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { Notices } from '../controls/notices.tsx';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { pendingApprovalsQuery } from '../api/queries.ts';
import { mayDecide } from '../inbox/may-decide.ts';
import { MoveProvider } from '../moves/move-provider.tsx';
import { AccountMenu } from './account-menu.tsx';
import { useActor, useActorIn } from './actor.ts';
import { ConnectionBadge, OfflineBanner } from './connection-badge.tsx';
import { useCurrentProject } from './current-project.ts';
import { EmergencyBanner } from './emergency-banner.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { useShortcut } from './shortcuts.ts';

const NewTaskDialog = lazy(() => import('../task/new-task-dialog.tsx'));
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'));

/** What is around every page: where you are, what waits for you, and whether what you see is live. */
export function AppShell() {
  const navigate = useNavigate();
  const actor = useActor();
  const project = useCurrentProject();
  const isPhone = useMediaQuery(PHONE);
  const [dialog, setDialog] = useState<'NEW_TASK' | 'SHORTCUTS'>();
  const waiting = useWaitingApprovals();
  const canCreate = isOperator(actor) && project !== undefined;
  const newTask = () => canCreate && setDialog('NEW_TASK');

  useShortcut('c', newTask);
  useShortcut('?', () => setDialog('SHORTCUTS'));
  useShortcut('g i', () => void navigate({ to: '/inbox' }));
  useShortcut(
    'g b',
    () => project && void navigate({ to: '/p/$project', params: { project: project.slug }, search: {} }),
  );

  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Mission Control` : 'Mission Control';
  }, [waiting]);

  return (
    <MoveProvider>
      <div className="flex h-full flex-col">
        <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-3 max-md:h-14 max-md:px-2">
          <img src="/favicon.svg" alt="" className="mr-1 size-6 max-md:hidden" />
          <ProjectMenu />
          {!isPhone && (
            <nav aria-label="Main" className="ml-2 flex gap-0.5">
              <NavLinks waiting={waiting} slug={project?.slug} />
            </nav>
          )}
          <span className="flex-1" />
          <ConnectionBadge />
          {!isPhone && canCreate && (
            <Button look="primary" onClick={newTask} title="New task (C)" className="mx-1.5">
              <Plus size={15} aria-hidden /> New task
            </Button>
          )}
          <AccountMenu onShortcuts={() => setDialog('SHORTCUTS')} />
        </header>
        <OfflineBanner />
        <EmergencyBanner />
        <main className="flex min-h-0 flex-1 flex-col">
          <Outlet />
        </main>
        {isPhone && (
          <nav
            aria-label="Main"
            className="flex shrink-0 items-stretch border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
          >
            <NavLinks waiting={waiting} slug={project?.slug} isTall />
            {canCreate && (
              <button type="button" onClick={newTask} className={classNames(TALL, 'text-accent-text')}>
                <Plus size={20} aria-hidden />
                New task
              </button>
            )}
          </nav>
        )}
      </div>
      <Suspense>
        {dialog === 'NEW_TASK' && project && <NewTaskDialog project={project} onClose={() => setDialog(undefined)} />}
        {dialog === 'SHORTCUTS' && <ShortcutHelp onClose={() => setDialog(undefined)} />}
      </Suspense>
      <Notices />
    </MoveProvider>
  );
}

const WIDE = 'flex h-8 items-center gap-1.5 rounded-md px-2.5 text-ink-soft hover:bg-sunken hover:text-ink';
const TALL = 'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] text-ink-soft';
const ACTIVE = { className: 'bg-accent-soft! text-accent-text! font-medium', 'aria-current': 'page' } as const;

interface NavLinksProps {
  readonly waiting: number;
  readonly slug: string | undefined;
  readonly isTall?: boolean;
}

function NavLinks({ waiting, slug, isTall = false }: NavLinksProps) {
  const look = isTall ? TALL : WIDE;
  const size = isTall ? 20 : 15;
  return (
    <>
      {slug !== undefined && (
        <Link
          to="/p/$project"
          params={{ project: slug }}
          search={{}}
          activeOptions={{ includeSearch: false }}
          className={look}
          activeProps={ACTIVE}
        >
          <SquareKanban size={size} aria-hidden /> Board
        </Link>
      )}
      <Link to="/inbox" className={look} activeProps={ACTIVE}>
        <Inbox size={size} aria-hidden />
        <span>
          Inbox{' '}
          {waiting > 0 && (
            <span className="rounded-full bg-warn px-1.5 py-px text-[11px] font-semibold text-canvas">
              {waiting}
              <span className="sr-only"> approvals wait for you</span>
            </span>
          )}
        </span>
      </Link>
    </>
  );
}

function useWaitingApprovals(): number {
  const actorIn = useActorIn();
  const pending = useQuery(pendingApprovalsQuery).data?.items ?? [];
  return pending.filter((approval) => mayDecide(approval, actorIn(approval.projectId))).length;
}
