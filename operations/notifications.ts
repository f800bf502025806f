import type { Assignee } from '../domain/actor.ts';
import { shownNotification } from '../store/notifications.ts';
import type { Store } from '../store/store.ts';
import { authorizeMany } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import { OperationError } from './errors.ts';
import type { ListNotifications, MarkRead, NotificationPage } from './schemas/attention.ts';

/** What a person or an agent should see, in the projects that they see now. */
export class Notifications {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The caller's own, newest first. */
  async list(caller: Caller, { limit, cursor, ...filter }: ListNotifications): Promise<NotificationPage> {
    const inbox = inboxOf(caller, 'notifications.read');
    const [found, unreadCount] = await Promise.all([
      this.#store.notifications.page(inbox, filter, limit + 1, decodeCursor(cursor)),
      this.#store.notifications.unreadCount(inbox),
    ]);
    return { ...pageFrom(found, limit, shownNotification, ({ order }) => order), unreadCount };
  }

  /** Marks these, or all, as read; those of others stay as they are. */
  async markRead(caller: Caller, { ids }: MarkRead): Promise<{ unreadCount: number }> {
    const inbox = inboxOf(caller, 'notifications.mark');
    await this.#store.notifications.markRead(inbox, ids);
    return { unreadCount: await this.#store.notifications.unreadCount(inbox) };
  }
}

function inboxOf(
  caller: Caller,
  operation: Operation,
): { recipient: Assignee; projects: readonly string[] | undefined } {
  const projects = authorizeMany(caller, operation, undefined);
  return { recipient: recipientOf(caller), projects };
}

/** The person or agent that a caller is. @throws FORBIDDEN for anything else */
export function recipientOf({ actor: { kind, id, name } }: Caller): Assignee {
  if (kind === 'SYSTEM') throw new OperationError('FORBIDDEN', 'only people and agents are told of things');
  return { kind, id, name };
}
