import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { taskQuery } from '../api/queries.ts';
import { revealCard } from '../board/board-order.ts';
import { Button } from '../controls/button.tsx';
import { usePageTitle } from '../controls/page-title.ts';
import { Failure, SkeletonLines } from '../controls/states.tsx';
import { useShortcut } from '../shell/shortcuts.ts';
import { TaskHeader } from './task-header.tsx';
import { TaskPanel } from './task-panel.tsx';
import type { TaskTab } from './task-tabs.ts';
import { TabList } from './tab-list.tsx';

/** A task at the right of the board; on a phone it takes the screen. */
export default function TaskDrawer() {
  const { project: slug, key } = useParams({ from: '/p/$project/t/$key' });
  const search = useSearch({ from: '/p/$project/t/$key' });
  const tab = search.tab ?? 'overview';
  const navigate = useNavigate();
  const query = useQuery(taskQuery(key));
  const panel = useRef<HTMLElement>(null);

  const close = () =>
    void navigate({ to: '/p/$project', params: { project: slug }, search: ({ tab: _tab, ...filters }) => filters });
  const show = (next: TaskTab) => void navigate({ to: '.', replace: true, search: { ...search, tab: next } });

  usePageTitle(query.data && `${key} ${query.data.title}`, 1);
  useShortcut('Escape', close);

  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    revealCard(key);
    return () => document.querySelector<HTMLElement>(`[data-card="${CSS.escape(key)}"] a`)?.focus();
  }, [key]);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={`Task ${key}`}
      className="animate-enter-right flex w-[min(40rem,46vw)] min-w-[26rem] shrink-0 flex-col border-l border-line bg-surface outline-none max-md:fixed max-md:inset-0 max-md:z-30 max-md:w-full max-md:min-w-0 max-md:border-0"
    >
      {query.data ? (
        <>
          <TaskHeader task={query.data} onClose={close} />
          <TabList task={query.data} shown={tab} onShow={show} />
          <div
            key={`${key} ${tab}`}
            role="tabpanel"
            id={`panel-${tab}`}
            aria-labelledby={`tab-${tab}`}
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
          >
            <TaskPanel task={query.data} tab={tab} />
          </div>
        </>
      ) : (
        <>
          <div className="flex justify-end p-2">
            <Button look="quiet" size="icon" aria-label="Close task" onClick={close}>
              <X size={16} aria-hidden />
            </Button>
          </div>
          {query.error ? (
            <Failure error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <SkeletonLines count={8} />
          )}
        </>
      )}
    </aside>
  );
}
