import {
  actorOf,
  messageId,
  messagesOfTaskEvent,
  textOf,
  TOLD_EVENTS,
  type WebhookMessage,
} from '../../domain/webhook/messages.ts';
import { standupHeadline } from '../../domain/standup/words.ts';
import type { TaskEvent } from '../../domain/task/events.ts';
import type { TaskType } from '../../domain/task/vocabulary.ts';
import type { ActivityDocument, AlertDocument } from '../../store/documents/attention.ts';
import type { StandupDocument } from '../../store/documents/standup.ts';
import type { EventDocument } from '../../store/models.ts';
import type { Store } from '../../store/store.ts';

/** Of each log, at a time. */
const LIMIT = 500;
/** Clocks differ and writes overtake each other: what was stored so long before the newest is looked at again. */
const OVERLAP_MS = 5_000;
/** How long the card of a task may be behind its log, in milliseconds: longer means that something is broken. */
const HOLD_FOR_MS = 60_000;

const TOLD_DEEDS = ['agent.registered', 'agent.quarantined'] as const;
const BUDGET_EXCEEDED = 'BUDGET_EXCEEDED';

/** Something that some endpoints want to hear of. */
export interface Happening {
  readonly projectId: string;
  /** Where it is about a task. */
  readonly taskType?: TaskType;
  readonly storedAt: Date;
  readonly messages: readonly WebhookMessage[];
}

interface Happenings {
  /** In their order. */
  readonly found: readonly Happening[];
  /** What was stored until then has been told, apart from writes that are late; undefined when there was nothing. */
  readonly until: Date | undefined;
  /** There is more. */
  readonly isFull: boolean;
}

/** What was stored after `since` in the logs that endpoints are told from. @param publicUrl where people reach the UI. */
export async function happeningsSince(store: Store, since: Date, publicUrl: string): Promise<Happenings> {
  const { happenings } = store.webhooks;
  const [events, deeds, alerts, standups] = await Promise.all([
    happenings.events(since, TOLD_EVENTS, LIMIT),
    happenings.deeds(since, TOLD_DEEDS, LIMIT),
    happenings.alerts(since, LIMIT),
    store.standups.storedSince(since, LIMIT),
  ]);
  const ofTasks = await eventsTold(store, inOrderOfTasks(events), publicUrl);
  const found = [
    ...ofTasks.found,
    ...deeds.flatMap(deedTold),
    ...alerts.flatMap(alertTold),
    ...standups.map((standup) => standupTold(standup, publicUrl)),
  ].toSorted((one, other) => one.storedAt.getTime() - other.storedAt.getTime());
  const logs = [events.map(({ storedAt }) => storedAt), deeds.map(({ at }) => new Date(at)), alerts.map(raisedAt)];
  return { found, ...progress([...logs, standups.map(({ storedAt }) => storedAt)], ofTasks.heldSince) };
}

/** Up to where everything has been seen: a log that was cut off must not be overtaken by the others. */
function progress(logs: readonly (readonly Date[])[], heldSince: Date | undefined) {
  const lasts = logs.flatMap((log) => log.at(-1)?.getTime() ?? []);
  if (lasts.length === 0) return { until: undefined, isFull: false };
  const full = logs.filter((log) => log.length === LIMIT).map((log) => (log.at(-1)?.getTime() ?? 0) - 1);
  const newest = full.length > 0 ? Math.min(...full) : Math.max(...lasts) - OVERLAP_MS;
  const until = heldSince ? Math.min(newest, heldSince.getTime() - 1) : newest;
  return { until: new Date(until), isFull: full.length > 0 && heldSince === undefined };
}

/** A task that went from one worker to another with a slower clock is still told in its own order. */
function inOrderOfTasks(events: readonly EventDocument[]): readonly EventDocument[] {
  const sorted = new Map<string, EventDocument[]>();
  for (const event of events) sorted.set(event.taskId, [...(sorted.get(event.taskId) ?? []), event]);
  for (const ofTask of sorted.values()) ofTask.sort((one, other) => one.seq - other.seq);
  return events.map((event) => sorted.get(event.taskId)?.shift() ?? event);
}

/** Events are stored before the card that follows from them: one is told when the card shows it. */
async function eventsTold(
  store: Store,
  events: readonly EventDocument[],
  publicUrl: string,
): Promise<{ found: Happening[]; heldSince: Date | undefined }> {
  const cards = await store.tasks.cardsByKey([...new Set(events.map(({ taskKey }) => taskKey))]);
  const found: Happening[] = [];
  let heldSince: Date | undefined;
  let latest = new Date(0);
  for (const event of events) {
    const { taskKey, projectId, seq, storedAt } = event;
    const card = cards.get(taskKey);
    if (!card || card.seq < seq) {
      if (Date.now() - storedAt.getTime() < HOLD_FOR_MS) heldSince = earliest(heldSince, storedAt);
      continue;
    }
    latest = storedAt > latest ? storedAt : latest;
    const url = `${publicUrl}/p/${projectId}/t/${taskKey}`;
    const messages = messagesOfTaskEvent(event as unknown as TaskEvent, card, url);
    found.push({ projectId, taskType: card.type, storedAt: latest, messages });
  }
  return { found, heldSince };
}

const earliest = (one: Date | undefined, other: Date): Date => (one && one < other ? one : other);

function deedTold({ _id, type, actor, summary, projectId, agentId, at }: ActivityDocument): Happening[] {
  const event = TOLD_DEEDS.find((told) => told === type);
  if (projectId === undefined || !event) return [];
  const data = { project: projectId, agentId, actor: actorOf(actor), summary: textOf(summary) };
  return [{ projectId, storedAt: new Date(at), messages: [{ id: messageId(_id, event), event, at, data }] }];
}

function alertTold(alert: AlertDocument): Happening[] {
  const { _id, projectId, severity, kind, title, description, agentId, taskKey, raisedAt: at } = alert;
  if (projectId === undefined) return [];
  const about = { ...(agentId !== undefined && { agentId }), ...(taskKey !== undefined && { taskKey }) };
  const texts = { title: textOf(title), description: textOf(description) };
  const data = { project: projectId, alert: { id: _id, severity, kind, ...texts, ...about, raisedAt: at } };
  const events =
    kind === BUDGET_EXCEEDED ? (['budget.exceeded', 'alert.raised'] as const) : (['alert.raised'] as const);
  const messages = events.map((event) => ({ id: messageId(_id, event), event, at, data }));
  return [{ projectId, storedAt: raisedAt(alert), messages }];
}

const raisedAt = (alert: AlertDocument): Date => new Date(alert.raisedAt);

function standupTold({ _id, projectId, date, standup, storedAt }: StandupDocument, publicUrl: string): Happening {
  const event = 'standup.created';
  const url = `${publicUrl}/projects/${projectId}/standup`;
  const data = { project: projectId, standup: { id: _id, date, headline: standupHeadline(standup), url } };
  return { projectId, storedAt, messages: [{ id: messageId(_id, event), event, at: storedAt.toISOString(), data }] };
}
