import { insertMissing } from './connection.ts';
import type { ChangeStore } from './changes.ts';
import type { NotificationDocument } from './documents/attention.ts';
import type { Models } from './models.ts';

/** Every field but the order, which follows from them. */
type NewNotification = Omit<NotificationDocument, 'order'>;

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
    const documents = notifications.map((one) => ({ ...one, order: `${one.at}-${one._id}` }));
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
}

/** A notification as its recipient sees it. */
export function shownNotification({ _id: id, order: _order, recipient: _recipient, ...shown }: NotificationDocument) {
  return { id, ...shown };
}
