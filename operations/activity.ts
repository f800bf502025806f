import { ulid } from 'ulid';
import { actorRef, type Actor } from '../domain/actor.ts';
import type { Store } from '../store/store.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What somebody did outside of tasks. */
interface Deed {
  readonly actor: Actor;
  /** For example agent.paused. */
  readonly type: string;
  /** A sentence without its subject: "paused Scout: holidays". */
  readonly summary: string;
  readonly projectId?: string;
  readonly agentId?: string;
  readonly data?: Record<string, unknown>;
}

/** The feed of what happens, in tasks and outside of them. */
export class Activity {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Writes down a deed and tells live streams. */
  async note({ actor, ...deed }: Deed): Promise<void> {
    const at = new Date().toISOString();
    const entry = { _id: ulid(), actor: actorRef(actor), at, ...withoutUndefined(deed) };
    await this.#store.activities.add(entry);
    const { _id: id, data: _data, ...shown } = entry;
    await this.#store.changes.add({
      event: 'activity.created',
      ...(deed.projectId !== undefined && { projectId: deed.projectId }),
      data: { id, ...shown },
    });
  }
}
