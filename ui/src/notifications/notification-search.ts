import { NOTIFICATION_KINDS, type NotificationKind } from '../../../domain/notification/vocabulary.ts';
import { oneOf, said, type Search } from '../api/search.ts';

export interface NotificationFilters {
  readonly unread?: true | undefined;
  readonly kind?: NotificationKind | undefined;
}

export const notificationSearch = ({ unread, kind }: Search): NotificationFilters =>
  said({ unread: unread === true ? true : undefined, kind: oneOf(NOTIFICATION_KINDS, kind) });
