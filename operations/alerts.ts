import type { Actor } from '../domain/actor.ts';
import type { NewAlert } from '../domain/alert/vocabulary.ts';
import type { Store } from '../store/store.ts';

/** What people should know about until somebody has dealt with it. */
export class Alerts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Raises an alert, or counts it on the one that is open with its key. For other operations. */
  raise(alert: NewAlert): Promise<void> {
    return this.#store.alerts.raise(alert);
  }

  /** Closes the open alert with this key, if there is one. For other operations. */
  resolveByKey(key: string, by: Actor, note: string): Promise<void> {
    return this.#store.alerts.resolveByKey(key, by, note);
  }
}
