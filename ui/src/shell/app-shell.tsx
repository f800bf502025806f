import { Outlet, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { Notices } from '../controls/notices.tsx';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { MoveProvider } from '../moves/move-provider.tsx';
import { Bell } from '../notifications/bell.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ActorProvider, useCurrentActor } from './actor.ts';
import { ConnectionBadge, OfflineBanner } from './connection-badge.tsx';
import { rememberProject, useCurrentProject } from './current-project.ts';
import { EmergencyBanner } from './emergency-banner.tsx';
import { TALL, TallNavigation, useWaitingApprovals, WideNavigation } from './navigation.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { useShortcut } from './shortcuts.ts';

const NewTaskDialog = lazy(() => import('../task/new-task-dialog.tsx'));
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'));

/** What is around every page: where you are, what waits for you, and whether what you see is live. */
export function AppShell() {
  const navigate = useNavigate();
  const actor = useCurrentActor();
  const project = useCurrentProject();
  const isPhone = useMediaQuery(PHONE);
  const [dialog, setDialog] = useState<'NEW_TASK' | 'SHORTCUTS'>();
  const waiting = useWaitingApprovals();
  const canCreate = isOperator(actor) && project !== undefined;
  const isAdminHere = actor.kind === 'HUMAN' && actor.role === 'ADMIN';
  const newTask = () => canCreate && setDialog('NEW_TASK');

  useShortcut('c', newTask);
  useShortcut('?', () => setDialog('SHORTCUTS'));
  useShortcut('g i', () => void navigate({ to: '/inbox' }));
  useShortcut('g n', () => void navigate({ to: '/notifications' }));
  useShortcut('g v', () => void navigate({ to: '/activity' }));
  useShortcut('g l', () => void navigate({ to: '/alerts' }));
  useShortcut(
    'g a',
    () => project && void navigate({ to: '/projects/$project/agents', params: { project: project.slug } }),
  );
  useShortcut(
    'g p',
    () => project && void navigate({ to: '/projects/$project/policies', params: { project: project.slug } }),
  );
  useShortcut(
    'g r',
    () => project && void navigate({ to: '/projects/$project/routing', params: { project: project.slug } }),
  );
  useShortcut(
    'g c',
    () => project && void navigate({ to: '/projects/$project/costs', params: { project: project.slug } }),
  );
  useShortcut(
    'g s',
    () =>
      void (project && isAdminHere
        ? navigate({ to: '/projects/$project/settings', params: { project: project.slug } })
        : navigate({ to: '/account' })),
  );
  useShortcut(
    'g b',
    () => project && void navigate({ to: '/p/$project', params: { project: project.slug }, search: {} }),
  );

  const slug = project?.slug;
  useEffect(() => {
    if (slug !== undefined) rememberProject(slug);
  }, [slug]);
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Mission Control` : 'Mission Control';
  }, [waiting]);

  return (
    <ActorProvider value={actor}>
      <MoveProvider>
        <div className="flex h-full flex-col">
          <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-3 max-md:h-14 max-md:px-2">
            <img src="/favicon.svg" alt="" className="mr-1 size-6 max-md:hidden" />
            <ProjectMenu />
            {!isPhone && <WideNavigation slug={project?.slug} />}
            <span className="flex-1" />
            <ConnectionBadge />
            {!isPhone && canCreate && (
              <Button look="primary" onClick={newTask} title="New task (C)" className="mx-1.5">
                <Plus size={15} aria-hidden /> New task
              </Button>
            )}
            <Bell />
            <AccountMenu onShortcuts={() => setDialog('SHORTCUTS')} />
          </header>
          <OfflineBanner />
          <EmergencyBanner />
          <main className="flex min-h-0 flex-1 flex-col">
            <Outlet />
          </main>
          {isPhone && (
            <TallNavigation
              slug={project?.slug}
              newTask={
                canCreate && (
                  <button type="button" onClick={newTask} className={classNames(TALL, 'text-accent-text')}>
                    <Plus size={20} aria-hidden />
                    New task
                  </button>
                )
              }
            />
          )}
        </div>
        <Suspense>
          {dialog === 'NEW_TASK' && project && <NewTaskDialog project={project} onClose={() => setDialog(undefined)} />}
          {dialog === 'SHORTCUTS' && <ShortcutHelp onClose={() => setDialog(undefined)} />}
        </Suspense>
        <Notices />
      </MoveProvider>
    </ActorProvider>
  );
}
