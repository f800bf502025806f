import { ulid } from 'ulid';
import { actorRef, type Actor } from '../domain/actor.ts';
import { describeEvent } from '../domain/report/describe-event.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import type { FeedEntry } from '../store/feed.ts';
import type { EventDocument } from '../store/models.ts';
import type { Store } from '../store/store.ts';
import { authorize } from './authorization/authorize.ts';
import { reachOf } from './authorization/reach.ts';
import type { Caller } from './caller.ts';
import { decodeSeqCursor, pageFrom } from './cursor.ts';
import { notFound } from './errors.ts';
import { decodeFeedCursor, feedSortValue } from './feed-cursor.ts';
import type { ActivityView, ListActivity } from './schemas/attention.ts';
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

  /** Newest first; what belongs to no project for ADMINs of the installation. */
  async list(
    caller: Caller,
    { project, task, limit, cursor, ...filter }: ListActivity,
  ): Promise<{ items: ActivityView[]; nextCursor?: string }> {
    const reach = reachOf(caller, 'activity.read', project);
    if (task !== undefined) {
      const taskId = await this.#taskId(caller, task, project);
      const events = await this.#store.feed.ofTask(taskId, filter, limit + 1, decodeSeqCursor(cursor));
      return pageFrom(events, limit, eventView, ({ seq }) => String(seq));
    }
    const found = await this.#store.feed.page(reach, filter, limit + 1, decodeFeedCursor(cursor));
    return pageFrom(found, limit, activityView, ({ position }) => feedSortValue(position));
  }

  /** Writes down a deed and tells live streams. For other operations. */
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

  async #taskId(caller: Caller, key: string, project: string | undefined): Promise<string> {
    const task = await this.#store.tasks.locate(key);
    if (!task || (project !== undefined && task.projectId !== project)) throw notFound(`the task ${key}`);
    authorize(caller, 'activity.read', task.projectId, `the task ${key}`);
    return task.id;
  }
}

function activityView(entry: FeedEntry): ActivityView {
  if ('deed' in entry) {
    const { _id: id, data: _data, ...shown } = entry.deed;
    return { id, ...shown };
  }
  return eventView(entry.event);
}

function eventView(event: EventDocument): ActivityView {
  const { taskKey, projectId, seq, at, actor, type } = event;
  const summary = describeEvent(event as unknown as TaskEvent);
  return { id: `${taskKey}:${seq}`, at, actor, type, summary, projectId, taskKey };
}
