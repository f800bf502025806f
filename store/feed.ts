import mongoose from 'mongoose';
import type { ActorRef } from '../domain/actor.ts';
import type { TaskEventType } from '../domain/task/events.ts';
import type { ActivityDocument } from './documents/attention.ts';
import type { EventDocument, Models } from './models.ts';
import { reachCriteria, type Reach } from './reach.ts';

/** Where an entry is in the feed. Of what happened in the same millisecond, events of tasks come first. */
export interface FeedPosition {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly source: 'EVENT' | 'DEED';
  readonly id: string;
}

export type FeedEntry = { readonly position: FeedPosition } & (
  | { readonly event: EventDocument }
  | { readonly deed: ActivityDocument }
);

interface FeedFilter {
  /** Id of a person, an agent or a rule. */
  readonly actor?: string | undefined;
  readonly actorKind?: ActorRef['kind'] | undefined;
  /** A type, or its first part. */
  readonly type?: string | undefined;
}

/** What happens, in tasks and outside of them, as one list, newest first. */
export class FeedStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** @param after the last entry of the page before. */
  async page(reach: Reach, filter: FeedFilter, limit: number, after?: FeedPosition): Promise<FeedEntry[]> {
    const [events, deeds] = await Promise.all([
      mayBeEvent(filter) ? this.#events(reach, filter, limit, after) : [],
      this.#deeds(reach, filter, limit, after),
    ]);
    return [...events, ...deeds].toSorted(newestFirst).slice(0, limit);
  }

  /**
   * What happened to one task, newest first: in the order of its log, which has an index.
   * @param beforeSeq 0 for the newest.
   */
  async ofTask(taskId: string, filter: FeedFilter, limit: number, beforeSeq: number): Promise<EventDocument[]> {
    const query = { taskId, ...criteria(filter), ...(beforeSeq > 0 && { seq: { $lt: beforeSeq } }) };
    const found = await this.#models.events
      .find(query as never, SHOWN)
      .sort({ seq: -1 })
      .limit(limit)
      .lean();
    return found as unknown as EventDocument[];
  }

  async #events(reach: Reach, filter: FeedFilter, limit: number, after?: FeedPosition): Promise<FeedEntry[]> {
    const query = { ...reachCriteria(reach), ...criteria(filter), ...(after && eventsAfter(after)) };
    const found = await this.#models.events
      .find(query as never, SHOWN)
      .sort({ storedAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return (found as unknown as (EventDocument & { _id: unknown })[]).map((event) => ({
      position: { time: event.storedAt.getTime(), source: 'EVENT', id: String(event._id) },
      event,
    }));
  }

  async #deeds(reach: Reach, filter: FeedFilter, limit: number, after?: FeedPosition): Promise<FeedEntry[]> {
    const query = { ...reachCriteria(reach), ...criteria(filter), ...(after && deedsAfter(after)) };
    const found = await this.#models.activities
      .find(query as never)
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean();
    return (found as ActivityDocument[]).map((deed) => ({
      position: { time: Date.parse(deed.at), source: 'DEED', id: deed._id },
      deed,
    }));
  }
}

type FirstPart<Type> = Type extends `${infer First}.${string}` ? First : never;

const EVENT_FAMILIES: Readonly<Record<FirstPart<TaskEventType>, true>> = {
  task: true,
  deliverable: true,
  approval: true,
  execution: true,
  run: true,
  grant: true,
  review: true,
  loop: true,
  dependency: true,
  subtask: true,
};

/** Looking through all events for a type that none has takes long. */
const mayBeEvent = ({ type }: FeedFilter): boolean =>
  type === undefined || Object.hasOwn(EVENT_FAMILIES, type.split('.')[0] ?? type);

/** Briefs are long, and nobody reads them here. */
const SHOWN = { 'data.brief': 0 };

function criteria({ actor, actorKind, type }: FeedFilter): object {
  return {
    ...(actor !== undefined && { 'actor.id': actor }),
    ...(actorKind !== undefined && { 'actor.kind': actorKind }),
    ...(type !== undefined && { type: type.includes('.') ? type : { $gte: `${type}.`, $lt: `${type}/` } }),
  };
}

/** Of the same millisecond, what sorts behind the position. */
function eventsAfter({ time, source, id }: FeedPosition): object {
  const storedAt = new Date(time);
  if (source === 'DEED') return { storedAt: { $lt: storedAt } };
  const _id = { $lt: new mongoose.Types.ObjectId(id) };
  // The first condition says nothing new: it is what the engine finds in the index.
  return { storedAt: { $lte: storedAt }, $or: [{ storedAt: { $lt: storedAt } }, { _id }] };
}

function deedsAfter({ time, source, id }: FeedPosition): object {
  const at = new Date(time).toISOString();
  if (source === 'EVENT') return { at: { $lte: at } };
  return { at: { $lte: at }, $or: [{ at: { $lt: at } }, { _id: { $lt: id } }] };
}

function newestFirst({ position: one }: FeedEntry, { position: other }: FeedEntry): number {
  if (one.time !== other.time) return other.time - one.time;
  if (one.source !== other.source) return one.source === 'EVENT' ? -1 : 1;
  return one.id < other.id ? 1 : -1;
}
