import { ulid } from 'ulid';
import { actorRef, MISSION_CONTROL, type ActorRef, type Assignee } from '../domain/actor.ts';
import {
  ALERT_SEVERITIES,
  NEXT_ALERT_STATUSES,
  type AlertSeverity,
  type AlertStatus,
  type NewAlert,
} from '../domain/alert/vocabulary.ts';
import type { ChangeStore } from './changes.ts';
import { despiteDeadlocks, isDuplicateKey } from './connection.ts';
import { decidersOf } from './deciders.ts';
import type { AlertDocument, NotificationDocument } from './documents/attention.ts';
import type { Models } from './models.ts';
import type { NotificationStore } from './notifications.ts';
import type { PeopleStore } from './people.ts';
import { reachCriteria, type Reach } from './reach.ts';

interface AlertFilter {
  readonly status?: AlertStatus | undefined;
  readonly severity?: AlertSeverity | undefined;
  readonly agent?: string | undefined;
  readonly task?: string | undefined;
}

interface AlertStep {
  readonly status: Exclude<AlertStatus, 'OPEN'>;
  readonly by: ActorRef;
  readonly note?: string;
}

/** Alerts; every change of one is told to live streams, and those who decide in its project hear of severe ones and of budgets. */
export class AlertStore {
  readonly #models: Models;
  readonly #changes: ChangeStore;
  readonly #notifications: NotificationStore;
  readonly #people: PeopleStore;

  constructor(models: Models, changes: ChangeStore, notifications: NotificationStore, people: PeopleStore) {
    this.#models = models;
    this.#changes = changes;
    this.#notifications = notifications;
    this.#people = people;
  }

  /** Raises an alert, or counts it on the one that is open; its severity only rises. */
  async raise(alert: NewAlert): Promise<void> {
    const raised = alert.once === true ? await this.#raiseOnce(alert) : await this.#count(alert);
    if (!raised) return;
    const lifted = await this.#lift(raised, alert.severity);
    await this.#tell(lifted);
    await this.#notify(lifted);
  }

  /** Closes the open alert with this key, if there is one. */
  resolveByKey(key: string, by: ActorRef, note: string): Promise<void> {
    return this.resolveByKeys({ firstKey: key, lastKey: key }, by, note);
  }

  /** Closes the open alerts whose keys are between these two, or are one of them. */
  async resolveByKeys(keys: { firstKey: string; lastKey: string }, by: ActorRef, note: string): Promise<void> {
    const openKey = { $gte: keys.firstKey, $lte: keys.lastKey };
    for (;;) {
      const found = await this.#step({ openKey }, { status: 'RESOLVED', by, note });
      if (!found) return;
      await this.#tell(found);
    }
  }

  /** Newest first. */
  async page(reach: Reach, filter: AlertFilter, limit: number, afterId?: string): Promise<AlertDocument[]> {
    const { agent, task, ...is } = filter;
    const fields = Object.entries({ ...is, agentId: agent, taskKey: task }).filter(([, value]) => value !== undefined);
    const query = {
      ...reachCriteria(reach),
      ...Object.fromEntries(fields),
      ...(afterId !== undefined && { _id: { $lt: afterId } }),
    };
    const found = await this.#models.alerts
      .find(query as never)
      .sort({ _id: -1 })
      .limit(limit)
      .lean();
    return found as AlertDocument[];
  }

  async byId(id: string): Promise<AlertDocument | undefined> {
    return ((await this.#models.alerts.findOne({ _id: id }).lean()) as AlertDocument | null) ?? undefined;
  }

  /** Takes a step with an alert. Answers undefined when it is not where the step begins (any more). */
  async handle(id: string, step: AlertStep): Promise<AlertDocument | undefined> {
    const found = await this.#step({ _id: id }, step);
    if (found) await this.#tell(found);
    return found;
  }

  async #step(which: object, { status, by, note }: AlertStep): Promise<AlertDocument | undefined> {
    const { kind, id, name } = by;
    const entry = { status, by: { kind, id, name }, at: new Date().toISOString(), ...(note !== undefined && { note }) };
    const isClosed = NEXT_ALERT_STATUSES[status].length === 0;
    return this.#change(
      { ...which, status: { $in: beginningsOf(status) } },
      { $set: { status }, $push: { handled: entry }, ...(isClosed && { $unset: { openKey: 1 } }) },
    );
  }

  /** Answers undefined when it was raised before and everybody who should has been told. */
  async #raiseOnce({ key, once: _once, ...alert }: NewAlert): Promise<AlertDocument | undefined> {
    const document = { ...newAlert(alert), openKey: key, onceKey: key, count: 1 };
    try {
      await despiteDeadlocks(() => this.#models.alerts.collection.insertOne(document as never));
      return document;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // An earlier attempt was here, and may have come no further.
    const earlier = await this.#models.alerts.findOne({ onceKey: key, notifiedOf: { $exists: false } }).lean();
    return (earlier as AlertDocument | null) ?? undefined;
  }

  async #count(raised: NewAlert): Promise<AlertDocument> {
    const { key, once: _once, ...alert } = raised;
    const { lastRaisedAt, ...$setOnInsert } = newAlert(alert);
    const update = { $setOnInsert, $set: { lastRaisedAt }, $inc: { count: 1 } };
    try {
      const found = await this.#change({ openKey: key }, update, { upsert: true });
      if (found) return found;
    } catch (error) {
      // Somebody raised it at the same moment: now there is one to count on, unless it has been closed again.
      if (!isDuplicateKey(error)) throw error;
    }
    return this.#count(raised);
  }

  async #lift(alert: AlertDocument, severity: AlertSeverity): Promise<AlertDocument> {
    const lower = ALERT_SEVERITIES.slice(0, ALERT_SEVERITIES.indexOf(severity));
    if (!lower.includes(alert.severity)) return alert;
    return (await this.#change({ _id: alert._id, severity: { $in: lower } }, { $set: { severity } })) ?? alert;
  }

  async #change(filter: object, update: object, { upsert = false } = {}): Promise<AlertDocument | undefined> {
    const options = { upsert, returnDocument: 'after' } as const;
    const { collection } = this.#models.alerts;
    const found = await despiteDeadlocks(() => collection.findOneAndUpdate(filter as never, update as never, options));
    return (found as unknown as AlertDocument | null) ?? undefined;
  }

  async #tell(alert: AlertDocument): Promise<void> {
    const { projectId } = alert;
    const data = { ...shownAlert(alert) };
    await this.#changes.add({ event: 'alert.changed', ...(projectId !== undefined && { projectId }), data });
  }

  /** Once for each severity that it reaches; noted last, so that whoever was cut off does it again. */
  async #notify({ _id, severity, projectId, notifiedOf, ...alert }: AlertDocument): Promise<void> {
    if (notifiedOf === severity) return;
    if (projectId !== undefined && (isSevere(severity) || isAboutBudget(alert))) {
      const people = decidersOf(await this.#people.ofProject(projectId), projectId);
      const told = { ...alert, _id, severity, projectId };
      await this.#notifications.add(people.map((person) => notificationOf(told, person)));
    }
    await this.#change({ _id, severity }, { $set: { notifiedOf: severity } });
  }
}

/** An alert as people see it. */
export function shownAlert({ _id: id, ...alert }: AlertDocument) {
  const { openKey: _open, onceKey: _once, notifiedOf: _notified, ...shown } = alert;
  return { id, ...shown };
}

function newAlert(alert: Omit<NewAlert, 'key' | 'once'>): Omit<AlertDocument, 'count'> {
  const at = new Date().toISOString();
  return { _id: ulid(), ...alert, status: 'OPEN', raisedAt: at, lastRaisedAt: at, handled: [] };
}

const isSevere = (severity: AlertSeverity): boolean => severity === 'ERROR' || severity === 'CRITICAL';

const beginningsOf = (status: AlertStatus): AlertStatus[] =>
  (Object.keys(NEXT_ALERT_STATUSES) as AlertStatus[]).filter((from) => NEXT_ALERT_STATUSES[from].includes(status));

const isAboutBudget = ({ kind }: Pick<AlertDocument, 'kind'>): boolean => kind.startsWith('BUDGET_');

type ToldAlert = Pick<
  AlertDocument,
  '_id' | 'kind' | 'severity' | 'title' | 'description' | 'taskKey' | 'lastRaisedAt'
> & {
  projectId: string;
};

function notificationOf(alert: ToldAlert, recipient: Assignee): Omit<NotificationDocument, 'order'> {
  const { _id, severity, title, description, projectId, taskKey, lastRaisedAt } = alert;
  return {
    _id: `${_id}:${severity}:${recipient.id}`,
    recipient,
    kind: isAboutBudget(alert) ? 'BUDGET' : 'ALERT',
    title,
    body: description,
    projectId,
    ...(taskKey !== undefined && { taskKey }),
    alertId: _id,
    by: actorRef(MISSION_CONTROL),
    at: lastRaisedAt,
  };
}
