import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { NotificationView } from '../../../operations/schemas/attention.ts';
import type { Page } from '../api/queries.ts';
import { get } from '../api/request.ts';
import type { NotificationFilters } from './notification-search.ts';

const SHOWN_IN_POPOVER = 20;
const SHOWN_IN_PAGE = 50;

interface NotificationPage extends Page<NotificationView> {
  readonly unreadCount: number;
}

/** What the bell shows: the newest ones, and how many nobody has read. */
export const latestNotificationsQuery = queryOptions({
  queryKey: ['notifications', 'latest'],
  queryFn: ({ signal }) => get<NotificationPage>('/notifications', { limit: SHOWN_IN_POPOVER }, signal),
});

export const notificationsQuery = ({ unread, kind }: NotificationFilters) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', unread, kind],
    queryFn: ({ pageParam, signal }) =>
      get<NotificationPage>(
        '/notifications',
        { limit: SHOWN_IN_PAGE, cursor: pageParam, kind, ...(unread && { unread: 'true' }) },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
  });
