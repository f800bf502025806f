import { useQuery } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { latestNotificationsQuery } from './notification-queries.ts';

const BellPopover = lazy(() => import('./bell-popover.tsx'));
const MOST = 99;

/** How many notifications are unread; what they say comes when it is asked for. */
export function Bell() {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const unread = useQuery(latestNotificationsQuery).data?.unreadCount ?? 0;
  const open = (next: boolean) => {
    setIsOpen(next);
    setWasOpened(true);
  };
  const button = (
    <Button
      look="quiet"
      size="icon"
      aria-label={unread === 0 ? 'Notifications' : `Notifications: ${unread} unread`}
      title="Notifications"
      className="relative"
      {...(!wasOpened && { onClick: () => open(true), 'aria-haspopup': 'dialog' as const, 'aria-expanded': isOpen })}
    >
      <BellIcon size={17} aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0 min-w-4 rounded-full bg-bad px-1 text-center text-[10px] leading-4 font-semibold text-canvas max-md:top-1.5 max-md:right-1"
        >
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      )}
    </Button>
  );
  if (!wasOpened) return button;
  return (
    <Suspense fallback={button}>
      <BellPopover trigger={button} isOpen={isOpen} onOpenChange={open} />
    </Suspense>
  );
}
