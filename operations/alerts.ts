import type { Actor } from '../domain/actor.ts';
import { NEXT_ALERT_STATUSES, type AlertStatus, type NewAlert } from '../domain/alert/vocabulary.ts';
import { shownAlert } from '../store/alerts.ts';
import type { AlertDocument } from '../store/documents/attention.ts';
import type { Store } from '../store/store.ts';
import { authorize, authorizeKind } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import { reachOf, seesInstallation } from './authorization/reach.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import { notFound, OperationError } from './errors.ts';
import type { AlertView, HandleAlert, ListAlerts } from './schemas/attention.ts';

/** What people should know about until somebody has dealt with it. */
export class Alerts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Newest first; those without a project for ADMINs of the installation. */
  async list(
    caller: Caller,
    { project, limit, cursor, ...filter }: ListAlerts,
  ): Promise<{ items: AlertView[]; nextCursor?: string }> {
    const reach = reachOf(caller, 'alerts.read', project);
    const found = await this.#store.alerts.page(reach, filter, limit + 1, decodeCursor(cursor));
    return pageFrom(found, limit, shownAlert, ({ _id }) => _id);
  }

  async get(caller: Caller, id: string): Promise<AlertView> {
    const { alert } = await this.#find(caller, 'alerts.read', id);
    return shownAlert(alert);
  }

  /** Acknowledges, resolves or ignores an alert. @throws CONFLICT for one that cannot go there (any more). */
  async handle(caller: Caller, id: string, { status, note }: HandleAlert): Promise<AlertView> {
    const { alert, actor } = await this.#find(caller, 'alerts.handle', id);
    const handled = await this.#store.alerts.handle(id, { status, by: actor, ...(note !== undefined && { note }) });
    if (handled) return shownAlert(handled);
    const { status: current } = (await this.#store.alerts.byId(id)) ?? alert;
    throw new OperationError('CONFLICT', `this alert is ${current}: ${whatIsNext(current)}`);
  }

  /** Raises an alert, or counts it on the one that is open with its key. For other operations. */
  raise(alert: NewAlert): Promise<void> {
    return this.#store.alerts.raise(alert);
  }

  /** Closes the open alert with this key, if there is one. For other operations. */
  resolveByKey(key: string, by: Actor, note: string): Promise<void> {
    return this.#store.alerts.resolveByKey(key, by, note);
  }

  async #find(caller: Caller, operation: Operation, id: string): Promise<{ alert: AlertDocument; actor: Actor }> {
    const alert = await this.#store.alerts.byId(id);
    if (!alert) throw notFound(`the alert ${id}`);
    if (alert.projectId !== undefined) {
      return { alert, actor: authorize(caller, operation, alert.projectId, `the alert ${id}`) };
    }
    authorizeKind(caller, operation);
    if (!seesInstallation(caller)) throw notFound(`the alert ${id}`);
    return { alert, actor: caller.actor };
  }
}

function whatIsNext(status: AlertStatus): string {
  const next = NEXT_ALERT_STATUSES[status];
  return next.length === 0 ? 'it stays closed' : `it can become ${next.join(' or ')}`;
}
