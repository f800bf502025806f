import { Outlet, useMatch, useRouter } from '@tanstack/react-router';
import { Plus, Search } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { hasRole, isOperator } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { classNames } from '../controls/class-names.ts';
import { Notices } from '../controls/notices.tsx';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { MoveProvider } from '../moves/move-provider.tsx';
import { Bell } from '../notifications/bell.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ActorProvider, useActor, useCurrentActor, useSession } from './actor.ts';
import { ConnectionBadge, OfflineBanner } from './connection-badge.tsx';
import { rememberProject, useCurrentProject } from './current-project.ts';
import { EmergencyBanner } from './emergency-banner.tsx';
import { areStepsOver, endSteps } from './first-steps.ts';
import { HelpMenu } from './help-menu.tsx';
import { TALL, TallNavigation, WideNavigation } from './navigation.tsx';
import { addressOf, PLACES, type Place } from './places.ts';
import { ProjectMenu } from './project-menu.tsx';
import { openDialog } from './shell-dialog.ts';
import { ShellDialogs } from './shell-dialogs.tsx';
import { useShortcut } from './shortcuts.ts';
import { useRecentTask } from './use-recent-task.ts';
import { useWaitingBadge } from './waiting.ts';

const FirstStepsGuide = lazy(() => import('./first-steps-guide.tsx'));

/** Below this the header has no room for what the account menu has as well. */
const NARROW = '(max-width: 1023px)';

/** What is around every page: where you are, what waits for you, and whether what you see is live. */
export function AppShell() {
  const actor = useCurrentActor();
  const project = useCurrentProject();
  const isPhone = useMediaQuery(PHONE);
  const isNarrow = useMediaQuery(NARROW);
  const canCreate = isOperator(actor) && project !== undefined;
  const newTask = () => canCreate && openDialog({ name: 'NEW_TASK' });
  const slug = project?.slug;

  useShortcut('Mod+k', () => openDialog({ name: 'PALETTE' }));
  useShortcut('c', newTask);
  useShortcut('?', () => openDialog({ name: 'SHORTCUTS' }));
  useWaitingBadge();
  useRecentTask();
  useEffect(() => {
    if (slug !== undefined) rememberProject(slug);
  }, [slug]);

  return (
    <ActorProvider value={actor}>
      <MoveProvider>
        {PLACES.map(
          (place) =>
            place.keys !== undefined && (
              <PlaceShortcut key={place.keys} place={place} slug={slug} isAdminHere={hasRole(actor, 'ADMIN')} />
            ),
        )}
        <div className="flex h-full flex-col">
          <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-3 max-md:h-14 max-md:px-2">
            <img src="/favicon.svg" alt="" className="mr-1 size-6 max-md:hidden" />
            <ProjectMenu />
            {!isPhone && <WideNavigation slug={slug} />}
            <span className="flex-1" />
            <ConnectionBadge />
            <Button
              look="quiet"
              size="icon"
              aria-label="Search everything"
              title="Search everything (Ctrl K)"
              onClick={() => openDialog({ name: 'PALETTE' })}
            >
              <Search size={17} aria-hidden />
            </Button>
            {!isPhone && canCreate && (
              <Button look="primary" onClick={newTask} title="New task (C)" className="mx-1.5">
                <Plus size={15} aria-hidden /> <span className="max-lg:sr-only">New task</span>
              </Button>
            )}
            <Bell />
            {!isNarrow && <HelpMenu />}
            <AccountMenu hasHelp={isNarrow} />
          </header>
          <OfflineBanner />
          <EmergencyBanner />
          <FirstSteps />
          <main className="flex min-h-0 flex-1 flex-col">
            <Outlet />
          </main>
          {isPhone && (
            <TallNavigation
              slug={slug}
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
        <ShellDialogs />
        <Notices />
      </MoveProvider>
    </ActorProvider>
  );
}

/** On boards, until a first task is done or somebody has had enough. */
function FirstSteps() {
  const { person } = useSession();
  const actor = useActor();
  const board = useMatch({ from: '/p/$project', shouldThrow: false });
  const [isOver, setIsOver] = useState(() => areStepsOver(person.id));
  const end = useCallback(() => {
    endSteps(person.id);
    setIsOver(true);
  }, [person.id]);
  if (isOver || !board || !isOperator(actor)) return null;
  return (
    <Suspense>
      <FirstStepsGuide slug={board.params.project} onOver={end} />
    </Suspense>
  );
}

interface PlaceShortcutProps {
  readonly place: Place;
  readonly slug: string | undefined;
  readonly isAdminHere: boolean;
}

/** Leads to a place by its chord; who may not see it is led to what they have of their own. */
function PlaceShortcut({ place, slug, isAdminHere }: PlaceShortcutProps) {
  const { history } = useRouter();
  useShortcut(place.keys ?? '', () => {
    const address = place.least === undefined || isAdminHere ? addressOf(place, slug) : '/account';
    if (address !== undefined) history.push(address);
  });
  return null;
}
