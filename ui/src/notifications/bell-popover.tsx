import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BellOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { Popover } from '../controls/popover.tsx';
import { Empty, Failure, SkeletonLines } from '../controls/states.tsx';
import { NotificationItem } from './notification-item.tsx';
import { latestNotificationsQuery } from './notification-queries.ts';
import { useMarkRead } from './use-mark-read.ts';

interface BellPopoverProps {
  readonly trigger: ReactNode;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** The newest notifications under the bell. */
export default function BellPopover({ trigger, isOpen, onOpenChange }: BellPopoverProps) {
  const latest = useQuery(latestNotificationsQuery);
  const markRead = useMarkRead();
  const items = latest.data?.items ?? [];
  const close = () => onOpenChange(false);

  return (
    <Popover label="Notifications" trigger={trigger} isOpen={isOpen} onOpenChange={onOpenChange}>
      <div className="flex items-center gap-2 border-b border-line px-3 py-1.5">
        <h2 className="flex-1 text-[13px] font-semibold">Notifications</h2>
        <Button
          look="quiet"
          size="small"
          disabled={(latest.data?.unreadCount ?? 0) === 0}
          isBusy={markRead.isPending}
          onClick={() => markRead.mutate('ALL')}
        >
          Mark all read
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {latest.isPending && <SkeletonLines count={4} />}
        {latest.error && !latest.data && <Failure error={latest.error} onRetry={() => void latest.refetch()} />}
        {latest.isSuccess && items.length === 0 && (
          <Empty title="Nothing new" icon={<BellOff size={20} aria-hidden />}>
            <p className="text-[13px]">Mentions, assignments, moves and decisions that concern you arrive here.</p>
          </Empty>
        )}
        <ul className="divide-y divide-line">
          {items.map((notification) => (
            <li key={notification.id}>
              <NotificationItem
                notification={notification}
                onOpen={({ id, readAt }) => {
                  if (readAt === undefined) markRead.mutate([id]);
                  close();
                }}
              />
            </li>
          ))}
        </ul>
      </div>
      <Link
        to="/notifications"
        onClick={close}
        className="border-t border-line px-3 py-2 text-center text-[13px] text-accent-text hover:bg-sunken max-md:py-3"
      >
        See all
      </Link>
    </Popover>
  );
}
