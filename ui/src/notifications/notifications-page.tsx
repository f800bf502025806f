import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { BellOff, Check, CheckCheck } from 'lucide-react';
import { NOTIFICATION_KINDS } from '../../../domain/notification/vocabulary.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { PageFrame } from '../controls/page-frame.tsx';
import { Empty } from '../controls/states.tsx';
import { Pages } from '../task/pages.tsx';
import { NotificationItem } from './notification-item.tsx';
import { notificationsQuery } from './notification-queries.ts';
import type { NotificationFilters } from './notification-search.ts';
import { KIND_LABELS } from './notification-words.ts';
import { useMarkRead } from './use-mark-read.ts';

/** Everything that one was told. */
export default function NotificationsPage() {
  const filters: NotificationFilters = useSearch({ from: '/notifications' });
  const navigate = useNavigate();
  const query = useInfiniteQuery(notificationsQuery(filters));
  const markRead = useMarkRead();
  const unread = query.data?.pages[0]?.unreadCount ?? 0;
  const filter = (change: NotificationFilters) =>
    void navigate({ to: '/notifications', replace: true, search: { ...filters, ...change } });

  return (
    <PageFrame
      title="Notifications"
      note={query.data && (unread === 0 ? 'Everything is read' : `${unread} unread`)}
      actions={
        <div className="flex flex-wrap items-center gap-2 max-md:w-full max-md:[&>button]:flex-1 max-md:[&>select]:w-full!">
          <label className="flex h-8 items-center gap-2 text-[13px] max-md:h-11">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={filters.unread === true}
              onChange={({ target }) => filter({ unread: target.checked || undefined })}
            />
            Unread only
          </label>
          <Choice
            aria-label="Kind"
            className="w-auto! text-[13px]!"
            values={NOTIFICATION_KINDS}
            labels={KIND_LABELS}
            value={filters.kind}
            none="Any kind"
            onChoose={(kind) => filter({ kind })}
          />
          <Button disabled={unread === 0} isBusy={markRead.isPending} onClick={() => markRead.mutate('ALL')}>
            <CheckCheck size={15} aria-hidden /> Mark all read
          </Button>
        </div>
      }
    >
      <Pages
        query={query}
        isEndless
        empty={
          <Empty
            title={filters.unread || filters.kind ? 'No notification fits these filters' : 'Nobody needs you'}
            icon={<BellOff size={22} aria-hidden />}
          >
            <p>Mentions, assignments, moves of your tasks and decisions that concern you arrive here.</p>
          </Empty>
        }
      >
        {(notifications) => (
          <ol
            aria-label="Notifications"
            className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
          >
            {notifications.map((notification) => (
              <li key={notification.id} className="flex items-stretch [&>a]:min-w-0 [&>a]:flex-1">
                <NotificationItem
                  notification={notification}
                  onOpen={({ id, readAt }) => readAt === undefined && markRead.mutate([id])}
                />
                {notification.readAt === undefined && (
                  <Button
                    look="quiet"
                    size="icon"
                    className="m-1 self-center"
                    aria-label={`Mark as read: ${notification.title}`}
                    title="Mark as read"
                    onClick={() => markRead.mutate([notification.id])}
                  >
                    <Check size={15} aria-hidden />
                  </Button>
                )}
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </PageFrame>
  );
}
