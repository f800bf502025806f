import { insertMissing } from './connection.ts';
import type { Assignee } from '../domain/actor.ts';
import type { NotificationKind } from '../domain/notification/vocabulary.ts';
import type { ChangeStore } from './changes.ts';
import type { NotificationDocument } from './documents/attention.ts';
import type { Models } from './models.ts';

/** Every field but the order, which follows from them. */
type NewNotification = Omit<NotificationDocument, 'order' | 'storedAt'>;

/** Whose notifications, and of which projects. */
interface Inbox {
  readonly recipient: Assignee;
  /** Undefined means all. */
  readonly projects: readonly string[] | undefined;
}

interface NotificationFilter {
  readonly unread?: boolean | undefined;
  readonly kind?: NotificationKind | undefined;
}

/** What single people and agents should see. */
export class NotificationStore {
  readonly #models: Models;
  readonly #changes: ChangeStore;

  constructor(models: Models, changes: ChangeStore) {
    this.#models = models;
    this.#changes = changes;
  }

  /** Writes notifications and tells live streams. Safe to repeat: each is written once. */
  async add(notifications: readonly NewNotification[]): Promise<void> {
    if (notifications.length === 0) return;
    const documents = notifications.map((one) => ({ ...one, order: `${one.at}-${one._id}`, storedAt: new Date() }));
    await insertMissing(this.#models.notifications, documents);
    await this.#changes.addOnce(
      documents.map((document) => ({
        _id: `notification:${document._id}`,
        event: 'notification.created',
        projectId: document.projectId,
        recipientId: document.recipient.id,
        data: { ...shownNotification(document) },
      })),
    );
  }

  /** Newest first. */
  async page(
    inbox: Inbox,
    { unread, kind }: NotificationFilter,
    limit: number,
    afterOrder?: string,
  ): Promise<NotificationDocument[]> {
    const query = {
      ...inboxCriteria(inbox),
      ...(unread !== undefined && { readAt: { $exists: !unread } }),
      ...(kind !== undefined && { kind }),
      ...(afterOrder !== undefined && { order: { $lt: afterOrder } }),
    };
    const found = await this.#models.notifications
      .find(query as never)
      .sort({ order: -1 })
      .limit(limit)
      .lean();
    return found as NotificationDocument[];
  }

  /** Stored after `since`, in that order. */
  async storedSince(since: Date, limit: number): Promise<NotificationDocument[]> {
    const query = { storedAt: { $gt: since } };
    const found = await this.#models.notifications.find(query).sort({ storedAt: 1 }).limit(limit).lean();
    return found as NotificationDocument[];
  }

  async byId(id: string): Promise<NotificationDocument | undefined> {
    return ((await this.#models.notifications.findOne({ _id: id }).lean()) as NotificationDocument | null) ?? undefined;
  }

  async unreadCount(inbox: Inbox): Promise<number> {
    return await this.#models.notifications.countDocuments({ ...inboxCriteria(inbox), ...UNREAD } as never);
  }

  /** @param ids undefined for all. */
  async markRead(inbox: Inbox, ids: readonly string[] | undefined): Promise<void> {
    const query = { ...inboxCriteria(inbox), ...UNREAD, ...(ids && { _id: { $in: [...ids] } }) };
    await this.#models.notifications.updateMany(query as never, { $set: { readAt: new Date().toISOString() } });
  }
}

const UNREAD = { readAt: { $exists: false } };

const inboxCriteria = ({ recipient, projects }: Inbox): object => ({
  'recipient.id': recipient.id,
  'recipient.kind': recipient.kind,
  ...(projects && { projectId: { $in: [...projects] } }),
});

/** A notification as its recipient sees it. */
export function shownNotification({ _id: id, ...document }: NotificationDocument) {
  const { order: _order, recipient: _recipient, storedAt: _stored, ...shown } = document;
  return { id, ...shown };
}
